"""What is said of and in the weekly digest."""

PHRASES: dict[str, str] = {
    "admin.digest.is.on": "Weekly digest: on",
    "admin.digest.is.off": "Weekly digest: off",
    "admin.digest.about": (
        "**Weekly digest:** once a week I tell you what is new: who started and finished, "
        "what they believe, which explanations fail, and what was published."
    ),
    "admin.digest.off": "It is off. It would come each {day} at {time} ({zone}).",
    "admin.digest.on": (
        "It is on: each {day} at {time} ({zone}), next {next}. "
        "/settings changes the zone and quiet hours."
    ),
    "admin.digest.turn.on": "Turn it on",
    "admin.digest.turn.off": "Turn it off",
    "admin.digest.unread": (
        "I can't read that. Pick a button, or write an hour from 0 to 23 once it is on: "
        "`/admin stats digest hour 10`."
    ),
    "admin.digest.alone": (
        "It goes to you alone, and I can't write to you alone from here. "
        "Write to me directly, and turn it on there."
    ),
    "admin.digest.title": "**What is new**, {since} to {until}",
    "admin.digest.nothing": "**What is new**, {since} to {until}: nothing.",
    "admin.digest.sum": "{answers} by {learners}.",
    "admin.digest.answers.one": "1 answer",
    "admin.digest.answers.many": "{count} answers",
    "admin.digest.learners.one": "1 learner",
    "admin.digest.learners.many": "{count} learners",
    "admin.digest.lesson": (
        "- {title}: started by {started}, finished by {finished}; answers: {answers}"
    ),
    "admin.digest.few": "- {title}: fewer than {few} learners",
    "admin.digest.more": "- … and {number} more",
    "admin.digest.beliefs": "**Strongest misconceptions** of those who were new to them",
    "admin.digest.published": "**Published**, the latest first",
    "admin.digest.taught": "- {title}: revision `{revision}`, by {by}",
    "admin.digest.gone": "- {title}: offered no longer, by {by}",
    "admin.digest.hint": "*`/admin stats` shows more, and turns this off.*",
}
