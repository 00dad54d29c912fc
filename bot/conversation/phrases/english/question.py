"""How a question is asked, what is said of an answer, and the reveals."""

PHRASES = {
    # asking
    "ask.before": "🤔 **Before reading on:** {question}",
    "ask.myth": "🤔 **Quick:** {question}",
    "ask.look": "🤔 **Before looking:** {question}",
    "ask.plain": "🎯 {question}",
    "ask.again": "🔁 **Once more:** {question}",
    "ask.about": "*{title}*",
    "ask.gap": "A drawing with a gap, marked ???.",
    "ask.drawing": "A drawing for the next question.",
    "pitfall.which": "Which approach is right?",
    "pitfall.approach": "**{label}:**",
    "ask.sure": "Sure: {label}",
    "ask.probable": "Probably: {label}",
    "ask.unknown": "No idea",
    "ask.hint": "Hint",
    "ask.skip": "Skip",
    "ask.hinted": "💡 {hint}",
    "ask.confidence": "▸ **{label}**\n\nHow sure are you?",
    "ask.is_sure": "Sure",
    "ask.is_probable": "Probably",
    "ask.is_guess": "A guess",
    "ask.meaning": (
        "*Sure: you'd be right 9 times out of 10. Probably: 2 out of 3. A guess: picked out of a "
        "hat.*"
    ),
    "ask.meaning.two": "*Sure: you'd be right 9 times out of 10. Probably: 2 out of 3.*",
    "ask.back": "Choose again",
    "ask.continue": "Continue",
    "ask.reality": "Your answer stands. Ready to see what is true?",
    "ask.tap": "Tap to reveal reality",
    "ask.tick": "Tick it off",
    "ask.remind": "Remind me",
    "ask.write": "Write…",
    "ask.hand_in": "Hand in…",
    "ask.write.files": "Files, if you like",
    "ask.send_file": "Send a file…",
    "ask.send_file.title": "Send a file",
    "ask.send_file.file": "The file",
    "ask.write.title": "Your answer",
    "ask.write.label": "In your own words",
    "ask.criterion": "*{number} of {count}:* {text}",
    "ask.rate.yes": "Yes",
    "ask.rate.partly": "Partly",
    "ask.rate.no": "Not yet",
    "ask.judge": "You predicted “{label}”. Now that you have read on, were you right?",
    "ask.judge.yes": "I was right",
    "ask.judge.no": "I was not",
    # files
    "file.image": "a picture",
    "file.audio": "a recording",
    "file.video": "a video",
    "file.any": "a file",
    "file.sized": "{name} ({size})",
    "file.size.kb": "{count} kB",
    "file.size.mb": "{count} MB",
    "file.size.gb": "{count} GB",
    "file.got": "📎 Handed in: {file}.",
    "file.added": "📎 Added: {file}.",
    "file.more": "📎 Added to *{milestone}*: {file}. The question above is still open.",
    "file.unread": (
        "I can't read files here, so nothing has come of it. /learn shows the lessons, /continue "
        "takes you on."
    ),
    "file.unread.choice": (
        "I can't read files here, so the question is still open: press a button, or type your "
        "choice."
    ),
    "file.unread.words": (
        "I can't read files here, so the question is still open: write your answer in your own "
        "words."
    ),
    # what an asked message says once it is answered
    "said": "{asked}\n\n*— you said: {said}*",
    "said.done": "{asked}\n\n*— {said}*",
    "said.written": "handed in",
    "said.tick": "ticked off",
    "said.sure": "“{label}”, sure",
    "said.probable": "“{label}”, probably",
    "said.guess": "“{label}”, a guess",
    "said.unsaid": "“{label}”",
    "said.unknown": "no idea",
    "said.skip": "skipped",
    # the reveals
    "reveal.sure_wrong": "**You were sure it is “{label}”, and here is the surprise: it is not.**",
    "reveal.sure_wrong.tempts": "*Why it tempts:* {text}",
    "reveal.sure_wrong.fails": "*Why it fails:* {text}",
    "reveal.unsure_wrong": "**You leaned towards “{label}”. That's not it.**",
    "reveal.guess_wrong": "**You guessed “{label}”. That's not it.**",
    "reveal.unsaid_wrong": "**You said “{label}”. That's not it.**",
    "reveal.unsaid_right": "**“{label}” is right.**",
    "reveal.unsure_right": "**You leaned towards “{label}”, and you're right.**",
    "reveal.guess_right": (
        "**You guessed “{label}”, and you're right.** So that it isn't luck next time:"
    ),
    "reveal.sure_right": "**“{label}”: you were sure, and you are right.**",
    "reveal.unknown": "**“No idea” is an honest answer.**",
    "reveal.answer": "**The answer: {label}.** {text}",
    "reveal.answers": "**Any of these is right: {labels}.** {text}",
    "reveal.open": "**You predicted “{label}”.** Read on and judge for yourself.",
    "reveal.open.unknown": "**“No idea” is an honest answer.** Read on and see.",
    "reveal.skipped": "**Skipped.** Read on and see.",
    "reveal.belief": "*The common belief:* {text}",
    "reveal.reality": "**Reality:** {text}",
    "reveal.matters": "**Why it matters:** {text}",
    "exit.intro": "Before we close: what surprised you comes back once, so that it stays.",
    "exit.sure_right": "**Now you have it:** {label}.",
    "exit.unsure_right": "**That's it:** {label}.",
    "exit.sure_wrong": "**Not yet.** You were sure it is “{label}”.",
    "exit.unsure_wrong": "**Not yet.** You leaned towards “{label}”.",
    "exit.guess_wrong": "**Not yet.** You guessed “{label}”.",
    "exit.same": (
        "**Not yet: “{label}” came to mind again.** What comes back is worth a second look."
    ),
    "exit.drawing": "*The whole drawing in words:* {words}",
    "exit.unsaid_right": "**That's it:** {label}.",
    "exit.unsaid_wrong": "**Not yet.** You said “{label}”.",
    "exit.unknown": "**That's all right.** Have one more look:",
}
