"""What is kept: sessions, facts, the outbox, lesson revisions. Every store passes one suite.

``store`` says what the service asks of one, in parts by who asks (``asks``); ``records`` and
``edition`` are what is handed over. ``memory`` and ``sqlite`` are the two that there are, each with
the same parts. What one counts in SQL and the other from facts is side by side in ``figures``.
"""
