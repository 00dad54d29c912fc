"""How lessons come to be taught: from files, from a terminal, from what admins send."""
