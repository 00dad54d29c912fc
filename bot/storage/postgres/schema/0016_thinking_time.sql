-- Statistics tell how long learners thought, too, and still read this alone.
DROP INDEX attempt_statistics;
CREATE INDEX attempt_statistics ON attempt
    (lesson, question, learner, at, input, phase, revision, choice, confidence, verdict, run, took_ms);
