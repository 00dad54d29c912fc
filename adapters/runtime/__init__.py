"""The running process: its platforms kept at work, its log, its memory, its backups."""
