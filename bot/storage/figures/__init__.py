"""What is worked out from what is kept, by one rule each, in SQL."""
