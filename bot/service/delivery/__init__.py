"""Committed outputs on their way to people."""
