"""Settings: what is set, and the questions that set it."""

PHRASES = {
    "set.title": "**Your settings**",
    "set.is.zone": "Time zone: {zone}",
    "set.is.times": "Reminders: {times}",
    "set.is.quiet": "Quiet hours: {hours}",
    "set.is.goal": "Daily goal: {goal}",
    "set.is.confidence": "Saying how sure you are: {choice}",
    "set.is.pace": "Messages: {choice}",
    "set.is.language": "Language: {language}",
    "set.is.experiment": "“Does predicting help me?”: {choice}",
    "set.is.news": "News from the people behind this bot: {choice}",
    "set.is.platform": "Where I write to you: {platform}",
    "set.is.break": "Break: {days}",
    "set.to.zone": "Time zone",
    "set.to.times": "Times",
    "set.to.days": "Weekdays",
    "set.to.quiet": "Quiet hours",
    "set.to.goal": "Daily goal",
    "set.to.confidence": "How sure",
    "set.to.pace": "Messages",
    "set.to.language": "Language",
    "set.to.experiment": "Does predicting help me?",
    "set.to.news": "News",
    "set.to.platform": "Where",
    "set.to.break": "Break",
    "set.to.ready": "Ready by a date",
    "set.done": "Done",
    "set.group.reminders": "Reminders",
    "set.group.learning": "Learning",
    "set.group.privacy": "Privacy",
    "set.privacy": (
        "**Privacy**\n\n"
        "- /privacy tells you what I keep about you, and who can read it.\n"
        "- /export gives you all of it as a file.\n- /forget deletes it for good."
    ),
    "set.back": "All settings",
    "set.back.group": "Back",
    "set.left": "All right. /settings is always there.",
    "set.none": "none",
    "set.goal.none": "none",
    "set.on": "on",
    "set.off": "off",
    "set.and": "{first} and {last}",
    "set.chosen": "✓ {label}",
    "set.span": "{start} to {end}",
    "count.answers.one": "1 answer",
    "count.answers.many": "{count} answers",
    # where the clock is
    "set.ask.zone": (
        "**What time is it where you are?**\n\n"
        "Pick a place with your time, or type a city, a country, or an offset like +2."
    ),
    "set.zone.none": "not set",
    "set.zone.is": "{place}, where it is {time}",
    "set.zone.unknown": (
        "I can't place “{text}”. Try the nearest large city, your country, or an offset like +2 or "
        "UTC-5:30. Or pick a place with your time:"
    ),
    "set.zone.several": (
        "“{text}” could be several places. Which one has your time, summer and winter?"
    ),
    "set.zone.near": "I can't place “{text}”. Do you mean this?",
    # when reminders come
    "set.ask.times": (
        "**When shall I bring a question back?**\n\n"
        "A reminder is a review question you can answer right there; if nothing is due, none "
        "comes. Pick times, or type yours, like 8:15, 19:00."
    ),
    "set.times.now": "Set: {times}.",
    "set.times.none": "No reminders",
    "set.times.quiet": "{times} is in your quiet hours, so that one comes at {end}.",
    "set.times.unread": "I can't read “{text}” as times of day. Type them like 8:15, 19:00.",
    "set.times.many": "At most {most} a day, so they stay welcome.",
    "set.times.nowhere": (
        "I don't know where to reach you privately. Write to me in a private chat and choose "
        "/settings there."
    ),
    "set.reminders.at": "{times}, {days}",
    "set.agree": (
        "**Reminders come to you alone**, as a direct message: nobody here sees them. "
        "Shall I write to you there?"
    ),
    "set.agree.yes": "Yes, write to me",
    "set.ask.platform": (
        "**Where shall I write to you?** That's for reminders and for anything else you didn't ask "
        "for. Answers always come where you write."
    ),
    "set.platform.wrote": "where you wrote last",
    "set.platform.last": "Where you wrote last",
    "set.ask.days": "**On which days?** Press a day to switch it on or off.",
    "set.days.all": "every day",
    "set.days.work": "Monday to Friday",
    "set.ask.quiet": (
        "**When shall I leave you in peace?**\n\n"
        "Anything that would come in these hours comes when they end. Pick some, or type yours, "
        "like 21:30-6:30."
    ),
    "set.quiet.now": "Set: {hours}.",
    "set.quiet.unread": "I can't read “{text}” as a start and an end. Type it like 21:30-6:30.",
    # the other choices
    "set.ask.goal": (
        "**How many answers a day are you aiming for?** Predictions and reviews both count."
    ),
    "set.ask.confidence": (
        "**Shall I ask how sure you are?** That's how you get better at judging yourself."
    ),
    "set.ask.pace": "**How long should my messages be?**",
    "set.pace.long": "long",
    "set.pace.short": "short",
    "set.ask.language": "**Which language shall we use?**",
    "set.language.platform": "same as your app",
    "set.ask.experiment": (
        "**Does predicting help me?**\n\n"
        "While this is on, about one question in five, picked at random, isn't asked first: you're "
        "told straight away. These, and as many again, come back for review after a day. After "
        "enough of them, you'll see whether predicting first makes a difference for you. You can "
        "turn it off at any time."
    ),
    "set.ask.news": (
        "**Shall I pass on news,** such as a new course? It's rare, and only you get to see it."
    ),
}
