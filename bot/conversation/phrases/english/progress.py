"""What learners are told about themselves."""

PHRASES = {
    # progress
    "progress.none": "Nothing yet: your progress begins with your first lesson. /learn shows them.",
    "progress.alone": (
        "Others read along here, so your progress is better looked at in our private chat: a tap "
        "on my name leads there, then send me /progress."
    ),
    "progress.title": "**Your progress**",
    "progress.done": "✓ {title}: finished",
    "progress.begun": "▸ {title}: begun",
    "progress.under_way": "▸ {title}: {steps}",
    "progress.steps": "step {done} of {count} done",
    "progress.predictions.one": "1 prediction made before reading on.",
    "progress.predictions.many": "{count} predictions made before reading on.",
    "progress.sure": "When you said “sure”, you were right {right} of {total} times.",
    "progress.probable": "When you said “probably”, you were right {right} of {total} times.",
    "progress.guess": "When you guessed, you were right {right} of {total} times.",
    "progress.range": "Your 80 % ranges held the truth {right} of {total} times.",
    "progress.range.over": "That is less often than 4 of 5: make them somewhat wider.",
    "progress.range.under": "That is more often than 4 of 5: you can dare narrower ones.",
    "progress.range.fits": "That fits: they mean what they say.",
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
    "belief.before.range": "You bet on {label}.",
    "belief.now.range": "Now you bet on {label}.",
    "belief.now.sure": "Now you are sure: {label}.",
    "belief.now.probable": "Now you say: probably {label}.",
    "belief.now.unsaid": "Now you say: {label}.",
    # the picture: labels are short, for they stand beside a drawing on a phone
    "chart.title": "Your progress",
    "chart.streak.one": "Streak: 1 day",
    "chart.streak.many": "Streak: {count} days",
    "chart.days": "Your days",
    "chart.learned": "learned",
    "chart.off": "day off",
    "chart.due": "reviews due",
    "chart.lessons": "What stays",
    "chart.more.one": "and 1 more lesson, named in the words",
    "chart.more.many": "and {count} more lessons, named in the words",
    "chart.shares": "How often you are right",
    "chart.word.sure": "sure",
    "chart.word.probable": "probably",
    "chart.word.guess": "a guess",
    "chart.word.range": "80 % ranges",
    "chart.of": "{right} of {total}",
    "chart.lacking.one": "one more answer to go",
    "chart.lacking.many": "{count} more answers to go",
    "chart.right": "so far",
    "chart.interval": "likely range",
    "chart.promised": "what the word stands for",
    "chart.score": "Your score: {score} of {best}",
    "chart.score.went": "after each answer",
    "chart.score.middle": "{middle}: “no idea” each time",
    "chart.told.lessons": "Lessons: {lessons}",
    "chart.told.lesson": "{title}: {state}",
    "chart.told.share": "Right when “{word}”: {right} %, likely {low} to {high} %",
    "chart.told.promised": (
        "Right when “{word}”: {right} %, likely {low} to {high} %; the word stands for {promised} %"
    ),
    "chart.told.due.one": "1 review due this week",
    "chart.told.due.many": "{count} reviews due this week",
    # how well somebody judges themselves, of a hundred
    "score": "Your score: {score} of {best} (saying “no idea” each time gives {middle}).",
    "score.before": "{answers} answers ago it was {score}.",
    "score.lacking.one": "One more answer, and your score shows up.",
    "score.lacking.many": "{count} more answers, and your score shows up.",
    # how well confidence matches results, after some predictions
    "calibration.sure": "📏 When you said “sure”, you were right {right} of {total} times.",
    "calibration.sure.lately": (
        "📏 Of the last {total} times you said “sure”, {right} came out right."
    ),
    "calibration.probable": "📏 When you said “probably”, you were right {right} of {total} times.",
    "calibration.probable.lately": (
        "📏 Of the last {total} times you said “probably”, {right} came out right."
    ),
    "calibration.range": "📏 Your {total} ranges held the truth {right} times; 4 of 5 is the aim.",
    "calibration.range.lately": (
        "📏 Your last {total} ranges held the truth {right} times; 4 of 5 is the aim."
    ),
    "calibration.range.over": "Make them somewhat wider.",
    "calibration.range.under": "You can dare narrower ones.",
    "calibration.over": "You're surer than your results.",
    "calibration.over.lately": "Lately you're surer than your results.",
    "calibration.under": "You know more than you say.",
    "calibration.under.lately": "Lately you know more than you say.",
    "calibration.lately": "Lately: {right} of {total}.",
    "calibration.ever": "Overall: {right} of {total}.",
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
    # achievements
    "achievement.prediction": (
        "🌱 Your first prediction is made. Right or wrong: besides you, only whoever runs this bot "
        "can see it."
    ),
    "achievement.prediction.shared": (
        "🌱 Your first prediction is made. Right or wrong, it was worth saying."
    ),
    "achievement.changed": (
        "🌱 You have changed your mind about something: what you had wrong, you now have right."
    ),
    "achievement.mended": (
        "🌱 Mended: you were sure of something that was wrong, and a week or more later you "
        "still have it right."
    ),
    "achievement.lesson": "🌱 That was your first whole lesson.",
    "achievement.course": "🌱 That was the last lesson of *{title}*: you have finished them all.",
    "achievement.reviews": "🌱 {count} reviews done.",
}
