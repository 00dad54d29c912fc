"""The terminal: a conversation in a window, or one that a script holds through pipes."""
