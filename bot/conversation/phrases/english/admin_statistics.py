"""What admins are told of all learners together."""

PHRASES: dict[str, str] = {
    "admin.area.stats": "Statistics",
    "admin.area.stats.about": "where learners stop, what they believe, what fails",
    "admin.stats.counting": "I'm counting; it takes a moment…",
    "admin.stats.unknown": (
        "There is no such lesson. `/admin stats` shows all of them; "
        "`/admin stats` and a lesson's name shows one."
    ),
    "admin.stats.all": "All lessons",
    "admin.stats.each": "Question by question",
    "admin.stats.back": "Statistics",
    "admin.stats.title": "**Statistics** · started → finished, in Learn or Deep",
    "admin.stats.taken": "- {title}: {started} → {finished}",
    "admin.stats.taken.few": "- {title}: {started}, too few to say more",
    "admin.stats.nobody": "Nobody has started a lesson yet.",
    "admin.stats.hint": (
        "*Groups of fewer than {few} are not broken down. "
        "`/admin stats` and a lesson's name shows more of it.*"
    ),
    "admin.stats.lesson": "**Statistics: {title}**",
    "admin.stats.small": (
        "{started} started it. Groups of fewer than {few} learners are not broken down, "
        "so that nobody can be recognised."
    ),
    "admin.stats.started": "Started in Learn or Deep: {started} · finished: {finished}",
    "admin.stats.started.few": "Started in Learn or Deep: {started}, too few to say more.",
    "admin.stats.steps": "**Read to the end of** · learners, time",
    "admin.stats.step": "{number}. {title}: {learners}",
    "admin.stats.step.timed": "{number}. {title}: {learners} · {time} min",
    "admin.stats.mean": "*The mean time; pauses of more than 30 minutes are left out.*",
    "admin.stats.beliefs": "**Strongest misconceptions**, at first",
    "admin.stats.belief": "- “{question}” → “{option}”: {number} of {of}, sure: {sure}",
    "admin.stats.fails": "**Explanations that fail:** wrong at first, and still at the exit",
    "admin.stats.failing": "- “{question}”: {number} of {of}",
    "admin.stats.calibration": "**How well confidence fits**, first answers",
    "admin.stats.word.sure": "- sure ({promised} %): {percent} % of {total} right",
    "admin.stats.word.probable": "- fairly sure ({promised} %): {percent} % of {total} right",
    "admin.stats.word.guess": "- a guess: {percent} % of {total} right",
    "admin.stats.word.none": "- no idea: {total}",
    "admin.stats.word.unsaid": "- not asked how sure: {percent} % of {total} right",
    "admin.stats.question": "**{question}**",
    "admin.stats.view": "{moment} ({learners}):",
    "admin.stats.view.few": "{moment} ({learners}): too few to say more",
    "admin.stats.moment.first": "At first",
    "admin.stats.moment.exit": "At the exit",
    "admin.stats.moment.later": "7 or more days later",
    "admin.stats.idea": "no idea",
    "admin.stats.right": "✓ {option}",
    "admin.stats.share": "- {option}: {percent} %",
    "admin.stats.share.sure": "- {option}: {percent} %, sure to {sure} %",
    "admin.stats.failed": "Wrong at first, and still at the exit: {number} of {of}",
    "admin.stats.relapsed": "Put right, then wrong in the same way again: {number} of {of}",
    "admin.stats.legend": (
        "*The share of each option, and how sure of it those were who chose it. "
        "Each learner counts once; groups of fewer than {few} are not broken down.*"
    ),
}
