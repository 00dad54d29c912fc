"""How the bot is seen at work: who hears what happens, which input a line is about, the loop."""
