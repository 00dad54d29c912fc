"""Advice on lessons: what a good one has, beyond being readable."""
