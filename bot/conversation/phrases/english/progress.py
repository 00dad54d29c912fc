"""What learners are told about themselves."""

PHRASES = {
    # progress
    "progress.none": "Nothing yet: your progress begins with your first lesson. /learn shows them.",
    "progress.title": "**Your progress**",
    "progress.done": "✓ {title}: finished",
    "progress.begun": "▸ {title}: begun",
    "progress.under_way": "▸ {title}: {steps}",
    "progress.steps": "step {done} of {count} done",
    "progress.predictions.one": "1 prediction made before reading on.",
    "progress.predictions.many": "{count} predictions made before reading on.",
    "progress.score": "Score: {score}. Knowing nothing scores 0; honest confidence pays best.",
    "progress.sure": "When you were sure, you were right {right} of {total} times.",
    "progress.probable": "When you were fairly sure, you were right {right} of {total} times.",
    "progress.guess": "When you guessed, you were right {right} of {total} times.",
    "progress.over": "That is less often than you expected: try a step more caution.",
    "progress.under": "You know more than you think: dare a little more.",
    "progress.fits": "That fits: your confidence means what it says.",
    "progress.lacking.one": (
        "One more answer with the same confidence, and I can tell how well it fits."
    ),
    "progress.lacking.many": (
        "{count} more answers with the same confidence, and I can tell how well it fits."
    ),
    # what stays of a lesson
    "mastery.new": "new",
    "mastery.learning": "learning",
    "mastery.known": "known",
    "mastery.risk": "at risk",
    "mastery.lesson": "{lesson} · {state} ({counts})",
    "mastery.lesson.whole": "{lesson} · {state}",
    "mastery.count.new": "{count} new",
    "mastery.count.learning": "{count} learning",
    "mastery.count.known": "{count} known",
    "mastery.count.risk": "{count} at risk",
    # day by day
    "streak.days.one": "Streak: 1 day.",
    "streak.days.many": "Streak: {count} days.",
    "streak.free": "One day off a week does not end it; this week's is still yours.",
    "streak.taken": "This week's day off is taken, and it did not end it.",
    "week.due": "This week: {days}.",
    "week.day": "{day} {count}",
    "week.today": "today",
    # beliefs that have changed
    "belief.title": "**Where you have changed your mind**",
    "belief.change": "*{question}* {before} {now}",
    "belief.before.sure": "You were sure: {label}.",
    "belief.before.probable": "You said: probably {label}.",
    "belief.now.sure": "Now you are sure: {label}.",
    "belief.now.probable": "Now you say: probably {label}.",
    "belief.now.unsaid": "Now you say: {label}.",
}
