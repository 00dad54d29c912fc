"""Advice on lessons: what a good lesson has, beyond being readable."""
