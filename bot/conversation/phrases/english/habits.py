"""What is said by the way: how well learners judge themselves, what they reached."""

PHRASES = {
    # how well confidence matches results, after some predictions
    "calibration.sure": "📏 Of the {total} times you were sure, {right} were right.",
    "calibration.sure.lately": "📏 Of the last {total} times you were sure, {right} were right.",
    "calibration.probable": "📏 Of the {total} times you were fairly sure, {right} were right.",
    "calibration.probable.lately": (
        "📏 Of the last {total} times you were fairly sure, {right} were right."
    ),
    "calibration.over": "You promise more than comes true.",
    "calibration.under": "You know more than you say.",
    "calibration.lately": "Lately it was {right} of {total}.",
    "calibration.ever": "Over all it is {right} of {total}.",
    # a daily goal
    "goal.reached.one": "⭐ Your goal for today is reached: 1 answer.",
    "goal.reached.many": "⭐ Your goal for today is reached: {count} answers.",
    "goal.week": "In the last 7 days: {answers} on {days}.",
    "goal.answers.one": "1 answer",
    "goal.answers.many": "{count} answers",
    "goal.days.one": "1 day",
    "goal.days.many": "{count} days",
    "goal.kept.one": "Your daily goal was reached on 1 day.",
    "goal.kept.many": "Your daily goal was reached on {count} days.",
    "goal.today": "Today: {done} of {goal}.",
    # the experiment "Does predicting help me?"
    "trial.told": "💬 *Told this time, not asked:* {question}",
    "trial.title": "**Does predicting help you?**",
    "trial.early": (
        "It is too early to tell: of the questions that were asked first, {asked} came back so "
        "far, and of those that were only told, {told}. It takes {enough} of each; with fewer, "
        "chance could look like anything."
    ),
    "trial.counts": (
        "When they first came back, you had right {asked_right} of {asked} that you were asked "
        "first, and {told_right} of {told} that you were only told."
    ),
    "trial.helps": (
        "That is {points} points of 100 more; the difference likely lies between {low} and {high}. "
        "So predicting helps you."
    ),
    "trial.hinders": (
        "That is {points} points of 100 fewer; the difference likely lies between {low} and "
        "{high}. So being told at once works better for you."
    ),
    "trial.open": (
        "Likely the difference lies between {less} points of 100 for being told at once and "
        "{more} for predicting: it may as well be none."
    ),
    # milestones
    "milestone.prediction": (
        "🌱 Your first prediction is made. Right or wrong, nobody but you sees it."
    ),
    "milestone.changed": (
        "🌱 You have changed your mind about something: what you had wrong, you now have right."
    ),
    "milestone.mended": (
        "🌱 Mended: you were sure of something that was wrong, and a week or more later you "
        "still have it right."
    ),
    "milestone.lesson": "🌱 That was your first whole lesson.",
    "milestone.course": "🌱 That was the last lesson of *{title}*: you have finished them all.",
    "milestone.reviews": "🌱 {count} reviews done.",
}
