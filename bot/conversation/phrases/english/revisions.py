"""What learners are told of changes: a revision withdrawn or renewed, a key corrected."""

PHRASES = {
    # going on in another revision
    "carried.withdrawn.same": (
        "The version of *{title}* you were in has been withdrawn, so you go on in the one that "
        "replaces it, at the same place."
    ),
    "carried.withdrawn.near": (
        "The version of *{title}* you were in has been withdrawn, so you go on in the one that "
        "replaces it, at the nearest place in both."
    ),
    "carried.newer.same": "You're now in the new version of *{title}*, at the same place.",
    "carried.newer.near": (
        "You're now in the new version of *{title}*, at the nearest place in both."
    ),
    "carried.dropped.one": (
        "1 of your answers was to a question that has changed; it no longer counts."
    ),
    "carried.dropped.many": (
        "{count} of your answers were to questions that have changed; they no longer count."
    ),
    # a revision that was withdrawn
    "withdrawn.closed": (
        "The text of the open question has been withdrawn, so the question is closed. /continue "
        "takes you on."
    ),
    "withdrawn.ended": (
        "*{title}* has been withdrawn and is no longer taught, so it ends here. What you learned "
        "stays on your record. Would you like something else?"
    ),
    "withdrawn.other": (
        "The version of *{title}* you were in has been withdrawn, and the one that replaces it "
        "doesn't have *{mode}*. What you did stays on your record; choose another way:"
    ),
    "withdrawn.review": (
        "This question's version of *{title}* has been withdrawn. Here's how it's asked now:"
    ),
    "withdrawn.review.gone": (
        "That question in *{title}* has been withdrawn, so there's nothing to answer."
    ),
    "withdrawn.preview": "This text has been withdrawn in the meantime, so the preview ends here.",
    # a newer revision
    "newer.ask": (
        "*{title}* has changed since you were last here:\n{changes}\n\n"
        "Would you like to go on in the new version, or stay with yours?"
    ),
    "newer.go": "Go on in the new version",
    "newer.keep": "Keep mine",
    "newer.questions": "Questions: {changes}",
    "newer.rekeyed.one": "1 with a different right answer",
    "newer.rekeyed.many": "{count} with a different right answer",
    "newer.added.one": "1 new",
    "newer.added.many": "{count} new",
    "newer.reworded.one": "1 reworded",
    "newer.reworded.many": "{count} reworded",
    "newer.removed.one": "1 removed",
    "newer.removed.many": "{count} removed",
    "newer.texts": "Texts: {names}",
    "newer.more": "{names} and {number} more",
    "newer.small": "Only small details are different.",
    # a key that was wrong
    "corrected.title": "🔧 **I was wrong about a question** in “{title}”:",
    "corrected.question": "*{question}*",
    "corrected.key": "I counted this as right: {was}. The right answer is: **{right}**. {why}",
    "corrected.void": "Your earlier answers to it no longer count, for or against you.",
    "corrected.again": "Those from when I had it right count again.",
    "corrected.review": "The question comes back in your next /review. Sorry about that!",
}
