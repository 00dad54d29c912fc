"""Coming back: the first reminder, a break, a date to be ready by, the return after silence."""

PHRASES = {
    # at the end of a first lesson
    "first.missed.one": (
        "**One question that hasn't stuck yet is back tomorrow.** Answering it again, a day "
        "later, is what makes it stay."
    ),
    "first.missed.many": (
        "**{count} questions that haven't stuck yet are back tomorrow.** Answering them again, a "
        "day later, is what makes them stay."
    ),
    "first.kept": (
        "**What you know today fades if nobody asks.** So it comes back in a few days, just before "
        "it does."
    ),
    "first.ask": "Shall I remind you? A reminder is a question that you answer right there.",
    "first.at.today": "Today at {time}",
    "first.at.tomorrow": "Tomorrow at {time}",
    "first.at.due": "At {time}, when one is due",
    "first.other": "Another time",
    "first.no": "No, thanks",
    "first.said": "at {time}",
    "first.zone": "Is it about {time} where you are?",
    "first.zone.yes": "Yes, it is",
    "first.zone.no": "No",
    "first.set": (
        "Done: from {when} on, at most one a day, and only when something is due. Other times and "
        "days: /settings."
    ),
    "first.left": "All right, no reminders. /review has what is due whenever you like.",
    # a break
    "break.ask": (
        "**Taking a break?**\n\n"
        "I stay quiet, nothing is lost, and your streak waits. What becomes due is "
        "spread over the days after it."
    ),
    "break.how": (
        "Pick, or type it: *until Monday*, *24 Dec to 2 Jan*, *3 weeks*. "
        "The last day counts as well."
    ),
    "break.for.week": "A week",
    "break.for.weeks": "2 weeks",
    "break.open": "Until I write",
    "break.end": "End it now",
    "break.cancel": "Cancel it",
    "break.taken": "**Enjoy your break!**",
    "break.is.on": (
        "I stay quiet until {last}; from {back} on, all goes on. Your streak waits, and "
        "what becomes due is spread over the days after. If you feel like learning all the same, "
        "just do."
    ),
    "break.is.coming": (
        "From {first} to {last} I stay quiet; from {back} on, all goes on. Your streak "
        "waits, and what becomes due is spread over the days after."
    ),
    "break.is.open": (
        "I stay quiet until you write to me again. Your streak waits, and what becomes "
        "due is spread over the days after."
    ),
    "break.short": "{first} to {last}",
    "break.short.open": "until you write",
    "break.unread": "I can't read “{text}” as a break.",
    "break.past": "That begins in the past. A break can begin today or later.",
    "break.far": "That is too far off for me: a break can begin and last up to a year.",
    "break.cancelled": "The break is cancelled.",
    "break.over": "**Your break is over.** Everything is where you left it.",
    "break.over.spread": (
        "**Your break is over.** {count} questions came due meanwhile. I've spread them: at most "
        "{a_day} a day, the most important first."
    ),
    # a date to be ready by
    "ready.ask": (
        "**Ready by a date?**\n\n"
        "For an exam or an interview, reviews are timed so that you see each question once more "
        "in the last days before it. What is it about?"
    ),
    "ready.all": "Everything",
    "ready.when": (
        "**{title}: ready by when?**\n\nPick, or type a date: *24 Dec*, *Friday*, *in 3 weeks*."
    ),
    "ready.weeks.one": "In a week",
    "ready.weeks.many": "In {count} weeks",
    "ready.line": "*{title}*: {day}, {when}",
    "ready.progress": "🎯 Ready by: {line}",
    "ready.set": "**You'll be ready.** {line}.",
    "ready.aims.one": (
        "One question so far. It comes once more in the last {last} days before, and so does what "
        "you add. After that day all goes on as usual."
    ),
    "ready.aims.many": (
        "{count} questions so far. Each comes once more in the last {last} days before, and so "
        "does what you add. After that day all goes on as usual."
    ),
    "ready.aims.none": (
        "You've answered nothing of it yet. Begin a lesson, and what you answer is aimed at that "
        "day."
    ),
    "ready.off": "Remove: {title}",
    "ready.gone": "The date for *{title}* is gone; reviews go on as usual.",
    "ready.back": "All dates",
    "ready.unread": "I can't read “{text}” as a date.",
    "ready.either": "That can be read in two ways. Which day do you mean?",
    "ready.past": "That day has to lie ahead.",
    "ready.far": "That is more than a year ahead; all comes back within a year anyway.",
    # the return after long silence
    "return.waiting": (
        "A few questions have waited for you: /review begins with the five that matter most."
    ),
    "return.lead": (
        "**Good to have you back!** No rush: here are the five that matter most. "
        "What becomes of the others is up to you afterwards."
    ),
    "return.done": "**A good start: {right} of {total} right after all that time.**",
    "return.done.none": "**A good start.** What you missed is fresh again.",
    "return.left.one": "One more has waited. What shall I do with it?",
    "return.left.many": "{count} more have waited. What shall I do with them?",
    "return.well.one": "One of them you knew well: I can let go of it for a few months.",
    "return.well.many": "{count} of them you knew well: I can let go of those for a few months.",
    "return.spread.one": "Leave them for tomorrow",
    "return.spread.many": "Spread them over {count} days",
    "return.all": "All now",
    "return.let_go": "Let go of what I knew well",
    "return.spread.done.one": "One comes back tomorrow. That's all for today.",
    "return.spread.done.many": (
        "{count} come back from tomorrow on, at most {a_day} a day, the most important first. "
        "That's all for today."
    ),
    "return.spread.rest.one": "The other one comes back tomorrow. That's all for today.",
    "return.spread.rest.many": (
        "The other {count} come back from tomorrow on, at most {a_day} a day. That's all for today."
    ),
    "return.let_go.done.one": "Let go: one that you knew well is back in two months.",
    "return.let_go.done.many": (
        "Let go: {count} that you knew well are back in two or three months."
    ),
}
