"""Data is the learner's: made into files for them, and deleted in time."""
