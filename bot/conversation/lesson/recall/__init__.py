"""What somebody says in a recall, in their own words, and what is made of it."""
