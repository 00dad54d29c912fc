"""How revisions of a lesson differ, and which of them ask and teach the same."""
