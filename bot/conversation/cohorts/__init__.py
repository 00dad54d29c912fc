"""Belonging to a cohort: joining, leaving, and being told what has opened."""
