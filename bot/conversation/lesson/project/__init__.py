"""A project: what it asks, what learners make for it, and how they look at that and judge it."""
