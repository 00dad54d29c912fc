"""What is a learner's own: progress, settings, linked accounts, and their data."""

PHRASES = {
    # --- What learners are told about themselves ---
    # progress
    "progress.none": (
        "Nothing yet: your progress starts with your first lesson. /learn shows them all."
    ),
    "progress.alone": (
        "Others can read this chat, so let's look at your progress in private: tap my name, then "
        "send me /progress."
    ),
    "progress.title": "**Your progress**",
    "progress.done": "✓ {title}: finished",
    "progress.begun": "▸ {title}: started",
    "progress.held.one": "1 question so far: {counts}.",
    "progress.held.many": "{count} questions so far: {counts}.",
    "progress.wobbles": "*{title}* wobbles most.",
    "progress.unanswered": "You've begun, but nothing is answered yet. /continue takes you on.",
    "progress.more": "More figures",
    "progress.all": "`/progress all` shows more figures.",
    "progress.predictions.one": "1 prediction made before reading on.",
    "progress.predictions.many": "{count} predictions made before reading on.",
    "progress.sure": "When you said “sure”, you were right {right} of {total} times.",
    "progress.probable": "When you said “probably”, you were right {right} of {total} times.",
    "progress.guess": "When you guessed, you were right {right} of {total} times.",
    "progress.range": "Your 80% ranges held the answer {right} of {total} times.",
    "progress.range.over": "That's less often than 4 in 5: make them a little wider.",
    "progress.range.under": "That's more often than 4 in 5: you can risk narrower ones.",
    "progress.range.fits": "That's about right: your ranges mean what they say.",
    "progress.over": "That's less often than you'd expect: be a little more cautious.",
    "progress.under": "You know more than you think: be a little bolder.",
    "progress.fits": "That's about right: your confidence means what it says.",
    # what stays of a lesson
    "mastery.new": "new",
    "mastery.learning": "learning",
    "mastery.known": "known",
    "mastery.risk": "at risk",
    "mastery.lesson": "{lesson} · {state} ({counts})",
    "mastery.lesson.whole": "{lesson} · {state}",
    "mastery.count.new": "{count} not asked yet",
    "mastery.count.learning": "{count} learning",
    "mastery.count.known": "{count} known",
    "mastery.count.risk": "{count} at risk",
    # day by day
    "streak.days.one": "Streak: 1 day.",
    "streak.days.many": "Streak: {count} days.",
    "streak.short.one": "🔥 **1 day.**",
    "streak.short.many": "🔥 **{count} days in a row.**",
    "streak.free": "One day off a week doesn't break it; this week's is still yours.",
    "streak.taken": "You've used this week's day off, and your streak goes on.",
    "week.due": "This week: {days}.",
    "week.day": "{day} {count}",
    "week.today": "today",
    # beliefs that have changed
    "belief.title": "**Where you've changed your mind**",
    "belief.change": "*{question}* {before} {now}",
    "belief.before.sure": "You were sure: {label}.",
    "belief.before.probable": "You said: probably {label}.",
    "belief.before.range": "You bet on {label}.",
    "belief.now.range": "Now you bet on {label}.",
    "belief.now.sure": "Now you're sure: {label}.",
    "belief.now.probable": "Now you say: probably {label}.",
    "belief.now.unsaid": "Now you say: {label}.",
    # the picture: labels are short, for they stand beside a drawing on a phone
    "chart.title": "Your progress",
    "chart.streak.one": "Streak: 1 day",
    "chart.streak.many": "Streak: {count} days",
    "chart.days": "Your days",
    "chart.learned": "learned",
    "chart.off": "day off",
    "chart.due": "reviews due",
    "chart.lessons": "What stays",
    "chart.more.one": "and 1 more lesson",
    "chart.more.many": "and {count} more lessons",
    "chart.shares": "How often you are right",
    "chart.word.sure": "sure",
    "chart.word.probable": "probably",
    "chart.word.guess": "a guess",
    "chart.word.range": "80% ranges",
    "chart.of": "{right} of {total}",
    "chart.right": "so far",
    "chart.interval": "likely range",
    "chart.promised": "what the word stands for",
    "chart.score": "Your score: {score} of {best}",
    "chart.score.went": "after each answer",
    "chart.score.middle": "{middle}: “no idea” every time",
    "chart.told.lessons": "Lessons: {lessons}",
    "chart.told.lesson": "{title}: {state}",
    "chart.told.share": "Right when “{word}”: {right}%, likely {low} to {high}%",
    "chart.told.promised": (
        "Right when “{word}”: {right}%, likely {low} to {high}%; the word stands for {promised}%"
    ),
    "chart.told.due.one": "1 review due this week",
    "chart.told.due.many": "{count} reviews due this week",
    # how well somebody judges themselves, of a hundred
    "score": (
        "You can mostly tell what you know from what you don't: {score} of {best} for judging "
        "yourself. It isn't about how much you know. Being sure and wrong costs most."
    ),
    "score.below": (
        "You've been surer than your answers turned out: {score} of {best} for judging yourself. "
        "To raise it, say “probably” or “a guess” where you hesitate. It isn't about how much "
        "you know."
    ),
    "score.help.sure": (
        "“Sure” means 9 in 10. This time, yours were right {right} of {total} times, so say "
        "“probably” where you hesitate."
    ),
    "score.help.probable": (
        "“Probably” means 2 in 3. This time, yours were right {right} of {total} times; say "
        "“a guess” where you hesitate."
    ),
    "score.help.range": (
        "A range should hold the answer 4 times in 5. This time, yours did {right} of {total} "
        "times, so make it wider where you hesitate."
    ),
    "score.before": "{answers} answers ago it was {score}.",
    # how well confidence matches results, after some predictions
    "calibration.sure": "📏 When you said “sure”, you were right {right} of {total} times.",
    "calibration.sure.lately": (
        "📏 Of the last {total} times you said “sure”, {right} came out right."
    ),
    "calibration.probable": "📏 When you said “probably”, you were right {right} of {total} times.",
    "calibration.probable.lately": (
        "📏 Of the last {total} times you said “probably”, {right} came out right."
    ),
    "calibration.range": "📏 Your {total} ranges held the answer {right} times; the aim is 4 in 5.",
    "calibration.range.lately": (
        "📏 Your last {total} ranges held the answer {right} times; the aim is 4 in 5."
    ),
    "calibration.range.over": "Make them a little wider.",
    "calibration.range.under": "You can risk narrower ones.",
    "calibration.over": "You feel surer than your answers justify.",
    "calibration.over.lately": "Lately you feel surer than your answers justify.",
    "calibration.under": "You know more than you say.",
    "calibration.under.lately": "Lately you know more than you say.",
    "calibration.lately": "Lately: {right} of {total}.",
    "calibration.ever": "Overall: {right} of {total}.",
    # a daily goal
    "goal.reached.one": "⭐ You've reached today's goal: 1 answer.",
    "goal.reached.many": "⭐ You've reached today's goal: {count} answers.",
    "goal.week": "In the last 7 days: {answers} on {days}.",
    "goal.answers.one": "1 answer",
    "goal.answers.many": "{count} answers",
    "goal.days.one": "1 day",
    "goal.days.many": "{count} days",
    "goal.kept.one": "You reached your daily goal on 1 day.",
    "goal.kept.many": "You reached your daily goal on {count} days.",
    "goal.today": "Today: {done} of {goal}.",
    # achievements
    "achievement.prediction": (
        "🌱 Your first prediction! You said what you thought before you knew."
    ),
    "achievement.changed": (
        "🌱 You've changed your mind about something: you had it wrong, and now you have it right."
    ),
    "achievement.mended": (
        "🌱 Turned around: you were sure of something that was wrong, and a week or more later you "
        "still have it right."
    ),
    "achievement.lesson": "🌱 That was your first complete lesson.",
    "achievement.lesson.tested": "🌱 Your first lesson is done, with what you already knew.",
    "achievement.course": "🌱 That was the last lesson of *{title}*: you've finished them all.",
    "achievement.reviews": "🌱 {count} reviews done.",
    # --- Settings: what is set, and the questions that set it ---
    "set.title": "**Your settings**",
    "set.is.zone": "Time zone: {zone}",
    "set.is.times": "Reminders: {times}",
    "set.is.quiet": "Quiet hours: {hours}",
    "set.is.goal": "Daily goal: {goal}",
    "set.is.confidence": "Saying how sure you are: {choice}",
    "set.is.pace": "Messages: {choice}",
    "set.is.language": "Language: {language}",
    "set.is.experiment": "“Does predicting help me?”: {choice}",
    "set.is.news": "News from the people behind this bot: {choice}",
    "set.is.platform": "Where I write to you: {platform}",
    "set.is.break": "Break: {days}",
    "set.to.zone": "Time zone",
    "set.to.times": "Times",
    "set.to.days": "Weekdays",
    "set.to.quiet": "Quiet hours",
    "set.to.goal": "Daily goal",
    "set.to.confidence": "How sure",
    "set.to.pace": "Messages",
    "set.to.language": "Language",
    "set.to.experiment": "Does predicting help me?",
    "set.to.news": "News",
    "set.to.platform": "Where",
    "set.to.break": "Break",
    "set.to.ready": "Ready by a date",
    "set.done": "Done",
    "set.group.reminders": "Reminders",
    "set.group.learning": "Learning",
    "set.group.privacy": "Privacy",
    "set.back": "All settings",
    "set.back.group": "Back",
    "set.left": "All right. /settings is always there.",
    "set.none": "none",
    "set.goal.none": "none",
    "set.on": "on",
    "set.off": "off",
    "set.and": "{first} and {last}",
    "set.chosen": "✓ {label}",
    "set.span": "{start} to {end}",
    "count.answers.one": "1 answer",
    "count.answers.many": "{count} answers",
    # where the clock is
    "set.ask.zone": (
        "**What time is it for you?**\n\n"
        "Pick a place with your time, or type the time, your city or your country."
    ),
    "set.zone.time": "{time} ({place})",
    "set.zone.none": "not set",
    "set.zone.is": "{place}, where it is {time}",
    "set.zone.unknown": (
        "I can't place “{text}”. Try the nearest large city, your country, or an offset like +2 or "
        "UTC-5:30. Or pick a place with your time:"
    ),
    "set.zone.several": (
        "“{text}” could be several places. Which one has your time, summer and winter?"
    ),
    "set.zone.near": "I can't place “{text}”. Do you mean this?",
    # when reminders come
    "set.ask.times": (
        "**When shall I bring a question back?**\n\n"
        "A reminder is a review question you can answer right there; if nothing is due, none "
        "comes. Pick times, or type yours, like 8:15, 19:00."
    ),
    "set.times.now": "Set: {times}.",
    "set.times.none": "No reminders",
    "set.times.quiet": "{times} is in your quiet hours, so that one comes at {end}.",
    "set.times.unread": "I can't read “{text}” as times of day. Type them like 8:15, 19:00.",
    "set.times.many": "At most {most} a day, so they stay welcome.",
    "set.times.nowhere": (
        "I don't know where to reach you privately. Write to me in a private chat and choose "
        "/settings there."
    ),
    "set.reminders.at": "{times}, {days}",
    "set.reminders.somewhere": "once a day",
    "set.agree": (
        "**Reminders come to you alone**, as a direct message: nobody here sees them. "
        "Shall I write to you there?"
    ),
    "set.agree.yes": "Yes, write to me",
    "set.ask.platform": (
        "**Where shall I write to you?** That's for reminders and for anything else you didn't ask "
        "for. Answers always come where you write."
    ),
    "set.platform.wrote": "where you wrote last",
    "set.platform.last": "Where you wrote last",
    "set.ask.days": "**On which days?** Press a day to switch it on or off.",
    "set.days.all": "every day",
    "set.days.work": "Monday to Friday",
    "set.ask.quiet": (
        "**When should I leave you in peace?**\n\nAnything that would come in these hours comes "
        "when they end. Pick some, or type yours, like 21:30-6:30."
    ),
    "set.quiet.now": "Set: {hours}.",
    "set.quiet.unread": "I can't read “{text}” as a start and an end. Type it like 21:30-6:30.",
    # the other choices
    "set.ask.goal": (
        "**How many answers a day are you aiming for?** Predictions and reviews both count."
    ),
    "set.ask.confidence": (
        "**Shall I ask how sure you are?** That's how you get better at judging yourself."
    ),
    "set.ask.pace": "**How long should my messages be?**",
    "set.pace.long": "long",
    "set.pace.short": "short",
    "set.ask.language": "**Which language shall we use?**",
    "set.language.platform": "same as your app",
    "set.ask.experiment": (
        "**Does predicting help me?**\n\n"
        "While this is on, about one question in five, picked at random, isn't asked first: you're "
        "told straight away. These, and as many again, come back for review after a day. After "
        "enough of them, you'll see whether predicting first makes a difference for you. You can "
        "turn it off at any time."
    ),
    "set.ask.news": (
        "**Shall I pass on news,** such as a new course? It's rare, and only you get to see it."
    ),
    # --- One learner on two platforms: linking two accounts by a code, and separating them ---
    "link.terminal": "the terminal",
    # making a code
    "link.alone": "That's for you alone, and others can read this chat. Send /link to me directly.",
    "link.already": (
        "You already learn as one person here and on {there}. /unlink separates the two again."
    ),
    "link.enough": "That's enough codes for now. You can have another one in an hour.",
    "link.code": (
        "**Your code: `{code}`**\n\n"
        "Send me `/link {code}` on the other platform. You'll be one learner there and here, and "
        "you can go on wherever you like."
    ),
    "link.code.link": "On {platform} this link does the same: {link}",
    "link.code.care": (
        "It works once, within 15 minutes. Don't give it to anyone: whoever uses it shares "
        "everything I know about you."
    ),
    # entering it
    "link.exposed": (
        "Others can read this chat, so this code is void now. Make a new one with /link where "
        "we're alone, and send it to me where we're alone, too."
    ),
    "link.wait": "Too many codes didn't work. Please try again in an hour.",
    "link.unknown": (
        "This code doesn't work. A code works once, within 15 minutes. You can make a new one with "
        "/link on the other platform."
    ),
    "link.self": "That's your own code from here. Send it to me on the other platform.",
    "link.same": (
        "This code is from another account on {platform}. I can link accounts on two different "
        "platforms only."
    ),
    "link.roles": (
        "One of your two accounts may edit what's taught, and the other may not. Linking doesn't "
        "give anyone more rights, so I can't do it like this. Whoever runs me can give both "
        "accounts the same role first."
    ),
    "link.ask": (
        "**Become one learner?**\n\n"
        "You'll be one learner on {there} and {here}: what you did here and there counts together, "
        "and you can go on in either place.\n\n"
        "- Your settings and reminders from {there} apply.\n"
        "- If you answered the same question in both places, I go by the one you answered more "
        "often.\n"
        "- If you're in the same lesson in both places, you go on where you got further.\n"
        "- For a week, /unlink can undo this.\n\n"
        "Say yes only if you made this code yourself. Whoever made it will see all of this, and "
        "can delete it."
    ),
    "link.yes": "Yes, that's me",
    "link.no": "No",
    "link.done": (
        "**You're one learner now, here and on {there}.** /continue brings you back to your "
        "lesson. In /settings you can choose where I remind you."
    ),
    "link.told": (
        "**You're one learner now, here and on {there}.** If that wasn't you, /unlink undoes it."
    ),
    "link.not": "All right, nothing has changed. That code is void now.",
    "link.over": "This code doesn't work any more, so nothing has changed. /link makes a new one.",
    # separating them
    "unlink.alone": (
        "That's for you alone, and others can read this chat. Send /unlink to me directly."
    ),
    "unlink.none": "You learn in one place only, so there's nothing to separate.",
    "unlink.ask.back": (
        "**Separate your two accounts?**\n\n"
        "Each gets back what it had before you linked them on {when}. What you've done since then, "
        "in either place, can't be divided: it stays with one of them. Which one?"
    ),
    "unlink.ask.all": (
        "**Separate your two accounts?**\n\n"
        "You linked them on {when}. That's more than a week ago, so I can't tell any more what was "
        "whose: everything stays with one of them, and the other begins anew. Which one keeps it?"
    ),
    "unlink.keep": "Keep it on {platform}",
    "unlink.no": "Stay one learner",
    "unlink.not": "All right, you're still one learner.",
    "unlink.done.back": (
        "Your accounts are separate again. What you've done since you linked them is on {platform}."
    ),
    "unlink.done.all": "Your accounts are separate again. Everything is on {platform}.",
    # --- What is kept of a learner: telling them, handing it over, and deleting it ---
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
    "privacy.export": "Get it as a file",
    "privacy.forget": "Delete it all",
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
    "export.writing": "I'm putting it together. You'll get it where nobody else can see it.",
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
        "What stays is anonymous counts: how many people gave each answer. The messages in this "
        "chat stay too, unless you delete them."
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
