"""What learners are told of changes: a revision withdrawn or renewed, a key corrected."""

PHRASES = {
    # going on in another revision
    "carried.withdrawn.same": (
        "The version of *{title}* that you were in has been taken back, "
        "so you go on in the one that replaces it, at the same place."
    ),
    "carried.withdrawn.near": (
        "The version of *{title}* that you were in has been taken back, "
        "so you go on in the one that replaces it, at the nearest place that both have."
    ),
    "carried.newer.same": "You go on in the new version of *{title}*, at the same place.",
    "carried.newer.near": (
        "You go on in the new version of *{title}*, at the nearest place that both have."
    ),
    "carried.dropped.one": (
        "1 answer of yours was to a question that has changed; it counts no further."
    ),
    "carried.dropped.many": (
        "{count} answers of yours were to questions that have changed; they count no further."
    ),
    # a revision that was withdrawn
    "withdrawn.closed": (
        "The text of the open question has been taken back, so the question is closed. "
        "/continue takes you on."
    ),
    "withdrawn.ended": (
        "*{title}* has been taken back and is taught no longer, so it ends here. "
        "What you learned stays on your record. Would you like something else?"
    ),
    "withdrawn.other": (
        "The version of *{title}* that you were in has been taken back, and the one that replaces "
        "it can't be learned by *{mode}*. What you did stays on your record; choose another way:"
    ),
    "withdrawn.review": (
        "This question's version of *{title}* has been taken back. Here it is as it is asked now:"
    ),
    "withdrawn.review.gone": (
        "That question of *{title}* has been taken back, so it needs no answer."
    ),
    "withdrawn.preview": "This text was withdrawn meanwhile, so the preview ends here.",
    # a newer revision
    "newer.ask": (
        "*{title}* has changed since you were here:\n{changes}\n\n"
        "Would you like to go on in the new version, or in yours?"
    ),
    "newer.go": "Go on in the new version",
    "newer.keep": "Keep mine",
    "newer.questions": "Questions: {changes}",
    "newer.rekeyed.one": "1 with another right answer",
    "newer.rekeyed.many": "{count} with another right answer",
    "newer.added.one": "1 new",
    "newer.added.many": "{count} new",
    "newer.reworded.one": "1 in other words",
    "newer.reworded.many": "{count} in other words",
    "newer.removed.one": "1 left out",
    "newer.removed.many": "{count} left out",
    "newer.texts": "Texts: {names}",
    "newer.more": "{names} and {number} more",
    "newer.small": "Only small things are different.",
    # a key that was wrong
    "corrected.title": "🔧 **I was wrong about a question** in “{title}”:",
    "corrected.question": "*{question}*",
    "corrected.key": "I counted as right: {was}. Right is: **{right}**. {why}",
    "corrected.void": "Your earlier answers to it don't count any more, for you or against you.",
    "corrected.again": "Those from when I had it right count again.",
    "corrected.review": "The question comes back with your next /review. Sorry about that!",
}
