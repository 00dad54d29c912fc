"""What is said on cards that are passed on, and to whoever they lead to a question."""

PHRASES = {
    "command.predict": "Post a question for everyone here to predict",
    "argument.posted": "question",
    "argument.posted.about": "Words of a question or a lesson; leave it empty to see some",
    # the card
    "predict.this": "Predict this",
    "predict.ask": "🤔 **Predict:** {question}",
    "predict.foot": "*From {title}. Predict first, then see what's true.*",
    # posting one
    "predict.which": "Which lesson? Send one of these:\n\n{titles}",
    "predict.several": "“{text}” could mean several lessons. Send one of these:\n\n{titles}",
    "predict.unknown": "I found no lesson for “{text}”. /learn shows what there is.",
    "predict.none": "*{title}* has no question that can stand alone in a chat.",
    "predict.closed": (
        "I may not post here. I need the permissions *View Channel* and *Send Messages*, in a "
        "thread *Send Messages in Threads*. Then send /predict again."
    ),
    "predict.silent": "You can't post here yourself, so I won't do it for you.",
    "predict.inline.none": "No question found. See all lessons",
    # the question that it leads to
    "predict.head": "**Predict this** · *{title}*",
    "predict.gone": "That question isn't there any more. /learn shows what there is.",
    "predict.known": "You've predicted this already: {said}. It's back {when}.",
    "predict.returns": "/review asks you this again {when}.",
    "predict.lesson": "To the lesson: {title}",
    "predict.done": "That was a question from *{title}*. It comes back in your reviews.",
    "predict.skipped": "All right, that was a question from *{title}*.",
}
