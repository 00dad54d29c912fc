"""The desk: everyone who is waiting, in one transaction."""
