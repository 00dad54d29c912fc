"""Reviews: what was answered comes back until it stays."""
