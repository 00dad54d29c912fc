"""What admins are told of all learners together: in words, as a picture, as a digest, as a file."""

PHRASES = {
    # in words
    "admin.area.stats": "Statistics",
    "admin.area.stats.about": "where learners stop, what they believe, what fails",
    "admin.stats.counting": "I'm counting; this takes a moment…",
    "admin.stats.unknown": (
        "There's no such lesson. `/admin stats` shows all of them; `/admin stats` and a lesson's "
        "name shows one."
    ),
    "admin.stats.all": "All lessons",
    "admin.stats.each": "Question by question",
    "admin.stats.back": "Statistics",
    "admin.stats.title": "**Statistics** · started → finished, in Learn or Deep",
    "admin.stats.title.of": "**Statistics: {name}** · started → finished, in Learn or Deep",
    "admin.stats.which": "**Statistics:** which would you like to see?",
    "admin.stats.group.few": (
        "**Statistics: {name}**\n\nFigures of a group are shown from {few} members on, so that "
        "nobody can be recognised."
    ),
    "admin.stats.taken": "- {title}: {started} → {finished}",
    "admin.stats.taken.few": "- {title}: {started}, too few to say more",
    "admin.stats.nobody": "Nobody has started a lesson yet.",
    "admin.stats.hint": (
        "*Groups of fewer than {few} aren't broken down. `{command}` and a lesson's name shows "
        "more about it.*"
    ),
    "admin.stats.lesson": "**Statistics: {title}**",
    "admin.stats.lesson.of": "**Statistics: {title}** · {name}",
    "admin.stats.small": (
        "{started} started it. Groups of fewer than {few} learners aren't broken down, so that "
        "nobody can be recognised."
    ),
    "admin.stats.started": "Started in Learn or Deep: {started} · finished: {finished}",
    "admin.stats.started.few": "Started in Learn or Deep: {started}, too few to say more.",
    "admin.stats.steps": "**Read to the end** · learners, of those whose mode includes it; time",
    "admin.stats.step": "{number}. {title}: {learners} of {of}",
    "admin.stats.step.timed": "{number}. {title}: {learners} of {of} · {time} min",
    "admin.stats.step.absent": "{number}. {title}: not in the mode that they took",
    "admin.stats.mean": "*Average times; pauses of more than 30 minutes are left out.*",
    "admin.stats.beliefs": "**Strongest misconceptions**, at first",
    "admin.stats.belief": "- “{question}” → “{option}”: {number} of {of}, sure: {sure}",
    "admin.stats.fails": (
        "**Explanations that fail:** still wrong at the end, of those who missed it and were asked "
        "again"
    ),
    "admin.stats.failing": "- “{question}”: {number} of {of}",
    "admin.stats.checks": "**What was missing**, at first and in the latest answer",
    "admin.stats.check": "- *{title}* · {check}: {first} → {last} of {of}",
    "admin.stats.check.answer": "an answer",
    "admin.stats.check.made": "anything handed in (ticked off)",
    "admin.stats.calibration": "**How well confidence matches results**, first answers",
    "admin.stats.word.sure": "- sure ({promised}%): {percent}% of {total} right",
    "admin.stats.word.probable": "- probably ({promised}%): {percent}% of {total} right",
    "admin.stats.word.guess": "- a guess: {percent}% of {total} right",
    "admin.stats.word.range": "- ranges ({promised}%): {percent}% of {total} held the answer",
    "admin.stats.word.none": "- no idea: {total}",
    "admin.stats.word.unsaid": "- not asked how sure: {percent}% of {total} right",
    "admin.stats.question": "**{question}**",
    "admin.stats.view": "{moment} ({learners}):",
    "admin.stats.view.few": "{moment} ({learners}): too few to say more",
    "admin.stats.moment.first": "At first",
    "admin.stats.moment.exit": "Asked again at the end",
    "admin.stats.moment.later": "7 or more days later",
    "admin.stats.idea": "no idea",
    "admin.stats.own": "a range of their own",
    "admin.stats.accepted": "✓ accepted words",
    "admin.stats.refused": "other words",
    "admin.stats.held": "First ranges that held the answer: {number} of {of}",
    "admin.stats.overruled": (
        "Said theirs meant the same: {number} of {of}. An accepted form may be missing."
    ),
    "admin.stats.said": "Most common words that aren't accepted: {said}",
    "admin.stats.said.words": "“{said}” ({number})",
    "admin.stats.right": "✓ {option}",
    "admin.stats.share": "- {option}: {percent}%",
    "admin.stats.share.sure": "- {option}: {percent}%, {sure}% sure",
    "admin.stats.failed": (
        "Of the {of} who missed it and were asked again: {right} right at the end"
    ),
    "admin.stats.relapsed": "Corrected, then wrong in the same way again: {number} of {of}",
    "admin.stats.legend": (
        "*How many chose each option, and how sure they were. Each learner counts once; groups of "
        "fewer than {few} aren't broken down. At the end mostly those are asked again who missed "
        "it or guessed, so their shares don't compare with those at first.*"
    ),
    # as a picture
    "admin.survey.lessons": "Started and finished",
    "admin.survey.taken": "{started} → {finished}",
    "admin.survey.finished": "finished",
    "admin.survey.unfinished": "started, not finished",
    "admin.survey.more.one": "One more lesson isn't drawn.",
    "admin.survey.more.many": "{count} more lessons aren't drawn.",
    "admin.survey.stopping": "Where they stop",
    "admin.survey.started": "Started",
    "admin.survey.step": "{number}. {title}",
    "admin.survey.end": "Finished",
    "admin.survey.number": "{number}",
    "admin.survey.there": "read it to the end",
    "admin.survey.lost": "stopped before that",
    "admin.survey.steps.one": "One more step isn't drawn.",
    "admin.survey.steps.many": "{count} more steps aren't drawn.",
    "admin.survey.confidence": "Does confidence match results?",
    "admin.survey.right": "{percent}% of {total}",
    "admin.survey.up": "right",
    "admin.survey.said": "how sure they said they were",
    "admin.survey.diagonal": "as right as they said; below: too sure",
    "admin.survey.failing": "Missed, asked again, and still wrong",
    "admin.survey.part": "{number} of {of}",
    "admin.survey.told": "{label}: {words}",
    "admin.survey.told.promised": "{label}: {count} right, said {promised}%",
    # as a weekly digest
    "admin.digest.is.on": "Weekly digest: on",
    "admin.digest.is.off": "Weekly digest: off",
    "admin.digest.about": (
        "**Weekly digest:** once a week I tell you what's new: how many started and finished, what "
        "they believe, which explanations fail, and what was published."
    ),
    "admin.digest.off": "It's off. It would come every {day} at {time} ({zone}).",
    "admin.digest.on": (
        "It's on: every {day} at {time} ({zone}), next {next}. /settings changes the zone and "
        "quiet hours."
    ),
    "admin.digest.turn.on": "Turn it on",
    "admin.digest.turn.off": "Turn it off",
    "admin.digest.unread": (
        "I can't read that. Pick a button, or once it's on, write an hour from 0 to 23: `/admin "
        "stats digest hour 10`."
    ),
    "admin.digest.alone": (
        "It goes to you alone, and I can't write to you privately from here. Write to me directly, "
        "and turn it on there."
    ),
    "admin.digest.title": "**What's new**, {since} to {until}",
    "admin.digest.title.of": "**What's new: {name}**, {since} to {until}",
    "admin.digest.nothing.of": "**What's new: {name}**, {since} to {until}: nothing.",
    "admin.digest.group.few": (
        "**What's new: {name}**, {since} to {until}: a group's figures are told from {few} "
        "members on."
    ),
    "admin.digest.nothing": "**What's new**, {since} to {until}: nothing.",
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
    "admin.digest.beliefs": "**Strongest misconceptions** among first answers",
    "admin.digest.published": "**Published**, latest first",
    "admin.digest.taught": "- {title}: revision `{revision}`, by {by}",
    "admin.digest.gone": "- {title}: no longer offered, by {by}",
    "admin.digest.hint": "*`/admin stats` shows more, and turns this off.*",
    # as a file
    "admin.export": "Answers as CSV",
    "admin.export.writing": "I'm writing the file; you'll have it in a moment…",
    "admin.export.every": "all lessons",
    "admin.export.done": "Answers as a spreadsheet: {what}. Rows: {answers}.",
    "admin.export.names": (
        "Learners have random names in it, different in every file. Times are in UTC."
    ),
    "admin.export.small.one": "One lesson is left out: too few learners have answered it.",
    "admin.export.small.many": "{count} lessons are left out: too few learners have answered them.",
    "admin.export.none": "Nobody has answered anything there yet, so there's no file.",
    "admin.export.few": (
        "There's no file: I hand out answers only where at least {few} learners have given some, "
        "so that nobody can be recognised."
    ),
    "admin.export.large": (
        "The file is {size}, which is too large to send here. Ask for one lesson at a time, or "
        "write it on the computer the bot runs on: `foretell stats --csv FILE`."
    ),
    "admin.act.export": "asked for the answers to {subject} as a file",
    "admin.act.export_all": "asked for all answers as a file",
}
