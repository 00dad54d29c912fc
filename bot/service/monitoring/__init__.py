"""How the bot is seen at work: who hears of it, which input a line is about, what ails it."""
