"""A lesson under way, in any of its modes: from beat to beat, and to its end."""
