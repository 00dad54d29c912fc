"""Editing what is taught, from a chat: who may, and what they can do.

To anyone who holds no role none of it exists: the command is as unknown as any other word, and a
file that they send is only a file. Every act is a turn like any other, so it happens exactly once,
and what it changes goes on the record in the same transaction as the change.

A press on somebody else's button is told what every stray press is told.
"""
