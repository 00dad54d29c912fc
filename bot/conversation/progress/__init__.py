"""What a learner's record shows them: figures, words, pictures, goals, achievements."""
