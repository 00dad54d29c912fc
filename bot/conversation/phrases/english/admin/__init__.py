"""What is said to admins, a file for each of their rooms."""
