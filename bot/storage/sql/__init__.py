"""The store in SQL that SQLite and PostgreSQL both take, by topic."""
