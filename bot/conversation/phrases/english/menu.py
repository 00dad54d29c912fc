"""What is said on the way in, and while a lesson and a way to learn it are chosen."""

PHRASES = {
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
    "alone": "Let's learn in our own chat, where nobody else reads along.",
    "alone.lesson": "Let's do *{title}* in our own chat, where nobody else reads along.",
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
    "lesson.start": "Start ({minutes} min)",
    "lesson.more": "More ways to learn it",
    "lesson.ways": "**{title} · choose how to learn it**",
    "lesson.back": "Back",
    "lesson.language": "So far, this lesson is only in {language}.",
    "lesson.needs": "It builds on: {titles}.",
    "lesson.again": "You've finished this lesson before; you can take it again.",
    "lesson.mode": "**{name}** ({minutes}): {about}",
    "lesson.continue": "Continue: {mode}",
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
    "level.foundation": "foundation",
    "level.intermediate": "intermediate",
    "level.advanced": "advanced",
    "level.expert": "expert",
    # the learning modes
    "mode.learn": "Learn",
    "mode.learn.about": "a guided first tour",
    "mode.why": "Why",
    "mode.why.about": "the reasons, including your own",
    "mode.deep": "Deep",
    "mode.deep.about": "the whole lesson, step by step",
    "mode.visual": "Visual",
    "mode.visual.about": "pictures with a gap to fill",
    "mode.try": "Try",
    "mode.try.about": "small tasks to do right now",
    "mode.challenge": "Challenge",
    "mode.challenge.about": "a scored test, answers at the end",
    "mode.project": "Project",
    "mode.project.about": "milestones over several days; you judge it by a rubric",
    "mode.recall": "Recall",
    "mode.recall.about": "what you remember, with no refresher first",
    "mode.perf": "Perf",
    "mode.perf.about": "how it performs: limits, costs, real use",
    "mode.none": "You're not in a lesson right now. /learn shows what there is.",
}
