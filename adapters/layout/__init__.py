"""The outputs of a turn as messages that fit a platform. Pure."""
