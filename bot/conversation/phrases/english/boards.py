"""The board of a group."""

PHRASES = {
    "board.heading": "**Board of this group** · {period}, {order}",
    "board.day.title": "last 24 hours",
    "board.week.title": "last 7 days",
    "board.ever.title": "all time",
    "board.score.title": "by score",
    "board.gain.title": "by improvement",
    "board.fit.title": "by knowing what you know",
    "board.score.figure": "{figure} of 100",
    "board.gain.figure": "{figure} points",
    "board.fit.figure": "{figure}% off",
    "board.answers.one": "{count} answer",
    "board.answers.many": "{count} answers",
    "board.nobody": "Nobody on it has enough answers yet.",
    "board.score.about": (
        "*The mean score of your predictions in this group, from {least} on. Being honest about "
        "how sure you are scores best.*"
    ),
    "board.gain.about": (
        "*How many points your answers gain by talking them over, from {least} questions on that "
        "you answered before and after.*"
    ),
    "board.fit.about": (
        "*How far you're off when you say “probably” or “sure”, from {least} such answers on. "
        "Less is better.*"
    ),
    "board.opt_in": "Only those who put themselves on it are on it. You can leave at any time.",
    # its buttons
    "board.day": "Day",
    "board.week": "Week",
    "board.ever": "All time",
    "board.score": "Score",
    "board.gain": "Improvement",
    "board.fit": "Knowing",
    "board.join": "Put me on it",
    "board.join.nickname": "With a nickname",
    "board.leave": "Take me off",
    # what is answered; over a button at most 200 characters
    "board.joined": "You're on the board as “{name}”. It shows you from {least} answers on.",
    "board.left": "You're off the board.",
    "board.not_on": "You aren't on the board.",
    "board.nickname": "Send /class board as Fox, with the name you'd like in place of Fox.",
    "board.long": "That name is too long. It may have {most} characters.",
    "board.taken": "Somebody else on the board has that name. Try another.",
    "board.none": (
        "This group has no board. An admin puts one up with `/class board on`; then everyone "
        "decides whether to be on it."
    ),
    "board.admins_only": "Only those who run this group put its board up or take it down.",
    "board.how": (
        "`/class board` shows the board, `/class board as Fox` puts you on it by that name, "
        "`/class board leave` takes you off. Admins: `/class board off` takes it down, "
        "`/class board off Fox` only that name."
    ),
    "board.removed": "“{name}” is off the board.",
    "board.unknown": "Nobody on the board is called “{text}”.",
    "board.off": "The board is taken down, and nobody is on it any more.",
    "board.gone": "This board was taken down.",
    "board.below": "The board is further down.",
}
