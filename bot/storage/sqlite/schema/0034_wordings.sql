-- In which of its words a question was answered last, so that it is asked in others: 0 is its own,
-- then its variants. Earlier versions kept none, and then it follows from the number of answers.
ALTER TABLE item ADD COLUMN wording INTEGER;
