"""What is kept of a learner: telling them, handing it over, and deleting it."""

PHRASES = {
    "privacy": "**What I know of you**",
    "privacy.what": (
        "**What I keep:** your number on this platform and the chat where I reach you, what you "
        "answered and wrote, how far you are, and your settings. No name, no address, and nothing "
        "that isn't written to me."
    ),
    "privacy.why": (
        "**Why:** to bring questions back when you need them, and to show you your progress."
    ),
    "privacy.long": (
        "**For how long:** until you say /forget, or until a time that whoever runs me has set."
    ),
    "privacy.who": (
        "**Who can read it:** whoever runs me has the database. Those who edit the lessons see "
        "only counts, never who answered what."
    ),
    "privacy.yours": "**It is yours:** /export hands you all of it, /forget deletes it.",
    # having it as a file
    "export.ask": (
        "**Your data**\n\nEverything that I keep of you, to take with you. How would you like it?"
    ),
    "export.first": "Nothing is deleted yet. When you have your file, say /forget once more.",
    "export.page": "A page to read",
    "export.json": "All of it, as JSON",
    "export.missed": "Anki: what I missed",
    "export.anki": "Anki: everything",
    "export.later": "Not now",
    "export.left": "All right. /export brings this back whenever you like.",
    "export.alone": (
        "That is for you alone, and others can read this chat. Write /export to me directly."
    ),
    "export.writing": "I'm putting it together. It comes where nobody else reads along.",
    "export.done.page": "Here is all that I keep of you. Open it in any browser.",
    "export.done.json": "Here is all that I keep of you, as it is stored.",
    "export.cards.one": "Here is {count} card for Anki.",
    "export.cards.many": "Here are {count} cards for Anki.",
    "export.anki.how": (
        "On a computer, open Anki and choose *File*, then *Import*. Import a later file the same "
        "way, and the cards that you have are updated."
    ),
    "export.none.missed": "Your last answers were all right, so there are no cards to make.",
    "export.none.anki": "There are no cards to make yet: you have not answered a question so far.",
    "export.none.page": "There is nothing that I keep of you.",
    "export.none.json": "There is nothing that I keep of you.",
    "export.large": (
        "Your file is {size}, which is more than this platform takes. Whoever runs me can make "
        "it for you, with `foretell export`."
    ),
    "job.failed": (
        "Sorry, that went wrong on my side, and it has been noted. Nothing has changed; "
        "please try once more."
    ),
    # on the page
    "yours.title": "What Foretell keeps of you",
    "yours.intro": (
        "Everything that is stored about {learner}, as of {at} (UTC). First what is worth "
        "reading, then every table of the database as it is."
    ),
    "yours.lessons": "Lessons that you began",
    "yours.answers": "What you answered",
    "yours.writings": "What you wrote",
    "yours.reviews": "What comes back, and when",
    "yours.all": "Everything, as it is stored",
    "yours.lesson": "Lesson",
    "yours.question": "Question",
    "yours.answer": "Your answer",
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
    "forget.stays": (
        "What stays are counts without you in them: that somebody answered a question this or "
        "that way. The messages in this chat stay, too, unless you delete them."
    ),
    "forget.roles": (
        "The roles that you were granted go as well. What you did with them stays on the log, "
        "without your name."
    ),
    "forget.owner": (
        "You are an owner because the program's settings name you, and they still will: whoever "
        "runs me has to take you out there."
    ),
    "forget.yes": "Yes, forget me",
    "forget.export": "First let me take it with me",
    "forget.no": "No, keep it all",
    "forget.kept": "All right, everything stays as it is.",
    "forget.done": (
        "Done: I have forgotten you. Thank you for learning with me. Should you ever want to "
        "begin anew, say /start."
    ),
    # somebody who has been silent for long
    "silence.warning": (
        "It has been a long while since I heard from you. I don't keep what nobody needs: "
        "{when} I delete all that I know of you, your progress included. If you would like to "
        "keep it, just write anything to me. /export hands you a copy."
    ),
    # on the log
    "admin.act.data": "took their own data along ({after})",
    "admin.act.forget": "was forgotten, as they asked",
    "admin.act.forget_silent": "was forgotten, after a long silence",
    "admin.act.data_handed": "handed over somebody's data ({after})",
    "admin.act.forget_asked": "had somebody forgotten",
}
