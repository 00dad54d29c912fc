"""What was sent to be taught: files and archives become lessons, or faults."""
