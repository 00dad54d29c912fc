"""Announcements: composed, sent to many, followed on their way."""
