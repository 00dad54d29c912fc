"""How a question is asked, what is said of an answer, the reveals, and a question passed on."""

PHRASES = {
    # asking
    "ask.before": "🤔 **Before reading on:** {question}",
    "ask.what_if": "🤔 **What would happen?** {question}",
    "ask.myth": "🤔 **Quick:** {question}",
    "ask.look": "🤔 **Guess first:** {question}",
    "ask.plain": "🎯 {question}",
    "ask.again": "🔁 **Once more:** {question}",
    "ask.about": "*{title}*",
    "ask.gap": "A drawing with a gap, marked ???.",
    "ask.drawing": "A drawing for the next question.",
    "pitfall.ask": "Here's one approach:\n\n{text}\n\nIs that a good idea?",
    "pitfall.yes": "Yes",
    "pitfall.no": "No",
    "pitfall.better": "✅ **Better:**",
    "pitfall.named": "*The pitfall:* {title}.",
    "pitfall.instead": "🚩 **The mistake to avoid · {title}:**",
    "ask.unknown": "No idea",
    "ask.hint": "Hint",
    "ask.skip": "Skip",
    "ask.menu": "⋯ Menu",
    "ask.task": "Show me the task again",
    "ask.hinted": "💡 {hint}",
    "ask.confidence": "▸ **{label}**\n\nHow sure are you?",
    "ask.is_sure": "Sure (9 in 10)",
    "ask.is_probable": "Probably (2 in 3)",
    "ask.is_guess": "A guess",
    "ask.back": "Choose again",
    "ask.continue": "Continue",
    "ask.why": "Why?",
    "ask.more": "More",
    "ask.reality": "Your answer is in. Ready to see what's true?",
    "ask.tap": "Show me",
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
    "judge.how": "*Check what's there, then press Done. Or type their numbers.*",
    "judge.open": "☐ {number}",
    "judge.ticked": "☑ {number}",
    "judge.done": "Done",
    "judge.unread": (
        "Which of these are there? Check them above, then press Done, or type their numbers. "
        "“All” and “none” work too."
    ),
    "judge.said.all": "all of them",
    "judge.said.none": "none of them",
    "list.and": "{first} and {last}",
    "list.or": "{first} or {last}",
    "list.then": "{first}, then {last}",
    "judge.all": "**You checked everything.**",
    "judge.some.one": "**{met} of {all}.** Number {missing} is still missing.",
    "judge.some.many": "**{met} of {all}.** Numbers {missing} are still missing.",
    "judge.unticked.one": "**{met} of {all}.** You didn't tick number {missing}.",
    "judge.unticked.many": "**{met} of {all}.** You didn't tick {missing}.",
    "judge.none": "**None of them yet.**",
    "judge.back": "It comes back tomorrow, in your reviews, for another try.",
    "ask.rate.yes": "Yes",
    "ask.rate.partly": "Partly",
    "ask.rate.no": "Not yet",
    "ask.rate.no.past": "No",
    "ask.rate.why.yes": "The answer and why",
    "ask.rate.why.partly": "Only the answer",
    "ask.rate.why.no": "Not that",
    "ask.judge": "You predicted “{label}”. Now that you've read on, were you right?",
    "ask.judge.yes": "I was right",
    "ask.judge.no": "I wasn't",
    # an estimate
    "estimate.how": (
        "*Pick a range you'd expect to hold the answer 4 times out of 5, or type two numbers of "
        "your own.*"
    ),
    "estimate.percent": "{number}%",
    "estimate.range": "{low}–{high}",
    "estimate.range.signed": "{low} to {high}",
    "estimate.unread.none": (
        "I can't find a range in that. Type two numbers, like “10 to 30”, or pick one of the "
        "ranges above."
    ),
    "estimate.unread.single": (
        "That's a single number, and those are hard to hit. Give it some room: type a lowest and a "
        "highest, like “10 to 30”."
    ),
    "estimate.unread.several": (
        "That's more than two numbers. Type just the lowest and the highest, like “10 to 30”."
    ),
    # an answer in words
    "typed.how.number": "*Type your answer: a number.*",
    "typed.how.date": "*Type your answer: a date.*",
    "typed.how.percentage": "*Type your answer: a percentage.*",
    "typed.how.money": "*Type your answer: an amount of money.*",
    "typed.how": "*Type your answer: one word or a few.*",
    "typed.unread": "I can't find a word in that. Type your answer, or press “No idea”.",
    "typed.unread.number": "I'm looking for a number. Type it in digits, or press “No idea”.",
    "typed.unread.date": "I'm looking for a date. Type it in digits, or press “No idea”.",
    "typed.unread.percentage": (
        "I'm looking for a percentage. Type it in digits, or press “No idea”."
    ),
    "typed.unread.money": "I'm looking for an amount. Type it in digits, or press “No idea”.",
    "typed.unknown.words": (
        "i don't know; don't know; dont know; i have no idea; no clue; dunno; idk; not sure; "
        "i'm not sure"
    ),
    # what may stand beside an answer, and what stands between the items of a list
    "typed.words.saying": (
        "i'm i'd i'll that's here's they're there's you'd am would must should might has have had "
        "called call calls calling named name names term terms word words answer think believe "
        "guess suppose assume need meant known what which people kind sort type form so just "
        "simply really also well hmm oh ok yes do does we me my your their its put keep store save "
        "try take pick choose so-called"
    ),
    "typed.words.and": "and plus then",
    "typed.words.contrary": (
        "almost nearly half less barely rarely seldom opposite contrary reverse instead unlike "
        "versus vs than except"
    ),
    "typed.back": "Write it again",
    "typed.gone": "words that have been deleted since",
    "typed.overrule": "Mine meant the same",
    "typed.overrule.named": "Mine meant the same: {said}",
    "typed.overruled": (
        "**Fair enough: it counts as right.** I've noted that yours meant the same, so that the "
        "lesson can learn to accept it."
    ),
    "typed.overruled.test": (
        "**Fair enough: I've noted that yours meant the same, which makes it {right} of {total}.**"
    ),
    "typed.overruled.mark": "*You said yours meant the same.*",
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
        "I can't read files here, so I couldn't do anything with it. /learn shows the lessons, "
        "and /continue picks up where you left off."
    ),
    "file.unread.on": "I can't read files here. Press *{label}* when you're ready, or type it.",
    "file.unread.beside": "I can't read files here, so I've taken only what you wrote.",
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
    "said.noted": "noted",
    "said.tick": "ticked off",
    "said.left": "left as it is",
    "said.sure": "“{label}”, sure",
    "said.probable": "“{label}”, probably",
    "said.guess": "“{label}”, a guess",
    "said.range": "{label}",
    "said.unsaid": "“{label}”",
    "said.unknown": "no idea",
    "said.own": "in your own words",
    "said.skip": "skipped",
    # the reveals
    "reveal.sure_wrong": "You were sure it was “{label}”.",
    "reveal.sure_wrong.tempts": "*Why it tempts:* {text}",
    "reveal.sure_wrong.fails": "*Why it fails:* {text}",
    "reveal.unsure_wrong": "You leaned toward “{label}”.",
    "reveal.guess_wrong": "You guessed “{label}”.",
    "reveal.unsaid_wrong": "You said “{label}”.",
    "reveal.unsaid_right": "**“{label}” is right.**",
    "reveal.unsure_right": "**You leaned toward “{label}”, and you're right.**",
    "reveal.guess_right": (
        "**You guessed “{label}”, and you're right.** So that it isn't luck next time:"
    ),
    "reveal.sure_right": "**“{label}”: you were sure, and you're right.**",
    "reveal.unknown": "**“No idea” is an honest answer.**",
    "reveal.answer": "**The answer: {label}.** {text}",
    "reveal.answers": "**Any of these is right: {labels}.** {text}",
    "reveal.why": "*Why the answer is right:* {text}",
    "reveal.open": "**You predicted “{label}”.** Read on and judge for yourself.",
    "reveal.open.unknown": "**“No idea” is an honest answer.** Read on and see.",
    "reveal.range.held": "**{range} holds it,** and it's narrow enough to be useful.",
    "reveal.range.wide": (
        "**{range} holds it,** but so would almost any range that wide. Next time, risk a narrower "
        "one."
    ),
    "reveal.range.narrow": (
        "You said {range}, and just missed it: a slightly wider range would have held it."
    ),
    "reveal.range.below": "You said {range}. It's more.",
    "reveal.range.above": "You said {range}. It's less.",
    "reveal.range.far_below": "You said {range}. It's far more.",
    "reveal.range.far_above": "You said {range}. It's far less.",
    "reveal.near": "“{label}” isn't quite it. {text}",
    "reveal.near.above": "Not quite. {text}",
    "reveal.slip": "You wrote “{said}”; I read it as “{form}”.",
    "reveal.skipped": "**Skipped.** Read on and see.",
    "reveal.belief": "*The common belief:* {text}",
    "reveal.reality": "**Reality:** {text}",
    "reveal.matters": "**Why it matters:** {text}",
    "exit.intro": "Before we finish: a second look at what surprised you, so it sticks.",
    "exit.intro.test": "The same points in other words. The test stays as it went.",
    "exit.sure_right": "**Now you have it:** {label}.",
    "exit.unsure_right": "**That's it:** {label}.",
    "exit.answer": "**Not yet. The answer: {label}.** {text}",
    "exit.near": "**Nearly. The answer: {label}.** {text}",
    "exit.answers": "**Not yet. Any of these is right: {labels}.** {text}",
    "exit.same": (
        "“{label}” came to mind again, and what keeps coming back is worth a second look."
    ),
    "exit.before": "*As before:* {text}",
    "exit.drawing": "*The whole drawing in words:* {words}",
    "exit.unsaid_right": "**That's it:** {label}.",
    "exit.range.right": "**Now your range holds it:** {range}.",
    "exit.unknown": "**That's all right.** Take another look:",
    # --- What is said on cards that are passed on, and to whoever they lead to a question ---
    # the card
    "predict.this": "Predict this",
    "predict.ask": "🤔 **Predict:** {question}",
    "predict.foot": "*From {title}. Predict first, then see what's true.*",
    # posting one
    "predict.which": "Which lesson shall the question be from?",
    "predict.picked": "A question from *{title}*.",
    "predict.unknown": "I found no lesson for “{text}”. /learn shows what there is.",
    "predict.none": "*{title}* has no question that can stand alone in a chat.",
    "predict.closed": (
        "I may not post here. I need the permissions *View Channel* and *Send Messages*, in a "
        "thread *Send Messages in Threads*. Then send /predict again."
    ),
    "predict.silent": "You can't post here yourself, so I won't do it for you.",
    "predict.inline.none": "No question found. See all lessons",
    # the question that it leads to
    "predict.head": "**Predict this** · *{title}*",
    "predict.gone": "That question isn't there any more. /learn shows what there is.",
    "predict.known": "You've predicted this already: {said}. It's back {when}.",
    "predict.returns": "/review asks you this again {when}.",
    "predict.lesson": "To the lesson: {title}",
    "predict.done": "That was a question from *{title}*. It comes back in your reviews.",
    "predict.skipped": "All right, that was a question from *{title}*.",
}
