"""What admins are told of the lessons that are taught, of their history, and of taking it back."""

PHRASES = {
    # what is taught, and its history
    "admin.area.lessons": "Lessons",
    "admin.area.lessons.about": "what's taught, its history, and taking it back",
    "admin.lessons.title": "**Lessons being taught**",
    "admin.lessons.none": "No lessons are being taught.",
    "admin.lessons.all": "All lessons",
    "admin.lessons.unknown": "There's no lesson “{lesson}”, and there never was.",
    "admin.lesson.title": "**{title}** (`{lesson}`)",
    "admin.lesson.taught": "Revision `{revision}` is being taught.",
    "admin.lesson.archived": "It's archived: nobody can start it.",
    "admin.lesson.behind": (
        "⚠️ Its translation is based on an earlier revision: {languages}. To bring it up to date, "
        "send the lesson and its translation together in one `.zip` archive."
    ),
    "admin.lesson.behind.key": (
        "⚠️ The original now has a different right answer, but its translation still teaches the "
        "old one: {languages}. To bring it up to date, send the lesson and its translation "
        "together in one `.zip` archive."
    ),
    "admin.lesson.midst.one": "1 person is in the middle of it.",
    "admin.lesson.midst.many": "{count} people are in the middle of it.",
    "admin.lesson.history": "**History**",
    "admin.lesson.line": "- {when}: `{revision}`, by {by}, {midst}",
    "admin.lesson.gone": "- {when}: no longer offered, by {by}",
    "admin.lesson.within.one": "1 person in it",
    "admin.lesson.within.many": "{count} people in it",
    "admin.lesson.back": "Back to {when} ({revision})",
    "admin.lesson.archive": "Archive",
    "admin.lesson.no_revision": "There's no such earlier revision; these are the ones there are.",
    "admin.lesson.keep.one": (
        "This affects 1 person, who is in the middle of it and can finish what they started."
    ),
    "admin.lesson.keep.many": (
        "This affects {count} people, who are in the middle of it and can finish what they started."
    ),
    "admin.lesson.translations": "Its translations stay as they are: {languages}.",
    "admin.lesson.back.sure": (
        "Teach **{title}** again as it was published on {when} (`{revision}`)?"
    ),
    "admin.lesson.back.yes": "Go back to it",
    "admin.lesson.back.done": "✓ **{title}** is being taught again in revision `{revision}`.",
    "admin.lesson.archive.sure": "Archive **{title}**, so that nobody can start it?",
    "admin.lesson.archive.done": (
        "✓ **{title}** is archived. `/admin lessons {lesson}` can bring it back."
    ),
    "admin.lesson.line.withdrawn": "- {when}: `{revision}`, by {by}, withdrawn",
    # withdrawing a revision
    "admin.withdraw": "Withdraw…",
    "admin.withdraw.which": (
        "Which revision of **{title}** does harm? Nobody will be able to go on in it."
    ),
    "admin.withdraw.now": "The one taught now ({revision})",
    "admin.withdraw.at": "{when} ({revision})",
    "admin.withdraw.old": "An older one ({revision})",
    "admin.withdraw.language": "The translation {language} ({revision})",
    "admin.withdraw.sure": (
        "Withdraw revision `{revision}` of **{title}** for good? Nobody can go on in it, and this "
        "exact text can never be taught again."
    ),
    "admin.withdraw.touched.one": (
        "This affects 1 person: they're in it, left it for later, or have one of its questions "
        "open in a review. They move on the next time they write or press a button."
    ),
    "admin.withdraw.touched.many": (
        "This affects {count} people: they're in it, left it for later, or have one of its "
        "questions open in a review. They move on the next time they write or press a button."
    ),
    "admin.withdraw.again": "Taught again instead: `{revision}`, published on {when}.",
    "admin.withdraw.stays": "What's taught stays the same: `{revision}`.",
    "admin.withdraw.nothing": "No other revision is left, so the lesson is no longer taught.",
    "admin.withdraw.words": "Taught instead in that language ({language}): `{revision}`.",
    "admin.withdraw.original": (
        "Learners with that language ({language}) get the lesson as it was written."
    ),
    "admin.withdraw.with": "Its translations are withdrawn with it: {languages}.",
    "admin.withdraw.yes": "Withdraw it",
    "admin.withdraw.done": "✓ Revision `{revision}` of **{title}** is withdrawn.",
    "admin.withdraw.leave.one": "1 person moves on the next time they write or press a button.",
    "admin.withdraw.leave.many": (
        "{count} people move on the next time they write or press a button."
    ),
    "admin.withdraw.already": "Revision `{revision}` was already withdrawn on {when}.",
    "admin.withdraw.none": "There's no such revision to withdraw.",
    "admin.withdraw.refused": (
        "That revision was withdrawn on {when} by {by}, so it can't be taught again."
    ),
    # correcting a key that was wrong
    "admin.correct.offer": "Correct the scores: {question}",
    "admin.correct.which": "Which question had a wrong key?",
    "admin.correct.nothing": (
        "There's nothing to correct: nobody was scored by a different key from the one taught now, "
        "or their scores have been corrected already. Is the key that's taught now wrong? Then "
        "send the lesson with the right one first (/admin push)."
    ),
    "admin.correct.nothing.wrong": "nothing else",
    "admin.correct.sure": "**Correct these scores?** This can't be undone.",
    "admin.correct.key": "Counted as right so far: {was}\nThe right answer: {right}",
    "admin.correct.learners.one": (
        "1 person answered under the wrong key, and gets the message above, once."
    ),
    "admin.correct.learners.many": (
        "{count} people answered under the wrong key, and get the message above, once."
    ),
    "admin.correct.attempts.one": (
        "1 answer no longer counts, and the question is due again for them."
    ),
    "admin.correct.attempts.many": (
        "{count} answers no longer count, and the question is due again for them."
    ),
    "admin.correct.withdrawn": (
        "The revisions with the wrong key are withdrawn: anyone in one of them goes on in what's "
        "taught now."
    ),
    "admin.correct.behind": (
        "These translations still have the wrong key and are taken away: {languages}. Until you "
        "send them again, the original is taught there."
    ),
    "admin.correct.yes": "Correct the scores",
    "admin.correct.name": "Correction: {question}",
    "admin.correct.done": (
        "✓ The scores are corrected. The answers stay on record, but no longer count."
    ),
    "admin.correct.going.one": "1 person is being told. I'll let you know when it's done.",
    "admin.correct.going.many": "{count} people are being told. I'll let you know when it's done.",
    "admin.correct.waiting": (
        "Anyone I can't write to privately is told as soon as they go on learning."
    ),
    # what was done
    "admin.act.roll_back": "rolled {subject} back ({before} → {after})",
    "admin.act.archive": "archived {subject} ({before})",
    "admin.act.withdraw": "withdrew {before} of {subject} (taught now: {after})",
    "admin.act.correct": "corrected the scores of {subject}: {after} is right, not {before}",
}
