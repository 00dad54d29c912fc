"""Taking back: a revision that does harm, a key that was wrong."""
