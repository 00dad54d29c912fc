"""Databases of earlier versions, and whether conversations in them go on; see ``README.md``."""
