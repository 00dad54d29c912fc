"""What is taught of each lesson, what was, and taking that back."""
