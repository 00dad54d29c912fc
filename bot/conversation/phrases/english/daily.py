"""A question of the day for a group."""

PHRASES = {
    # its card, for those who run the group
    "daily.card": "**Question of the day**",
    "daily.card.off": (
        "It's off. Pick a time, and from then on I ask one question here every day. Everyone "
        "predicts in private; the answer comes with what the group said."
    ),
    "daily.card.on": "Every day at {time} ({zone}).",
    "daily.card.all": "From all lessons.",
    "daily.card.scope": "From *{title}*.",
    "daily.card.hours": "The answer comes after {hours} hours.",
    "daily.card.next_day": "The answer comes the next day.",
    "daily.card.today": "The next one comes today.",
    "daily.card.tomorrow": "The next one comes tomorrow.",
    "daily.card.more": (
        "Another time: `/class daily 8:30`. Only some lessons: `/class daily` and the name of a "
        "course or a lesson. Another time zone: `/class zone Madrid`, then the time again."
    ),
    "daily.card.not_yours": "Another admin asked for this. Send /class daily for one of your own.",
    "daily.admins_only": "Only those who run this group can set its question of the day.",
    "daily.off": "There's no question of the day here any more.",
    "daily.unread": (
        "“{text}” is neither a time nor a lesson I know. Try `/class daily 8:30`, or "
        "`/class daily` alone for the choices."
    ),
    "daily.answer.next": "Next day",
    "daily.answer.hours": "After {hours} h",
    "daily.all": "All lessons",
    "daily.turn_off": "Turn it off",
    # the question that all see
    "daily.heading": "**Question of the day** · *{title}*",
    "daily.answer.today": "*The answer comes today at {time}.*",
    "daily.answer.tomorrow": "*The answer comes tomorrow at {time}.*",
    "daily.yesterday": "*Yesterday's question now shows its answer.*",
    "daily.last": "Yesterday: my answer",
    "daily.last.none": "You didn't answer yesterday's question.",
    "daily.last.right": "Yesterday you said {said}. That's right!",
    "daily.last.wrong": (
        "Yesterday you said {said}. That's not it; the reason is in yesterday's message."
    ),
    "daily.last.unknown": "Yesterday you had no idea. The answer is in yesterday's message.",
    "daily.last.gone": "Yesterday's question was withdrawn.",
    "daily.gone": "This question was withdrawn. The next one comes at its time.",
    "daily.corrected": (
        "The answer to this question was wrong and has been corrected, so it doesn't count. "
        "The next one comes at its time."
    ),
    "daily.over": "There's no question of the day here any more.",
    "daily.silent": (
        "Nobody has answered for a week, so I'll stop asking. An admin turns it on again with "
        "`/class daily`."
    ),
    # what one is told alone
    "daily.mine.lead": "**Question of the day: {title}**",
    "daily.shut": (
        "Your group's question of the day has stopped: I can no longer write there. Let me send "
        "messages again, then turn it on with `/class daily`."
    ),
}
