"""How the bot speaks: the language and pace of a turn, Markdown, local dates."""
