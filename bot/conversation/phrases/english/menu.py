"""The way in: welcome, menu, commands, help, and what is said when an input goes astray."""

PHRASES = {
    # --- What is said on the way in, and while a lesson and a way to learn it are chosen ---
    # before the way in: what the profile says, at most 512 and 120 characters
    "profile.about": (
        "A tutor that asks before it tells.\n\n"
        "You guess first, then you see what's true. That's what makes it stick. A lesson takes "
        "about five minutes, and wrong guesses are welcome."
    ),
    "profile.short": "A tutor that asks before it tells: guess first, then see what's true.",
    # the way in
    "start.hello": "**Hello, I'm Foretell.** I ask before I tell, and wrong guesses are welcome.",
    "start.first": "First up: *{title}*, {minutes}.",
    "start.straight": ("**Hello, I'm Foretell.** I ask before I tell."),
    "start.welcome": "Welcome back!",
    "start.back": "You're in the middle of *{title}*.",
    "start.done": "What would you like to learn?",
    "start.next": "Next up: *{title}*, about {minutes}.",
    "start.lessons": "See all lessons",
    "start.begin": "Begin",
    # a greeting that is typed
    "greet.hello": "Hello!",
    "greet.open": "Hello! Your question is still open: press a button, or type your answer.",
    "start.continue": "Continue",
    # where others read along
    "alone": "Let's learn in our own chat, where nobody else can see it.",
    "alone.lesson": "Let's do *{title}* in our own chat, where nobody else can see it.",
    "alone.open": "Open our chat",
    "alone.added": (
        "Hello, I'm Foretell, a tutor that asks before it tells: to learn with me, start here."
    ),
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
    "lesson.unknown": "I don't know a lesson called “{text}”. /learn shows them all.",
    "lesson.several": "**These are about “{text}”:**",
    "lesson.like": "I don't know a lesson called “{text}”. Did you mean:",
    "lesson.card": "**{title}**\n\n*{level}*",
    "lesson.more": "More ways",
    "lesson.ways": "**{title} · more ways**",
    "lesson.back": "Back",
    "lesson.language": "So far, this lesson is only in {language}.",
    "lesson.partly": "So far, only *{way}* is translated. All other ways are in {language}.",
    "lesson.here": "So far, most of this way is in {language}.",
    "lesson.needs": "It builds on: {titles}.",
    "lesson.again": "You've finished this lesson before; you can take it again.",
    "lesson.mode": "**{name}** ({minutes}): {about}",
    "lesson.continue": "Continue: {mode}",
    "lesson.anew": "Start over: {mode}",
    "lesson.project.one": "You've begun the project of *{title}*: {count} milestone is handed in.",
    "lesson.project.many": (
        "You've begun the project of *{title}*: {count} milestones are handed in."
    ),
    "lesson.project.on": "Go on with it",
    "lesson.project.earlier.one": "An earlier one: {count} milestone handed in",
    "lesson.project.earlier.many": "An earlier one: {count} milestones handed in",
    "lesson.project.anew": "Begin a new one",
    # where a lesson's figures and claims come from
    "sources": "**What “{title}” is based on**",
    "sources.ask": "Where is this from?",
    "sources.none": "*{title}* doesn't name its sources.",
    "sources.which": "Which lesson do you mean? Type `/sources` and its name.",
    "lesson.left": "All right. /learn brings you back to the lessons whenever you like.",
    "level.foundation": "the basics",
    "level.intermediate": "intermediate",
    "level.advanced": "advanced",
    "level.expert": "expert",
    # the learning modes
    "mode.learn": "Learn",
    "mode.learn.about": "take a short tour: answer first, then see why",
    "mode.why": "Why",
    "mode.why.about": "work out what would go wrong, and say why in your own words",
    "mode.deep": "Deep",
    "mode.deep.about": "go through the whole lesson, step by step",
    "mode.visual": "Visual",
    "mode.visual.about": "work out what's missing from a picture",
    "mode.try": "Try",
    "mode.try.about": "do small tasks, right here",
    "mode.challenge": "Test yourself",
    "mode.challenge.about": "know it already? Take a test, with the answers at the end",
    "mode.project": "Project",
    "mode.project.about": "make something of your own over several days",
    "mode.recall": "From memory",
    "mode.recall.about": "say what you remember before you see anything",
    "mode.perf": "In practice",
    "mode.perf.about": "see its costs, its limits, and what experts do",
    "mode.none": "You're not in a lesson right now. Pick one?",
    # --- Commands and help, and what is said when an input or a turn goes astray ---
    # help
    "help": (
        "**How this works**\n\n"
        "I ask before I tell: you bet on an answer, say how sure you are, and then see why. What "
        "you miss comes back another day.\n\n"
        "Press a button, or type. With /ask you can ask a lesson's authors something."
    ),
    "help.group": (
        "In this group: `/class` asks a lesson's questions of everyone, `/class duel` challenges "
        "somebody. Admins: `/class daily` for a question of the day, `/class board on` for a board."
    ),
    "help.you": "If anyone asks, your ID here is `{learner}`.",
    "help.command": "/{name}: {summary}",
    "help.more": "All commands",
    "help.all": "`/help all` lists all commands.",
    "help.settings": "Settings",
    # the commands, and what may follow them
    "command.start": "Say hello and get started",
    "command.learn": "Choose a lesson",
    "command.mode": "Choose another way to learn this lesson",
    "command.continue": "Pick up where you left off",
    "command.review": "Review what's due, a few questions at a time",
    "command.progress": "See how far you've come, and how well you judge yourself",
    "command.sources": "See where a lesson's facts come from",
    "command.join": "Join a learning group, or leave one",
    "command.class": "Ask a lesson's questions of everyone in this group",
    "command.predict": "Post a question for everyone here to predict",
    "command.settings": "Time zone, reminders, quiet hours, language and more",
    "command.break": "Take a break: I stay quiet, nothing gets lost",
    "command.link": "Learn in two apps as one learner",
    "command.unlink": "Separate your two accounts again",
    "command.privacy": "What I keep about you, and who can read it",
    "command.export": "Get everything I keep about you, as a file",
    "command.forget": "Delete everything I keep about you",
    "command.admin": "Edit what's taught",
    "command.help": "How this works",
    "command.stop": "Leave the lesson; your place is kept",
    "argument.lesson": "lesson",
    "argument.lesson.about": "A lesson's title, or how it begins",
    "argument.code": "code",
    "argument.code.about": "The code that you were given",
    "argument.when": "when",
    "argument.when.about": "For example: until Monday, 24 Dec to 2 Jan, 2 weeks",
    "argument.question": "question",
    "argument.question.about": "What you'd like to know; leave it empty to choose or report",
    "argument.posted": "question",
    "argument.posted.about": "Words of a question or a lesson; leave it empty to see some",
    "argument.file": "file",
    "argument.file.about": (
        "A lesson (.md), a saved page, or a .zip of a course; leave it empty and I'll ask"
    ),
    "argument.words": "words",
    "argument.words.about": "What to do there; leave it empty to see what there is",
    "command.unknown": "I don't know /{name}. /help shows what I do know.",
    "continue.nothing": "You're not in a lesson right now. /learn shows what there is.",
    "stop.kept": "I've kept your place in *{title}*. /continue brings you back.",
    "stop.review": "All right, enough for now. What's left stays due: /review brings it back.",
    "stop.class": "*End the class*, below each reveal, ends a class: that's for whoever leads it.",
    "stop.nothing": (
        "You're not in a lesson right now, so there's nothing to leave. /learn shows what there is."
    ),
    "text.choose": "I'm not sure which one you mean. Press a button, or type one of these:",
    "text.choose.here": "Thanks! Here, though, I need one of the choices:",
    "text.help": "You can press a button, or type one of these:",
    "text.help.words": "Type your answer in your own words, or one of these:",
    "text.help.more": "/stop leaves it and keeps your place; /help shows what else there is.",
    "text.only": "Press *{label}* when you're ready, or type it.",
    "text.choice": "{number}. {label}",
    "text.thanks": "You're welcome!",
    "text.thanks.open": "You're welcome! The question above is still open.",
    "text.why": "The reason comes right after your answer. A guess will do.",
    "text.unsure": "Is “{text}” your answer?",
    "text.unsure.mine": "Count it as my answer",
    "text.unsure.ours": "Answer my question",
    "text.lost": "I'm a tutor of few words: /learn shows the lessons, /help how this works.",
    "text.on": "/continue takes you back to *{title}*; /help shows what else there is.",
    # presses that do not count
    "press.again": "Got that already.",
    "press.changed": "The buttons have changed in the meantime. Take another look.",
    "press.closed": "That question is closed. /continue takes you on.",
    "press.foreign": (
        "That button is from an earlier conversation, or from somebody else's. /start opens yours."
    ),
    # an answer to a mention in a server, where nobody else is to read it
    "mention.answer": "Press the button, and I'll answer where only you can see it.",
    "mention.open": "Show me privately",
    # in a terminal
    "terminal.hint": (
        "Type a number, a label or a command; Enter goes on, Tab completes, Ctrl-D quits."
    ),
    "terminal.saved": "Saved: `{path}`",
    "terminal.unsaved": (
        "`{name}` can't be saved in `{folder}`: {reason}. Start in a folder you can write to, and "
        "ask for it again."
    ),
    "terminal.late": (
        "That takes longer than I can wait here; you'll get it the next time you start."
    ),
    "terminal.farewell": "See you! Your place is kept: start again to go on.",
    "terminal.draft": (
        "This is a draft, so nothing is kept. Save your file and press Enter to start again. "
        "Type the number of a choice, or /help."
    ),
    "terminal.draft_left": "See you! Nothing was kept.",
    "terminal.picture": "The picture is in the file {file}",
    # when far too much comes at once
    "flood": (
        "That was a lot at once! I've skipped the last of it. Give me half a minute, then pick up "
        "where you left off."
    ),
    # when something fails
    "trouble": (
        "Sorry, something went wrong on my side, and it has been noted. "
        "Your progress is safe: /continue tries again, /learn shows the lessons."
    ),
}
