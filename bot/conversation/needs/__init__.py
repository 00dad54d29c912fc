"""What must be loaded before a turn, and what was: a learner's, and an admin's."""
