"""Cohorts, as admins open and change them."""
