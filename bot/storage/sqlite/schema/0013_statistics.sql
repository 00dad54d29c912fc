-- A lesson's answers by question and learner in their order: statistics read this alone, and never
-- the table, however many answers there are to other lessons.
CREATE INDEX attempt_statistics ON attempt
    (lesson, question, learner, at, input, phase, revision, choice, confidence, verdict, run);
