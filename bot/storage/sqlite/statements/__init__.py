"""The text of every statement, and its parameters and what it finds as values, by topic."""
