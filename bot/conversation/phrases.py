"""Every sentence that the bot itself says, by key.

A lesson's own words are in the lesson; all others are here, so that they can be read in one
place and translated. Values go in by name, in ``{braces}``.
"""

PHRASES: dict[str, str] = {
    # the way in
    "start.hello": (
        "**Hello! I'm Foretell, a tutor that asks before it tells.**\n\n"
        "Before each explanation you commit to a prediction and say how sure you are. "
        "Being wrong is welcome here: a belief you put in words is one you can change."
    ),
    "start.choose": "Shall we begin with *{title}*? It takes about {minutes}.",
    "start.back": "Welcome back! You are in the middle of *{title}*.",
    "start.done": "Welcome back! What would you like to learn?",
    "start.next": "Welcome back! Next could be *{title}*, about {minutes}.",
    "start.lessons": "See all lessons",
    "start.begin": "Let's begin",
    "start.continue": "Continue",
    # choosing a lesson
    "menu.courses": "**What would you like to learn?**",
    "menu.course": "**{title}**",
    "menu.rest": "More lessons",
    "menu.lessons": "Choose a lesson.",
    "menu.done": "✓ {title}",
    "menu.under_way": "▸ {title}",
    "menu.new": "{title}",
    "menu.more": "More…",
    "menu.earlier": "Back…",
    "menu.back": "All courses",
    "menu.empty": "There are no lessons here yet. Come back soon!",
    "lesson.unknown": "I know no lesson called “{text}”. /learn shows them all.",
    "lesson.card": "**{title}**\n\nAbout {minutes}, level: {level}.",
    "lesson.needs": "It builds on: {titles}.",
    "lesson.again": "You have finished this lesson before; you can take it once more.",
    "lesson.style": "**Choose your learning style**",
    "lesson.mode": "**{name}** ({minutes}): {about}",
    "lesson.later": "Later",
    "lesson.continue": "Continue: {mode}",
    "lesson.left": "All right. /learn brings you back to the lessons whenever you like.",
    # the learning modes
    "mode.learn": "Learn",
    "mode.learn.about": "a guided first tour",
    "mode.why": "Why",
    "mode.why.about": "the reasons, and yours",
    "mode.deep": "Deep",
    "mode.deep.about": "the whole of it, step by step",
    "mode.visual": "Visual",
    "mode.visual.about": "pictures with a gap, then whole",
    "mode.try": "Try",
    "mode.try.about": "small things to do now",
    "mode.challenge": "Challenge",
    "mode.challenge.about": "a scored test, answers at the end",
    "mode.project": "Project",
    "mode.project.about": "milestones over days, judged by a rubric",
    "mode.recall": "Recall",
    "mode.recall.about": "from memory, nothing told before",
    "mode.perf": "Perf",
    "mode.perf.about": "how it performs: limits, costs, practice",
    "mode.none": "You are in no lesson just now. /learn shows what there is.",
    "why.opening": (
        "**{title}: why?**\n\nFirst a prediction, then the reasons; last you give yours."
    ),
    "why.write": (
        "✍️ **In your own words:** why does it matter, and why is it made as it is?\n\n"
        "Write two or three sentences."
    ),
    "why.compare": "Compare your reason with these points:",
    "why.rate": "Now judge your own. Is this in it?",
    "visual.lead": "**Picture {number} of {count}**",
    "visual.gap": "The drawing with a gap.",
    "visual.whole": "Here is the whole picture.",
    "visual.words": "**In words**",
    "try.lead": "**Try {number} of {count} · {title}**",
    "try.write": "✍️ Write your answer.",
    "try.answer": "**One way to do it**",
    "try.rate": "Now judge your own. Does it do this?",
    "challenge.lead": "**Question {number} of {count}**",
    "challenge.which": "which approach is right?\n\n**A:** {first}\n\n**B:** {second}",
    "project.brief": "**Project · {title}**\n*{count} milestones, at your own pace*",
    "project.milestone": "**Milestone {number} of {count} · {title}**",
    "project.hand_in": (
        "✍️ When it is done, write what came of it, or a link to it; or just tick it off. "
        "/stop keeps your place for days."
    ),
    "project.rate": "All done. Now judge your work. Does it do this?",
    "recall.free": (
        "✍️ **From memory:** what do you remember of *{title}*?\n\n"
        "Write whatever comes to you; trying is what makes it stay."
    ),
    "recall.takeaways": "**Here is what the lesson leaves you with:**",
    "recall.rate": "Did you have this?",
    "recall.lead": "**Recall {number} of {count}**",
    "perf.opening": "**{title}: how it performs**",
    "perf.lead": "**Aspect {number} of {count} · {title}**",
    "results.title": "**Your answers, one by one**",
    "results.right": "✅ {question}\n*You said: {said}*",
    "results.wrong": "❌ {question}\n*You said: {said}*",
    "results.revisit": "**To revisit in Deep mode**",
    "results.step": "Step {number} · {title}",
    "level.foundation": "foundation",
    "level.intermediate": "intermediate",
    "level.advanced": "advanced",
    "level.expert": "expert",
    # in a lesson: headings
    "part.opening": "**{title}**\n*About {extent}*",
    "count.minutes.one": "1 minute",
    "count.minutes.many": "{count} minutes",
    "count.steps.one": "1 step",
    "count.steps.many": "{count} steps",
    "count.questions.one": "1 question",
    "count.questions.many": "{count} questions",
    "part.what": "**What is it?**",
    "part.matters": "**Why it matters**",
    "part.fits": "**Where it fits**",
    "part.core_idea": "**The core idea**",
    "part.analogy": "**Think of it like…**",
    "part.picture": "The core idea as a picture. Take a moment with it.",
    "part.step": "**Step {number} of {count} · {title}**\n*{level}*",
    "part.result": "**Result:** {text}",
    "part.insight": "💡 {text}",
    "part.how": "**Under the hood**",
    "part.why": "**Why it is designed this way**",
    "part.inside": "The same as a picture. Take a moment with it.",
    "part.myth": "**Myth {number} of {count}**",
    "part.expert": "**From the experts**",
    "part.not": "**When not to use it**",
    "part.production": "**How it is done in practice**",
    "part.connections": "**Connections**",
    "part.connection": "**{title}**: {relation}",
    "part.pitfall": "**Pitfall {number} of {count} · {title}**",
    "part.wrong": "❌",
    "part.right": "✅",
    "part.cause": "*The root of it:* {text}",
    # asking
    "ask.before": "🤔 **Before reading on:** {question}",
    "ask.myth": "🤔 **Quick:** {question}",
    "ask.look": "🤔 **Before looking:** {question}",
    "ask.plain": "🎯 {question}",
    "ask.again": "🔁 **Once more:** {question}",
    "ask.sure": "Sure: {label}",
    "ask.probable": "Probably: {label}",
    "ask.unknown": "No idea",
    "ask.hint": "Hint",
    "ask.skip": "Skip",
    "ask.hinted": "💡 {hint}",
    "ask.confidence": "How sure are you that it is “{label}”?",
    "ask.guess": "A guess",
    "ask.fairly": "Fairly sure",
    "ask.certain": "Certain",
    "ask.back": "Choose again",
    "ask.continue": "Continue",
    "ask.reality": "Your answer stands. Ready to see what is true?",
    "ask.tap": "Tap to reveal reality",
    "ask.tick": "Tick it off",
    "ask.write": "Write…",
    "ask.write.title": "Your answer",
    "ask.write.label": "In your own words",
    "ask.criterion": "*{number} of {count}:* {text}",
    "ask.rate.yes": "Yes",
    "ask.rate.partly": "Partly",
    "ask.rate.no": "Not yet",
    "ask.judge": "You predicted: *{label}*. Now that you have read on, were you right?",
    "ask.judge.yes": "I was right",
    "ask.judge.no": "I was not",
    # what an asked message says once it is answered
    "said": "{asked}\n\n*— you said: {said}*",
    "said.done": "{asked}\n\n*— {said}*",
    "said.written": "handed in",
    "said.tick": "ticked off",
    "said.sure": "sure, {label}",
    "said.probable": "probably {label}",
    "said.guess": "a guess, {label}",
    "said.certain": "certain, {label}",
    "said.fairly": "fairly sure, {label}",
    "said.unknown": "no idea",
    "said.skip": "skipped",
    # the reveals
    "reveal.sure_wrong": "**You were sure it is “{label}”, and here is the surprise: it is not.**",
    "reveal.sure_wrong.tempts": "*Why it tempts:* {text}",
    "reveal.sure_wrong.fails": "*Why it fails:* {text}",
    "reveal.unsure_wrong": "**You leaned towards “{label}”. It turns out otherwise.**",
    "reveal.guess_wrong": "**You guessed “{label}”. It turns out otherwise.**",
    "reveal.unsure_right": "**You leaned towards “{label}”, and that is it.**",
    "reveal.guess_right": (
        "**You guessed “{label}”, and that is it.** So that it is no luck next time:"
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
    "exit.unknown": "**That's all right.** Have one more look:",
    # the end
    "end.title": "🏁 **{title}: done!**",
    "end.predictions": "Your predictions: {right} of {total} right.",
    "end.unknown.one": "Once you said “no idea”.",
    "end.unknown.many": "{count} times you said “no idea”.",
    "end.score": (
        "Your score: {score} (knowing nothing scores 0, all right and sure {best}). "
        "It rewards honest confidence, and only you see it."
    ),
    "end.exit": "Asked once more at the end: {right} of {total} right.",
    "end.moved": "What moved most: on “{question}” you went from *{before}* to *{after}*.",
    "end.takeaways": "**To take away**",
    "end.next": "Next could be: *{title}*.",
    "end.start_next": "Next: {title}",
    "end.styles": "Learn it another way",
    "end.more": "What would you like to do next?",
    # reviews
    "review.head": "🔁 **Review {number} of {count}** · *{title}*",
    "review.ask": "**From memory:** {question}",
    "review.promise": (
        "*Right and sure: back {sure}. Right and fairly sure: back {probable}. Else {again}.*"
    ),
    "review.promise.right": "*Right and not by a guess: back {sure}. Else {again}.*",
    "review.promise.all": "*Whatever you say, it is back {again}.*",
    "review.puzzle": "A drawing with a gap, marked ???.",
    "review.unknown": "**“No idea” is an honest answer.** Have one more look:",
    "review.step": "**{title}**",
    "review.last.wrong_right": "Last time you said: {said}. That has moved.",
    "review.last.right_right": "Last time you said: {said}. It has stayed.",
    "review.last.right_wrong": "Last time you had it right: {said}. It will settle again.",
    "review.last.wrong_wrong": "Last time you said: {said}.",
    "review.last.same": "Last time you said the same: {said}.",
    "review.returns": "Back {when}.",
    "review.part": "Show me the part of the lesson",
    "review.suspend": "Suspend this one",
    "review.suspended": (
        "It won't come back by itself. Answering it once more in its lesson brings it back."
    ),
    "review.done": "**That is all for now: {right} of {total} right.**",
    "review.done.none": "**That is all for now.** What you skipped stays due.",
    "review.none": "Nothing is due for review.",
    "review.due.one": "1 question is due for review: /review brings it back.",
    "review.due.many": "{count} questions are due for review: /review brings them back.",
    "review.next": "The next review is due {when}.",
    "review.begin": "Review",
    "review.more": "Go on reviewing",
    "review.back": "Back to {title}",
    "when.today": "later today",
    "when.days.one": "tomorrow",
    "when.days.many": "in {count} days",
    # progress
    "progress.none": "Nothing yet: your progress begins with your first lesson. /learn shows them.",
    "progress.title": "**Your progress**",
    "progress.done": "✓ {title}: finished",
    "progress.begun": "▸ {title}: begun",
    "progress.under_way": "▸ {title}: {steps}",
    "progress.steps": "step {done} of {count} done",
    "progress.predictions.one": "1 prediction made before reading on.",
    "progress.predictions.many": "{count} predictions made before reading on.",
    "progress.score": "Score: {score}. Knowing nothing scores 0; honest confidence pays best.",
    "progress.sure": "When you were sure, you were right {right} of {total} times.",
    "progress.probable": "When you were fairly sure, you were right {right} of {total} times.",
    "progress.guess": "When you guessed, you were right {right} of {total} times.",
    "progress.over": "That is less often than you expected: try a step more caution.",
    "progress.under": "You know more than you think: dare a little more.",
    "progress.fits": "That fits: your confidence means what it says.",
    # help and other ways on
    "help": (
        "**How this works**\n\n"
        "I ask before I tell: you commit to a prediction, with how sure you are, and then you "
        "read on. Press a button, or type its number or its label."
    ),
    "help.command": "/{name}: {summary}",
    "command.start": "Say hello and begin",
    "command.learn": "Choose a lesson",
    "command.mode": "Choose another way to learn this lesson",
    "command.continue": "Go on where you were",
    "command.review": "Bring back what is due, a few questions at a time",
    "command.progress": "See how far you are, and how well you judge yourself",
    "command.help": "How this works",
    "command.stop": "Leave the lesson; your place is kept",
    "command.unknown": "I don't know /{name}. /help shows what I do know.",
    "continue.nothing": "You are in no lesson just now. /learn shows what there is.",
    "stop.kept": "Your place in *{title}* is kept. /continue brings you back.",
    "stop.review": "All right, enough for now. What you left stays due: /review brings it back.",
    "stop.nothing": "You are in no lesson just now; nothing to leave. /learn shows what there is.",
    "text.choose": "I'm not sure which one you mean. Press a button, or type one of these:",
    "text.choice": "{number}. {label}",
    "text.lost": "I'm a tutor of few words: /learn shows the lessons, /help how this works.",
    "text.on": "/continue takes you on with *{title}*; /help shows what else there is.",
    # presses that do not count
    "press.again": "Got it already.",
    "press.closed": "That question is closed. /continue takes you on.",
    "press.foreign": "That button belongs to another conversation. /start opens yours.",
    # in a terminal
    "terminal.hint": (
        "Type a number, a label or a command; Enter goes on, Tab completes, Ctrl-D ends."
    ),
    "terminal.farewell": "See you! Your place is kept: start again and go on.",
    # when something fails
    "trouble": (
        "Sorry, something went wrong on my side, and it has been noted. "
        "Your progress is safe: /continue tries again, /learn shows the lessons."
    ),
}


def phrase(key: str, **values: object) -> str:
    """The sentence ``key`` with its values; raises ``KeyError`` if there is none or one lacks."""
    return PHRASES[key].format(**values)


def count(key: str, number: int) -> str:
    """The sentence for one or for many of a kind: ``key.one`` or ``key.many``."""
    return phrase(f"{key}.{'one' if number == 1 else 'many'}", count=number)


def score(points: float) -> str:
    """A score as it is shown: whole points, with a sign, and a true minus."""
    whole = round(points)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"
