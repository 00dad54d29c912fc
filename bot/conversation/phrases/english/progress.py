"""What learners are told about themselves."""

PHRASES = {
    # progress
    "progress.none": (
        "Nothing yet: your progress starts with your first lesson. /learn shows them all."
    ),
    "progress.alone": (
        "Others can read this chat, so let's look at your progress in private: tap my name, then "
        "send me /progress."
    ),
    "progress.title": "**Your progress**",
    "progress.done": "✓ {title}: finished",
    "progress.begun": "▸ {title}: started",
    "progress.under_way": "▸ {title}: {steps}",
    "progress.steps": "{done} of {count} steps done",
    "progress.predictions.one": "1 prediction made before reading on.",
    "progress.predictions.many": "{count} predictions made before reading on.",
    "progress.sure": "When you said “sure”, you were right {right} of {total} times.",
    "progress.probable": "When you said “probably”, you were right {right} of {total} times.",
    "progress.guess": "When you guessed, you were right {right} of {total} times.",
    "progress.range": "Your 80% ranges held the answer {right} of {total} times.",
    "progress.range.over": "That's less often than 4 in 5: make them a little wider.",
    "progress.range.under": "That's more often than 4 in 5: you can risk narrower ones.",
    "progress.range.fits": "That's about right: your ranges mean what they say.",
    "progress.over": "That's less often than you'd expect: be a little more cautious.",
    "progress.under": "You know more than you think: be a little bolder.",
    "progress.fits": "That's about right: your confidence means what it says.",
    "progress.lacking.one": (
        "One more answer with the same confidence, and I can tell you how well it fits."
    ),
    "progress.lacking.many": (
        "{count} more answers with the same confidence, and I can tell you how well it fits."
    ),
    # what stays of a lesson
    "mastery.new": "new",
    "mastery.learning": "learning",
    "mastery.known": "known",
    "mastery.risk": "at risk",
    "mastery.lesson": "{lesson} · {state} ({counts})",
    "mastery.lesson.whole": "{lesson} · {state}",
    "mastery.count.new": "{count} not asked yet",
    "mastery.count.learning": "{count} learning",
    "mastery.count.known": "{count} known",
    "mastery.count.risk": "{count} at risk",
    # day by day
    "streak.days.one": "Streak: 1 day.",
    "streak.days.many": "Streak: {count} days.",
    "streak.free": "One day off a week doesn't break it; this week's is still yours.",
    "streak.taken": "You've used this week's day off, and your streak goes on.",
    "week.due": "This week: {days}.",
    "week.day": "{day} {count}",
    "week.today": "today",
    # beliefs that have changed
    "belief.title": "**Where you've changed your mind**",
    "belief.change": "*{question}* {before} {now}",
    "belief.before.sure": "You were sure: {label}.",
    "belief.before.probable": "You said: probably {label}.",
    "belief.before.range": "You bet on {label}.",
    "belief.now.range": "Now you bet on {label}.",
    "belief.now.sure": "Now you're sure: {label}.",
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
    "chart.more.one": "and 1 more lesson, named in the text",
    "chart.more.many": "and {count} more lessons, named in the text",
    "chart.shares": "How often you are right",
    "chart.word.sure": "sure",
    "chart.word.probable": "probably",
    "chart.word.guess": "a guess",
    "chart.word.range": "80% ranges",
    "chart.of": "{right} of {total}",
    "chart.lacking.one": "one more answer to go",
    "chart.lacking.many": "{count} more answers to go",
    "chart.right": "so far",
    "chart.interval": "likely range",
    "chart.promised": "what the word stands for",
    "chart.score": "Your score: {score} of {best}",
    "chart.score.went": "after each answer",
    "chart.score.middle": "{middle}: “no idea” every time",
    "chart.told.lessons": "Lessons: {lessons}",
    "chart.told.lesson": "{title}: {state}",
    "chart.told.share": "Right when “{word}”: {right}%, likely {low} to {high}%",
    "chart.told.promised": (
        "Right when “{word}”: {right}%, likely {low} to {high}%; the word stands for {promised}%"
    ),
    "chart.told.due.one": "1 review due this week",
    "chart.told.due.many": "{count} reviews due this week",
    # how well somebody judges themselves, of a hundred
    "score": (
        "Your score for judging yourself: {score} of {best}. It says how well you can tell what "
        "you know, not how much that is. Saying “no idea” every time would give {middle}; being "
        "sure and wrong costs most."
    ),
    "score.below": (
        "Your score for judging yourself: {score} of {best}. Below {middle}, being sure and wrong "
        "has cost you more than your right answers earned: where you hesitate, say “probably” or "
        "“a guess”. It isn't about how much you know: saying “no idea” every time would give "
        "{middle}."
    ),
    "score.help.sure": (
        "“Sure” means 9 in 10. This time, yours were right {right} of {total} times, so say "
        "“probably” where you hesitate."
    ),
    "score.help.probable": (
        "“Probably” means 2 in 3. This time, yours were right {right} of {total} times; where "
        "you'd be guessing, “no idea” costs nothing."
    ),
    "score.help.range": (
        "A range should hold the answer 4 times in 5. This time, yours did {right} of {total} "
        "times, so make it wider where you hesitate."
    ),
    "score.before": "{answers} answers ago it was {score}.",
    "score.lacking.one": "After one more answer you'll see how well you judge what you know.",
    "score.lacking.many": "After {count} more answers you'll see how well you judge what you know.",
    # how well confidence matches results, after some predictions
    "calibration.sure": "📏 When you said “sure”, you were right {right} of {total} times.",
    "calibration.sure.lately": (
        "📏 Of the last {total} times you said “sure”, {right} came out right."
    ),
    "calibration.probable": "📏 When you said “probably”, you were right {right} of {total} times.",
    "calibration.probable.lately": (
        "📏 Of the last {total} times you said “probably”, {right} came out right."
    ),
    "calibration.range": "📏 Your {total} ranges held the answer {right} times; the aim is 4 in 5.",
    "calibration.range.lately": (
        "📏 Your last {total} ranges held the answer {right} times; the aim is 4 in 5."
    ),
    "calibration.range.over": "Make them a little wider.",
    "calibration.range.under": "You can risk narrower ones.",
    "calibration.over": "You feel surer than your answers justify.",
    "calibration.over.lately": "Lately you feel surer than your answers justify.",
    "calibration.under": "You know more than you say.",
    "calibration.under.lately": "Lately you know more than you say.",
    "calibration.lately": "Lately: {right} of {total}.",
    "calibration.ever": "Overall: {right} of {total}.",
    # a daily goal
    "goal.reached.one": "⭐ You've reached today's goal: 1 answer.",
    "goal.reached.many": "⭐ You've reached today's goal: {count} answers.",
    "goal.week": "In the last 7 days: {answers} on {days}.",
    "goal.answers.one": "1 answer",
    "goal.answers.many": "{count} answers",
    "goal.days.one": "1 day",
    "goal.days.many": "{count} days",
    "goal.kept.one": "You reached your daily goal on 1 day.",
    "goal.kept.many": "You reached your daily goal on {count} days.",
    "goal.today": "Today: {done} of {goal}.",
    # achievements
    "achievement.prediction": (
        "🌱 Your first prediction! It stays between you and whoever runs this bot."
    ),
    "achievement.prediction.shared": (
        "🌱 Your first prediction! Right or wrong, it was worth saying."
    ),
    "achievement.changed": (
        "🌱 You've changed your mind about something: you had it wrong, and now you have it right."
    ),
    "achievement.mended": (
        "🌱 Turned around: you were sure of something that was wrong, and a week or more later you "
        "still have it right."
    ),
    "achievement.lesson": "🌱 That was your first complete lesson.",
    "achievement.lesson.tested": "🌱 Your first lesson is done, with what you already knew.",
    "achievement.course": "🌱 That was the last lesson of *{title}*: you've finished them all.",
    "achievement.reviews": "🌱 {count} reviews done.",
}
