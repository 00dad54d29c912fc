"""What is kept: sessions, facts, the outbox, lesson revisions.

``store`` is the port: what the service asks of a store, by topic. ``records`` is what is handed
over, ``codec`` makes text and whole numbers of values, ``outputs`` of what was said and ``encoded``
of a turn as a whole; ``entries`` writes the log where no turn does.
``sqlite`` is the one store that there is; another database would be a folder beside it.
"""
