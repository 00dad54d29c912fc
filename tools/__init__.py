"""What authors and translators of the program run by hand."""
