-- What learners did and what they know.
--
-- Each fact carries whose it is, the platform and the time, and the input that it comes from; the
-- input's own row is forgotten after a while, so it is no foreign key. Facts never change, but for
-- words that are to be forgotten.

CREATE TABLE run (
    learner  TEXT COLLATE "C" NOT NULL,
    run      TEXT COLLATE "C" NOT NULL,
    lesson   TEXT COLLATE "C" NOT NULL,
    revision TEXT COLLATE "C" NOT NULL,
    mode     TEXT COLLATE "C" NOT NULL,
    steps    BIGINT NOT NULL,
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, run)
);

-- Who has begun which revision, to tell how many a change concerns.
CREATE INDEX run_of_revision ON run (lesson, revision);

CREATE TABLE step_done (
    learner  TEXT COLLATE "C" NOT NULL,
    run      TEXT COLLATE "C" NOT NULL,
    step     BIGINT NOT NULL,
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, run, step)
);

CREATE TABLE run_finished (
    learner  TEXT COLLATE "C" NOT NULL,
    run      TEXT COLLATE "C" NOT NULL,
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, run)
);

-- Runs that went on in another revision, as another run; or that ended, without one.
CREATE TABLE carried (
    learner  TEXT COLLATE "C" NOT NULL,
    run      TEXT COLLATE "C" NOT NULL,
    onward   TEXT COLLATE "C" NOT NULL,
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, run)
);

-- One commit to an answer. `answer` is what was typed in place of an option: a range of numbers,
-- or words, which are emptied when they are to be forgotten; that they were there stays. With
-- neither a choice nor an answer it is "no idea". A verdict and a score that are NULL belong to an
-- open question, which has no key.
CREATE TABLE attempt (
    learner    TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    input      TEXT COLLATE "C" NOT NULL,
    question   TEXT COLLATE "C" NOT NULL,
    phase      TEXT COLLATE "C" NOT NULL,
    run        TEXT COLLATE "C" NOT NULL,
    lesson     TEXT COLLATE "C" NOT NULL,
    revision   TEXT COLLATE "C" NOT NULL,
    choice     BIGINT,
    confidence TEXT COLLATE "C" NOT NULL,
    verdict    TEXT COLLATE "C" CHECK (verdict IN ('right', 'wrong')),
    score      DOUBLE PRECISION,
    took_ms    BIGINT NOT NULL,
    platform   TEXT COLLATE "C" NOT NULL,
    answer     TEXT COLLATE "C",
    PRIMARY KEY (learner, at, input, question, phase)
);

-- What was typed of a lesson, by question and learner in their order: few of all attempts.
CREATE INDEX attempt_answer ON attempt (lesson, question, learner, at, input, phase)
    WHERE answer IS NOT NULL;

-- A lesson's answers by question and learner in their order: statistics read this alone, and never
-- the table, however many answers there are to other lessons.
CREATE INDEX attempt_statistics ON attempt
    (lesson, question, learner, at, input, phase, revision, choice, confidence, verdict, run);

-- A learner's verdict on their own answer to an open question.
CREATE TABLE judgement (
    learner  TEXT COLLATE "C" NOT NULL,
    run      TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    phase    TEXT COLLATE "C" NOT NULL,
    verdict  TEXT COLLATE "C" NOT NULL CHECK (verdict IN ('right', 'wrong')),
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, run, question, phase)
);

-- Words that were called wrong and meant the same, says who wrote them. They count as right.
CREATE TABLE overruled (
    learner  TEXT COLLATE "C" NOT NULL,
    run      TEXT COLLATE "C" NOT NULL,
    lesson   TEXT COLLATE "C" NOT NULL,
    revision TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    phase    TEXT COLLATE "C" NOT NULL,
    score    DOUBLE PRECISION,
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, run, question, phase)
);

-- What is remembered of each question by each learner, since their last answer to it. It is worked
-- out from attempts, which stay as they are; so this is a state, not a fact, and changes with
-- every answer. A check that is NULL: none is pending. The label of the last answer is the
-- lesson's own text; NULL is "no idea". `wording` is in which of its words a question was answered
-- last, so that it is asked in others: 0 is its own, then its variants; NULL, and it follows from
-- the number of answers.
CREATE TABLE item (
    learner      TEXT COLLATE "C" NOT NULL,
    lesson       TEXT COLLATE "C" NOT NULL,
    question     TEXT COLLATE "C" NOT NULL,
    number       BIGINT NOT NULL,
    stability    DOUBLE PRECISION NOT NULL,
    difficulty   DOUBLE PRECISION NOT NULL,
    due          BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    said         TEXT COLLATE "C",
    confidence   TEXT COLLATE "C" NOT NULL,
    verdict      TEXT COLLATE "C" NOT NULL CHECK (verdict IN ('right', 'wrong')),
    checks       BIGINT NOT NULL,
    check_at     BIGINT,
    suspended_at BIGINT,
    wording      BIGINT,
    PRIMARY KEY (learner, lesson, question)
);

-- What of a learner's is due: only that is looked at, however many items there are.
CREATE INDEX item_due ON item (learner, due) WHERE suspended_at IS NULL;

-- What learners wrote themselves, each time that they handed it in. A file is what its sender and
-- their platform say of it: only its description is kept, never what is in it. A name that is
-- NULL: there is no file; an empty one: it has no name.
CREATE TABLE writing (
    id             BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    learner        TEXT COLLATE "C" NOT NULL,
    run            TEXT COLLATE "C" NOT NULL,
    lesson         TEXT COLLATE "C" NOT NULL,
    item           TEXT COLLATE "C" NOT NULL,
    text           TEXT COLLATE "C" NOT NULL,
    file_name      TEXT COLLATE "C",
    file_size      BIGINT,
    file_media     TEXT COLLATE "C",
    file_reference TEXT COLLATE "C",
    platform       TEXT COLLATE "C" NOT NULL,
    at             BIGINT NOT NULL,
    input          TEXT COLLATE "C" NOT NULL,
    UNIQUE (learner, run, item, input)
);

-- The last text of a learner's for one task, without looking at any other.
CREATE INDEX writing_latest ON writing (learner, lesson, item, at);

-- How they judged it, criterion by criterion.
CREATE TABLE rating (
    learner   TEXT COLLATE "C" NOT NULL,
    run       TEXT COLLATE "C" NOT NULL,
    lesson    TEXT COLLATE "C" NOT NULL,
    item      TEXT COLLATE "C" NOT NULL,
    criterion BIGINT NOT NULL,
    met       TEXT COLLATE "C" NOT NULL CHECK (met IN ('yes', 'partly', 'no')),
    platform  TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL,
    input     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, run, item, criterion)
);

-- What a program found in an answer or in what was handed in: `failed` lists the checks that did
-- not hold, by their number, and -1 where there was nothing to look at. Nothing of the words is in
-- it, so that it can stay for the statistics when the words are gone.
CREATE TABLE checked (
    learner  TEXT COLLATE "C" NOT NULL,
    run      TEXT COLLATE "C" NOT NULL,
    lesson   TEXT COLLATE "C" NOT NULL,
    revision TEXT COLLATE "C" NOT NULL,
    item     TEXT COLLATE "C" NOT NULL,
    failed   TEXT COLLATE "C" NOT NULL,
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, run, item, input)
);
CREATE INDEX checked_of ON checked (lesson, item, revision);

-- The questions that take part in the experiment "Does predicting help me?", each in its arm.
CREATE TABLE trial (
    learner  TEXT COLLATE "C" NOT NULL,
    lesson   TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    arm      TEXT COLLATE "C" NOT NULL CHECK (arm IN ('asked', 'told')),
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, lesson, question)
);

-- What learners reached, each once.
CREATE TABLE milestone (
    learner  TEXT COLLATE "C" NOT NULL,
    name     TEXT COLLATE "C" NOT NULL,
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, name)
);

-- The days on which they did what they aimed at. A day is the learner's own, as an ISO date.
CREATE TABLE goal_reached (
    learner  TEXT COLLATE "C" NOT NULL,
    day      TEXT COLLATE "C" NOT NULL,
    goal     BIGINT NOT NULL,
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (learner, day)
);

-- Whether a lesson was worth it, as each learner said once, at its end.
CREATE TABLE worth (
    learner  TEXT COLLATE "C" NOT NULL,
    run      TEXT COLLATE "C" NOT NULL,
    lesson   TEXT COLLATE "C" NOT NULL,
    revision TEXT COLLATE "C" NOT NULL,
    worth    TEXT COLLATE "C" NOT NULL CHECK (worth IN ('yes', 'partly', 'no')),
    platform TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    input    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (lesson, learner)
);
