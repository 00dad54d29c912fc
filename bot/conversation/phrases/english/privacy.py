"""What is kept of a learner: telling them, handing it over, and deleting it."""

PHRASES = {
    "privacy": "**What I know about you**",
    "privacy.what": (
        "**What I keep:** your user number on this platform (and on the other one, if you /link "
        "them), the chat where I reach you, what you've answered and written, how far you've come, "
        "and your settings. No name, no address, and nothing that isn't written to me."
    ),
    "privacy.why": (
        "**Why:** to bring questions back when you need them, and to show you your progress."
    ),
    "privacy.long": (
        "**For how long:** until you say /forget, or until a time limit set by whoever runs me."
    ),
    "privacy.who": (
        "**Who can read it:** whoever runs me has the database. People who edit the lessons or "
        "teach your group see only counts, never who answered what."
    ),
    "privacy.yours": "**It's yours:** /export gives you all of it, /forget deletes it.",
    # having it as a file
    "export.ask": (
        "**Your data**\n\nEverything I keep about you, to take with you. How would you like it?"
    ),
    "export.first": "Nothing is deleted yet. Once you have your file, say /forget again.",
    "export.page": "A page to read",
    "export.json": "All of it, as JSON",
    "export.missed": "Anki: what I missed",
    "export.anki": "Anki: everything",
    "export.later": "Not now",
    "export.left": "All right. /export brings this back whenever you like.",
    "export.alone": (
        "That's for you alone, and others can read this chat. Send /export to me directly."
    ),
    "export.writing": "I'm putting it together. You'll get it where nobody else reads along.",
    "export.done.page": "Here is everything I keep about you. Open it in any browser.",
    "export.done.json": "Here is everything I keep about you, just as it's stored.",
    "export.cards.one": "Here is {count} card for Anki.",
    "export.cards.many": "Here are {count} cards for Anki.",
    "export.anki.how": (
        "On a computer, open Anki and choose *File*, then *Import*. Import a later file the same "
        "way, and the cards you already have are updated."
    ),
    "export.none.missed": "Your latest answers were all correct, so there are no cards to make.",
    "export.none.anki": "There are no cards to make yet: you haven't answered any questions.",
    "export.none.page": "I don't keep anything about you.",
    "export.none.json": "I don't keep anything about you.",
    "export.large": (
        "Your file is {size}, which is more than this platform allows. Whoever runs me can make it "
        "for you with `foretell export`."
    ),
    "job.failed": (
        "Sorry, that went wrong on my side, and it has been noted. Nothing has changed; please try "
        "again."
    ),
    # on the page
    "yours.title": "What Foretell keeps about you",
    "yours.intro": (
        "Everything stored about {learner}, as of {at} (UTC). First the parts worth reading, then "
        "every table of the database as it is."
    ),
    "yours.lessons": "Lessons you started",
    "yours.answers": "What you answered",
    "yours.writings": "What you wrote",
    "yours.remarks": "What you asked or reported",
    "yours.reviews": "What comes back, and when",
    "yours.all": "Everything, as it's stored",
    "yours.lesson": "Lesson",
    "yours.question": "Question",
    "yours.answer": "Your answer",
    "yours.reply": "Their answer",
    "yours.verdict": "Verdict",
    "yours.when": "When",
    "yours.text": "Your words",
    "yours.mode": "Mode",
    "yours.right": "right",
    "yours.wrong": "wrong",
    "yours.overruled": "right: yours meant the same",
    "yours.nothing": "Nothing.",
    # deleting it
    "forget.ask": "**Shall I forget you?**",
    "forget.goes": (
        "All of this goes, for good: your answers, what you wrote, your progress and reviews, "
        "your settings and reminders, and your place in learning groups."
    ),
    "forget.both": "You're one learner here and on {there}, so this goes for both.",
    "forget.stays": (
        "What stays are anonymous counts: that somebody answered a question one way or another. "
        "The messages in this chat stay too, unless you delete them."
    ),
    "forget.roles": (
        "Any roles you were given go as well. What you did with them stays in the log, without "
        "your name."
    ),
    "forget.owner": (
        "You're an owner because the program's settings name you, and they still will: whoever "
        "runs me has to remove you there."
    ),
    "forget.yes": "Yes, forget me",
    "forget.export": "Give me a copy first",
    "forget.no": "No, keep it all",
    "forget.kept": "All right, everything stays as it is.",
    "forget.done": (
        "Done: I've forgotten you. Thank you for learning with me. If you ever want to start "
        "again, say /start."
    ),
    # somebody who has been silent for long
    "silence.warning": (
        "I haven't heard from you in a long while, and I don't keep what nobody needs: {when} I'll "
        "delete everything I know about you, including your progress. If you'd like to keep it, "
        "just write me anything. /export gives you a copy."
    ),
    # on the log
    "admin.act.data": "took a copy of their own data ({after})",
    "admin.act.forget": "was forgotten, at their own request",
    "admin.act.forget_silent": "was forgotten after a long silence",
    "admin.act.data_handed": "handed over somebody's data ({after})",
    "admin.act.forget_asked": "had somebody forgotten",
}
