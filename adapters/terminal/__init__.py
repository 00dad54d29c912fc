"""The terminal: a conversation in a window, or with a script that holds it through pipes."""
