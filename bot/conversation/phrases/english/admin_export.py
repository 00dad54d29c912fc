"""What is said of answers as a file."""

PHRASES: dict[str, str] = {
    "admin.export": "Answers as CSV",
    "admin.export.writing": "I'm writing the file; it comes in a moment…",
    "admin.export.every": "all lessons",
    "admin.export.done": "Answers as a spreadsheet: {what}. Rows: {answers}.",
    "admin.export.names": (
        "Learners have random names in it, new ones in each file. Times are in UTC."
    ),
    "admin.act.export": "asked for the answers to {subject} as a file",
    "admin.act.export_all": "asked for all answers as a file",
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
}
