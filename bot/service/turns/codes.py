"""Where codes that link come from: the operating system's randomness."""

import secrets

from bot.conversation.identities.codes import LENGTH, MARKS


def fresh_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(MARKS) for _ in range(LENGTH))
