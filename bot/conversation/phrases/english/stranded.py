"""What learners are told when the revision that they are in was withdrawn, or has changed."""

PHRASES: dict[str, str] = {
    "carried.withdrawn.same": (
        "The version of *{title}* that you were in has been taken back, "
        "so you go on in the one that replaces it, at the same place."
    ),
    "carried.withdrawn.near": (
        "The version of *{title}* that you were in has been taken back, "
        "so you go on in the one that replaces it, at the nearest place that both have."
    ),
    "carried.dropped.one": (
        "1 answer of yours was to a question that has changed; it counts no further."
    ),
    "carried.dropped.many": (
        "{count} answers of yours were to questions that have changed; they count no further."
    ),
    "stranded.closed": (
        "The text of the open question has been taken back, so the question is closed. "
        "/continue takes you on."
    ),
    "stranded.ended": (
        "*{title}* has been taken back and is taught no longer, so it ends here. "
        "What you learned stays on your record. Would you like something else?"
    ),
    "stranded.other": (
        "The version of *{title}* that you were in has been taken back, and the one that replaces "
        "it can't be learned by *{mode}*. What you did stays on your record; choose another way:"
    ),
    "stranded.review": (
        "This question's version of *{title}* has been taken back. Here it is as it is asked now:"
    ),
    "stranded.review.gone": (
        "That question of *{title}* has been taken back, so it needs no answer."
    ),
    "stranded.preview": "This text was withdrawn meanwhile, so the preview ends here.",
}
