"""What is kept: sessions, facts, the outbox, lesson revisions. Every store passes one suite."""
