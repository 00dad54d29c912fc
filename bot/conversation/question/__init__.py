"""A question, wherever it is asked: its choices, its reveal, and what it rests on."""
