"""How another process of the same user talks to the running bot."""
