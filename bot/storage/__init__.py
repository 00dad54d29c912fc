"""What is kept: sessions, facts, the outbox, lesson revisions.

``store`` is the port: what the service asks of a store, by topic (``ports``). ``records`` is what
is handed over, ``codec`` makes text and whole numbers of values, ``encoded`` of turns and what they
said. ``sql`` asks it, of ``sqlite`` or ``postgres``.
"""
