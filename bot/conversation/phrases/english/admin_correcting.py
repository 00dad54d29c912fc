"""Correcting a key that was wrong: what admins are told, and what those whom it touches are."""

PHRASES: dict[str, str] = {
    "corrected.title": "🔧 **I was wrong about a question** in “{title}”:",
    "corrected.question": "*{question}*",
    "corrected.key": "I counted as right: {was}. Right is: **{right}**. {why}",
    "corrected.void": "Your earlier answers to it don't count any more, for you or against you.",
    "corrected.again": "Those from when I had it right count again.",
    "corrected.review": "The question comes back with your next /review. Sorry about that!",
    "review.last.void": "Your earlier answers were judged wrongly, and don't count.",
    "admin.published.rekeyed": (
        "In some questions another answer is right now. Was the old one wrong? Then what learners "
        "scored by it can be taken back, and they are told."
    ),
    "admin.correct.offer": "Correct the scores: {question}",
    "admin.correct.which": "Which question had a wrong key?",
    "admin.correct.nothing": (
        "There is nothing to correct: nobody can have been judged by another key than the one that "
        "is taught now, or their scores are corrected already."
    ),
    "admin.correct.nothing.wrong": "nothing else",
    "admin.correct.sure": "**Shall these scores be corrected?** This can't be taken back.",
    "admin.correct.key": "Counted as right: {was}\nRight now: {right}",
    "admin.correct.learners.one": (
        "1 person answered under the wrong key, and gets the message above, once."
    ),
    "admin.correct.learners.many": (
        "{count} people answered under the wrong key, and get the message above, once."
    ),
    "admin.correct.attempts.one": (
        "1 answer counts no more, and the question is due again for them."
    ),
    "admin.correct.attempts.many": (
        "{count} answers count no more, and the question is due again for them."
    ),
    "admin.correct.withdrawn": (
        "The revisions with the wrong key are withdrawn: whoever is in one goes on in what is "
        "taught now."
    ),
    "admin.correct.behind": (
        "These translations have the wrong key still and are taken away: {languages}. "
        "Until you send them once more, the original is taught there."
    ),
    "admin.correct.yes": "Correct the scores",
    "admin.correct.name": "Correction: {question}",
    "admin.correct.done": (
        "✓ The scores are corrected. The answers stay on record, and count nowhere."
    ),
    "admin.correct.going.one": "1 person is being told. I'll say when it is done.",
    "admin.correct.going.many": "{count} people are being told. I'll say when it is done.",
    "admin.correct.waiting": (
        "Whoever I can't write to alone is told as soon as they go on learning."
    ),
    "admin.act.correct": "corrected the scores of {subject}: {after} is right, not {before}",
}
