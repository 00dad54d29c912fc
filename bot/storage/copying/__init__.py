"""Copying a database into one of another kind, so that it can be gone on with there."""

from bot.storage.copying.copy import Copied, copied
from bot.storage.copying.sides import Done, Key, Progress, Row, Source, Table, Target

__all__ = ["Copied", "Done", "Key", "Progress", "Row", "Source", "Table", "Target", "copied"]
