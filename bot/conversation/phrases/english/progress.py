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
}
