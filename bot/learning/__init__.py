"""What is remembered: predictions, their scores, and how well confidence matches them. Pure."""
