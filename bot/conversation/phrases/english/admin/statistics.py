"""What admins are told of all learners together: in words, as a picture, as a digest, as a file."""

PHRASES = {
    # in words
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
        "`{command}` and a lesson's name shows more of it.*"
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
    "admin.stats.checks": "**What was missing**, at first and in the latest answer",
    "admin.stats.check": "- *{title}* · {check}: {first} → {last} of {of}",
    "admin.stats.check.answer": "an answer",
    "admin.stats.check.made": "anything handed in (ticked off)",
    "admin.stats.calibration": "**How well confidence fits**, first answers",
    "admin.stats.word.sure": "- sure ({promised} %): {percent} % of {total} right",
    "admin.stats.word.probable": "- probably ({promised} %): {percent} % of {total} right",
    "admin.stats.word.guess": "- a guess: {percent} % of {total} right",
    "admin.stats.word.range": "- ranges ({promised} %): {percent} % of {total} held the truth",
    "admin.stats.word.none": "- no idea: {total}",
    "admin.stats.word.unsaid": "- not asked how sure: {percent} % of {total} right",
    "admin.stats.question": "**{question}**",
    "admin.stats.view": "{moment} ({learners}):",
    "admin.stats.view.few": "{moment} ({learners}): too few to say more",
    "admin.stats.moment.first": "At first",
    "admin.stats.moment.exit": "At the exit",
    "admin.stats.moment.later": "7 or more days later",
    "admin.stats.idea": "no idea",
    "admin.stats.own": "a range of their own",
    "admin.stats.accepted": "✓ accepted words",
    "admin.stats.refused": "other words",
    "admin.stats.held": "First ranges that held the truth: {number} of {of}",
    "admin.stats.overruled": (
        "Said that theirs meant the same: {number} of {of}. An accepted form may be missing."
    ),
    "admin.stats.said": "Commonest words that are not accepted: {said}",
    "admin.stats.said.words": "“{said}” ({number})",
    "admin.stats.right": "✓ {option}",
    "admin.stats.share": "- {option}: {percent} %",
    "admin.stats.share.sure": "- {option}: {percent} %, sure to {sure} %",
    "admin.stats.failed": "Wrong at first, and still at the exit: {number} of {of}",
    "admin.stats.relapsed": "Put right, then wrong in the same way again: {number} of {of}",
    "admin.stats.legend": (
        "*The share of each option, and how sure of it those were who chose it. "
        "Each learner counts once; groups of fewer than {few} are not broken down.*"
    ),
    # as a picture
    "admin.survey.lessons": "Started and finished",
    "admin.survey.taken": "{started} → {finished}",
    "admin.survey.finished": "finished",
    "admin.survey.unfinished": "started, not finished",
    "admin.survey.more.one": "One lesson more is not drawn.",
    "admin.survey.more.many": "{count} lessons more are not drawn.",
    "admin.survey.stopping": "Where they stop",
    "admin.survey.started": "Started",
    "admin.survey.step": "{number}. {title}",
    "admin.survey.end": "Finished",
    "admin.survey.number": "{number}",
    "admin.survey.there": "read it to the end",
    "admin.survey.lost": "stopped since the row above",
    "admin.survey.steps.one": "One step more is not drawn.",
    "admin.survey.steps.many": "{count} steps more are not drawn.",
    "admin.survey.confidence": "Does confidence fit?",
    "admin.survey.right": "{percent} % of {total}",
    "admin.survey.up": "right",
    "admin.survey.said": "how sure they said they were",
    "admin.survey.diagonal": "as right as they said; below it: too sure",
    "admin.survey.failing": "Wrong, and still at the exit",
    "admin.survey.part": "{number} of {of}",
    "admin.survey.told": "{label}: {words}",
    "admin.survey.told.promised": "{label}: {count} right, said {promised} %",
    # as a weekly digest
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
    # as a file
    "admin.export": "Answers as CSV",
    "admin.export.writing": "I'm writing the file; it comes in a moment…",
    "admin.export.every": "all lessons",
    "admin.export.done": "Answers as a spreadsheet: {what}. Rows: {answers}.",
    "admin.export.names": (
        "Learners have random names in it, new ones in each file. Times are in UTC."
    ),
    "admin.export.small.one": "One lesson is left out: too few learners have answered it.",
    "admin.export.small.many": "{count} lessons are left out: too few learners have answered them.",
    "admin.export.none": "Nobody has answered anything there yet, so there is no file.",
    "admin.export.few": (
        "There is no file: answers are handed out only where at least {few} learners have given "
        "some, so that nobody can be recognised."
    ),
    "admin.export.large": (
        "The file has {size}, and that is more than can be sent here. Ask for one lesson at a "
        "time, or write it on the computer on which the bot runs: `foretell stats --csv FILE`."
    ),
    "admin.act.export": "asked for the answers to {subject} as a file",
    "admin.act.export_all": "asked for all answers as a file",
}
