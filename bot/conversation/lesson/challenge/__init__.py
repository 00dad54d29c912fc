"""A test once it is answered: how it went, its questions as a list, the reasons for choices."""
