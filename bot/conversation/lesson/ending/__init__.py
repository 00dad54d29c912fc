"""The end of a lesson: how it went, a line of one's own, and where to go on."""
