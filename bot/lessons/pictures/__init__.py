"""A lesson's pictures: checked, made anew, and attached to its text."""
