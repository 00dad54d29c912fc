"""What is said at the end of a lesson."""

PHRASES = {
    # the end
    "end.title": "🏁 **{title}: done!**",
    "end.predictions": "Your predictions: {right} of {total} right.",
    "end.unknown.one": "Once you said “no idea”.",
    "end.unknown.many": "{count} times you said “no idea”.",
    "end.score": (
        "Your score: {score} (knowing nothing scores 0, all right and sure {best}). "
        "It rewards honest confidence, and only you see it."
    ),
    "end.exit": "Asked once more at the end: {right} of {total} right.",
    "end.moved": "What moved most: on “{question}” you went from *{before}* to *{after}*.",
    "end.takeaways": "**To take away**",
    "end.next": "Next could be: *{title}*.",
    "end.start_next": "Next: {title}",
    "end.styles": "Learn it another way",
    "end.more": "What would you like to do next?",
}
