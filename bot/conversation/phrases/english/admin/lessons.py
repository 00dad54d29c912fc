"""What admins are told of the lessons that are taught, of their history, and of taking it back."""

PHRASES = {
    # what is taught, and its history
    "admin.area.lessons": "Lessons",
    "admin.area.lessons.about": "what is taught, its history, and taking it back",
    "admin.lessons.title": "**Lessons that are taught**",
    "admin.lessons.none": "No lesson is taught.",
    "admin.lessons.all": "All lessons",
    "admin.lessons.unknown": "There is no lesson “{lesson}”, and there never was one.",
    "admin.lesson.title": "**{title}** (`{lesson}`)",
    "admin.lesson.taught": "It is taught in revision `{revision}`.",
    "admin.lesson.archived": "It is archived: nobody can begin it.",
    "admin.lesson.behind": (
        "⚠️ Its translation is of an earlier revision: {languages}. To bring it up to date, send "
        "the lesson and its translation together in one `.zip` archive."
    ),
    "admin.lesson.behind.key": (
        "⚠️ Another answer is right in the original by now, and its translation goes on teaching "
        "the old one: {languages}. To bring it up to date, send the lesson and its translation "
        "together in one `.zip` archive."
    ),
    "admin.lesson.midst.one": "1 person is in the midst of it.",
    "admin.lesson.midst.many": "{count} people are in the midst of it.",
    "admin.lesson.history": "**History**",
    "admin.lesson.line": "- {when}: `{revision}`, by {by}, {midst}",
    "admin.lesson.gone": "- {when}: offered no longer, by {by}",
    "admin.lesson.within.one": "1 person in it",
    "admin.lesson.within.many": "{count} people in it",
    "admin.lesson.back": "Back to {when} ({revision})",
    "admin.lesson.archive": "Archive",
    "admin.lesson.no_revision": "There is no such earlier revision; these are the ones there are.",
    "admin.lesson.keep.one": (
        "This touches 1 person, who is in the midst of it and keeps what they began."
    ),
    "admin.lesson.keep.many": (
        "This touches {count} people, who are in the midst of it and keep what they began."
    ),
    "admin.lesson.translations": "Its translations stay as they are: {languages}.",
    "admin.lesson.back.sure": (
        "Shall **{title}** be taught again as it was published on {when} (`{revision}`)?"
    ),
    "admin.lesson.back.yes": "Go back to it",
    "admin.lesson.back.done": "✓ **{title}** is taught again in revision `{revision}`.",
    "admin.lesson.archive.sure": "Shall **{title}** be archived, so that nobody can begin it?",
    "admin.lesson.archive.done": (
        "✓ **{title}** is archived. `/admin lessons {lesson}` can bring it back."
    ),
    "admin.lesson.line.withdrawn": "- {when}: `{revision}`, by {by}, withdrawn",
    # withdrawing a revision
    "admin.withdraw": "Withdraw…",
    "admin.withdraw.which": (
        "Which revision of **{title}** does harm, so that nobody may go on in it?"
    ),
    "admin.withdraw.now": "The one taught now ({revision})",
    "admin.withdraw.at": "{when} ({revision})",
    "admin.withdraw.old": "An older one ({revision})",
    "admin.withdraw.language": "The translation {language} ({revision})",
    "admin.withdraw.sure": (
        "Shall revision `{revision}` of **{title}** be withdrawn for good? "
        "Nobody can go on in it, and this very text can never be taught again."
    ),
    "admin.withdraw.touched.one": (
        "This touches 1 person: in it, with it left for later, or with a question of it open in a "
        "review. They are led on at their next input."
    ),
    "admin.withdraw.touched.many": (
        "This touches {count} people: in it, with it left for later, or with a question of it open "
        "in a review. They are led on at their next input."
    ),
    "admin.withdraw.again": "Taught again instead: `{revision}`, published on {when}.",
    "admin.withdraw.stays": "What is taught stays: `{revision}`.",
    "admin.withdraw.nothing": "No other revision is left, so the lesson is taught no longer.",
    "admin.withdraw.words": "Taught instead in that language ({language}): `{revision}`.",
    "admin.withdraw.original": (
        "Who speaks that language ({language}) gets the lesson as it was written."
    ),
    "admin.withdraw.with": "Its translations are withdrawn with it: {languages}.",
    "admin.withdraw.yes": "Withdraw it",
    "admin.withdraw.done": "✓ Revision `{revision}` of **{title}** is withdrawn.",
    "admin.withdraw.leave.one": "1 person is led on at their next input.",
    "admin.withdraw.leave.many": "{count} people are led on at their next input.",
    "admin.withdraw.already": "Revision `{revision}` was withdrawn already, on {when}.",
    "admin.withdraw.none": "There is no such revision that could be withdrawn.",
    "admin.withdraw.refused": (
        "That revision was withdrawn on {when} by {by}, so it can't be taught again."
    ),
    # correcting a key that was wrong
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
    # what was done
    "admin.act.roll_back": "rolled {subject} back ({before} → {after})",
    "admin.act.archive": "archived {subject} ({before})",
    "admin.act.withdraw": "withdrew {before} of {subject} (taught now: {after})",
    "admin.act.correct": "corrected the scores of {subject}: {after} is right, not {before}",
}
