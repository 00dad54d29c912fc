"""Choosing a lesson, and what is said where nothing fits."""
