"""What runs: the desk, delivery, and publishing."""
