"""What is kept: sessions, facts, the outbox, lesson revisions.

``store`` says what the service asks of one, in parts by who asks (``asks``); ``records`` and
``edition`` are what is handed over. ``sqlite`` is the one that there is, with the same parts; what
a learner's record comes to is worked out in ``figures``.
"""
