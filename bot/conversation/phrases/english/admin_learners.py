"""What admins are told of learners: announcements, cohorts, statistics, questions and reports."""

PHRASES = {
    # --- Announcements: what admins are told, and how learners see one ---
    # how learners see one
    "announced": "📣 {text}\n\n*Don't want this news? Turn it off in /settings.*",
    "announced.posted": "📣 {text}",
    # writing one
    "admin.area.announce": "Announce",
    "admin.area.announce.about": "write to many learners at once",
    "admin.announce.title": (
        "**Announcements**\n\n"
        "Each one goes to everyone who wants news, in their private chat. To post in a channel or "
        "a group instead, say /admin announce there."
    ),
    "admin.announce.title.part": (
        "**Announcements**\n\n"
        "Each one goes to whom you choose and who wants news, in their private chat."
    ),
    "admin.announce.write": "Write one",
    "admin.announce.anew": "Write something else",
    "admin.announce.ask": (
        "**What would you like to say?** Write the message; you'll see it before it goes out."
    ),
    "admin.announce.long": (
        "That's {length} characters; {most} fit into one message. Please shorten it."
    ),
    "admin.announce.link": (
        "There's a link to {address} in it, and a chat app may do something with it that you don't "
        "expect. Link to a web page (https://…), or write just the words."
    ),
    "admin.announce.preview": "That's how learners will see it. Who should get it?",
    "admin.announce.button": "Below it there's a button, *{label}*.",
    "admin.announce.question": "Add a question",
    "admin.announce.unask": "Without the question",
    "admin.announce.question.ask": (
        "**Which question should it ask?** Type a word or two of it or its lesson. "
        "Everyone can answer where they read it; only they see their answer."
    ),
    "admin.announce.question.which": "Lessons for “{text}”. Choose one, or type other words.",
    "admin.announce.question.none": "I found nothing for “{text}”. Type other words.",
    "admin.announce.question.looking": "I'm looking through the questions; this takes a moment…",
    "admin.announce.question.found": "Questions for “{text}”. Choose one, or type other words.",
    "admin.announce.question.of": "**Which question of *{title}*?**",
    "admin.announce.question.empty": (
        "*{title}* has no question that can stand alone. Type other words."
    ),
    "admin.announce.question.gone": "That question isn't there any more.",
    "admin.announce.everyone": "Everyone who wants news",
    "admin.announce.course": "Learners of {title}",
    "admin.announce.cohort": "Group {name}",
    "admin.announce.to": "{audience} ({number})",
    "admin.announce.post": "Post in {place}",
    "admin.announce.closed": (
        "I can't post in {place}: I need to see the channel and to send messages there."
    ),
    "admin.announce.sure.place": (
        "**Post it in {place}?** Everyone there can read it as you see it above, and I can't take "
        "it back."
    ),
    "admin.announce.sure.one": "**Send it?** It reaches 1 person, and can't be taken back.",
    "admin.announce.sure.many": "**Send it?** It reaches {count} people, and can't be taken back.",
    "admin.announce.going.place": "📣 I'm posting it in {place}. I'll tell you when it's done.",
    "admin.announce.going.one": "📣 It's going out to 1 person. I'll tell you when it's done.",
    "admin.announce.going.many": (
        "📣 It's going out to {count} people. I'll tell you when it's done."
    ),
    "admin.announce.nobody": "That would reach nobody right now. Choose someone else.",
    "admin.announce.send": "Send it",
    # how far it is
    "admin.announce.show": "How is it going?",
    "admin.announce.pause": "Pause",
    "admin.announce.resume": "Go on",
    "admin.announce.cancel": "Cancel",
    "admin.announce.cancel.sure.one": "Stop sending it? 1 person is still waiting for it.",
    "admin.announce.cancel.sure.many": "Stop sending it? {count} people are still waiting for it.",
    "admin.announce.pause.done": "Paused. Nobody else gets it until you press *Go on*.",
    "admin.announce.resume.done": "It's going out again.",
    "admin.announce.cancel.done": "Cancelled. Nobody else gets it; whoever has it keeps it.",
    "admin.announce.gone": "There's no such announcement.",
    "admin.announce.state.going": "📣 **{title}** is going out.",
    "admin.announce.state.paused": "📣 **{title}** is paused.",
    "admin.announce.state.cancelled": "📣 **{title}** was cancelled.",
    "admin.announce.state.done": "📣 **{title}** is out.",
    "admin.announce.state.nobody": "📣 **{title}** reached nobody.",
    "admin.announce.fate.sent": "sent: {number}",
    "admin.announce.fate.failed": "failed: {number}",
    "admin.announce.fate.unclear": "may not have arrived, and won't be sent again: {number}",
    "admin.announce.fate.blocked": "can no longer be reached: {number}",
    "admin.announce.fate.waiting": "remaining: {number}",
    "admin.announce.elsewhere": (
        "waiting for {platform}, where the bot isn't running at the moment: {number}"
    ),
    "admin.announce.silent": "waiting for {platform}, which can't be reached right now: {number}",
    # what was done
    "admin.act.announce": "announced “{subject}” to {after}",
    "admin.act.announce_pause": "paused the announcement “{subject}”",
    "admin.act.announce_resume": "resumed the announcement “{subject}”",
    "admin.act.announce_cancel": "cancelled the announcement “{subject}”",
    # --- What admins are told of cohorts, and their buttons ---
    # the list, and a new group
    "admin.area.cohorts": "Learning groups",
    "admin.area.cohorts.about": "a course opens to a group lesson by lesson",
    "admin.cohorts.title": (
        "**Learning groups**\n\n"
        "A group learns a course together: its lessons open one by one, on the days you choose. "
        "Everyone else sees the course as always."
    ),
    "admin.cohorts.running": "{name} ({number})",
    "admin.cohorts.paused": "⏸ {name} ({number})",
    "admin.cohorts.closed": "✓ {name} ({number})",
    "admin.cohorts.new": "New group",
    "admin.cohorts.all": "All groups",
    "admin.cohorts.gone": "There's no group with the code `{code}`.",
    "admin.cohorts.course": "Which course should the group learn?",
    "admin.cohorts.no_course": "There's no course for a group to learn yet.",
    "admin.cohorts.more": (
        "There are {number} more: write `/admin cohorts new` and the course's ID."
    ),
    "admin.cohorts.unknown": "There's no course `{course}`.",
    "admin.cohorts.ask.line": (
        "**A new group for {course}.** Write its name, or everything in one line: name, first day "
        "and pace, like `Spring class, 2026-03-09 09:00, every 2 days`. Times are in your time "
        "zone ({zone}); /settings changes it."
    ),
    "admin.cohorts.ask.name": "What should the group be called?",
    "admin.cohorts.ask.when": (
        "When does the first lesson open for **{name}**? Choose, or write a date and a time in "
        "your time zone ({zone}), like `2026-03-09 09:00`."
    ),
    "admin.cohorts.ask.every": (
        "How often should a new lesson open for **{name}**? Choose, or write a number of days."
    ),
    "admin.cohorts.now": "Now",
    "admin.cohorts.tomorrow": "Tomorrow, {when}",
    "admin.cohorts.monday": "Next Monday, {when}",
    "admin.cohorts.every.one": "every day",
    "admin.cohorts.every.many": "every {count} days",
    "admin.cohorts.weekly": "every week",
    "admin.cohorts.long": "A name of {length} characters is too long; {most} fit on a button.",
    "admin.cohorts.pace.unread": (
        "I can't read a pace in that. Write the number of days from one lesson to the next, "
        "{least} to {most}."
    ),
    "admin.cohorts.sure": (
        "**Create this group?** {name} learns *{course}*, with a new lesson {pace}:"
    ),
    "admin.cohorts.opening": "{number}. {title}: {when}",
    "admin.cohorts.open_now": "Open now ({number}): {titles}",
    "admin.cohorts.all_open": "All lessons are open. If one is added to the course, it opens next.",
    "admin.cohorts.no_lessons": "The course has no lessons at the moment.",
    "admin.cohorts.make": "Create the group",
    "admin.cohorts.anew": "Start over",
    "admin.cohorts.made": "✓ **{name}** is ready.",
    # a group
    "admin.cohorts.card": "**{name}** learns *{course}*. {members}",
    "admin.cohorts.members.one": "It has 1 member.",
    "admin.cohorts.members.many": "It has {count} members.",
    "admin.cohorts.state.running": "A lesson opens {pace}, in the time zone {zone}.",
    "admin.cohorts.state.paused": "⏸ It's paused; its pace is {pace}, in the time zone {zone}.",
    "admin.cohorts.state.closed": "✓ It has ended; all lessons are open to its members.",
    "admin.cohorts.invite": "**Invitation:** anyone who sends `/join {code}` to this bot joins.",
    "admin.cohorts.link": "On {platform} a link does the same: `{link}`.",
    "admin.cohorts.figures": "Figures",
    "admin.cohorts.write": "Write to it",
    # changing it
    "admin.cohorts.pace": "Change the pace",
    "admin.cohorts.move": "Move the next opening",
    "admin.cohorts.pause": "Pause",
    "admin.cohorts.resume": "Go on",
    "admin.cohorts.close": "End it",
    "admin.cohorts.yes": "Yes, do that",
    "admin.cohorts.done": "✓ Done.",
    "admin.cohorts.touches.one": "This affects 1 person. What's open stays open.",
    "admin.cohorts.touches.many": "This affects {count} people. What's open stays open.",
    "admin.cohorts.pace.ask": (
        "A lesson opens for **{cohort}** {pace}. How often should it be instead? Choose, or write "
        "a number of days. The next opening stays where it is."
    ),
    "admin.cohorts.pace.sure": "**Open a lesson for {cohort} {pace}?**",
    "admin.cohorts.move.ask": (
        "The next lesson opens for **{cohort}** at {when}. When should it be instead? Write a date "
        "and a time in your time zone, where it's {now} now. The lessons after it move along."
    ),
    "admin.cohorts.move.sure": "**Open the next lesson for {cohort} at {when}?**",
    "admin.cohorts.pause.sure": "**Pause {cohort}?** No lesson opens until it goes on.",
    "admin.cohorts.resume.sure": "**Let {cohort} go on?** Lessons open again at its pace.",
    "admin.cohorts.close.sure": (
        "**End {cohort}?** All lessons open to its members at once, and nobody can join any more. "
        "This can't be undone."
    ),
    # what was done
    "admin.act.cohort": "created the group {subject} ({after} days)",
    "admin.act.cohort_pace": "changed the pace of {subject} ({before} → {after} days)",
    "admin.act.cohort_move": "moved the next opening of {subject} ({before} → {after})",
    "admin.act.cohort_pause": "paused {subject}",
    "admin.act.cohort_resume": "resumed {subject}",
    "admin.act.cohort_close": "ended {subject}",
    # --- What admins are told of all learners together ---
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
    "admin.stats.weeks": (
        "**The first week** · came → answered a question → finished a lesson → set a reminder → "
        "back on day 2 → back on day 7"
    ),
    "admin.stats.week": "- from {day}: {way}",
    "admin.stats.week.few": "fewer than {few}",
    "admin.stats.weeks.hint": (
        "*By the week in which people first wrote, in steps of {few}. Day 2 is 18 to 42 hours "
        "after that, and day 7 five days later.*"
    ),
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
    "admin.stats.thought": "Half of them answered within {time}.",
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
    # --- What admins are told of what learners ask and report ---
    "admin.area.inbox": "Inbox",
    "admin.area.inbox.about": "what learners ask and report, and your answers",
    # the groups
    "admin.inbox.title.open": "**Inbox · open**",
    "admin.inbox.title.done": "**Inbox · answered and closed**",
    "admin.inbox.only": "Only *{title}*",
    "admin.inbox.none.open": (
        "Nothing is open. When a learner asks or reports something, it's here."
    ),
    "admin.inbox.none.done": "Nothing has been answered or closed yet.",
    "admin.inbox.line": "{number}. {place}: {said}",
    "admin.inbox.wrong.one": "1 person says it's wrong",
    "admin.inbox.wrong.many": "{count} people say it's wrong",
    "admin.inbox.unclear.one": "1 doesn't understand it",
    "admin.inbox.unclear.many": "{count} don't understand it",
    "admin.inbox.asked.one": "1 has a question",
    "admin.inbox.asked.many": "{count} have a question",
    "admin.inbox.taken": "taken by {by}",
    "admin.inbox.taken.you": "taken by you",
    "admin.inbox.open": "Open",
    "admin.inbox.done": "Answered",
    "admin.inbox.lessons": "By lesson",
    "admin.inbox.lessons.title": "**Open, by lesson**",
    "admin.inbox.lesson": "{title} ({number})",
    "admin.inbox.all": "All lessons",
    "admin.inbox.tells.on": "🔔 Tell me at once: on",
    "admin.inbox.tells.off": "🔕 Tell me at once: off",
    # a group, and what is in it
    "admin.inbox.question": "*{question}*",
    "admin.inbox.remark": "**{number}.** {kind} · {when}",
    "admin.inbox.committed": "They had answered: {said}.",
    "admin.inbox.more.one": "One more, older.",
    "admin.inbox.more.many": "{count} more, older.",
    "admin.inbox.gone": "There's nothing here any more; somebody may have seen to it already.",
    "admin.inbox.alone": (
        "Others can read along here, and what learners write is for you. Say /admin inbox in our "
        "own chat."
    ),
    "admin.inbox.back": "Inbox",
    "admin.inbox.take": "Take it",
    "admin.inbox.answer": "Answer",
    "admin.inbox.answer.all": "Answer all {number}",
    "admin.inbox.close": "Close without an answer",
    "admin.inbox.close.all": "Close all {number}",
    "admin.inbox.correct": "Correct the key",
    "admin.inbox.each": "No. {number}",
    "admin.inbox.reply": "**Answer:**",
    "admin.inbox.reply.picture": "**Answer:** the picture above.",
    "admin.inbox.closed": "*Closed without an answer.*",
    "admin.inbox.ask": (
        "**Type your answer**, or send a picture with it. It goes to whoever asked, though not at "
        "night or in a break, with this part of the lesson named beside it. They don't see who you "
        "are."
    ),
    "admin.inbox.long": "That's too long. Please keep it to {most} characters.",
    "admin.inbox.picture.received": "Got it. Your answer goes out as soon as the picture is ready.",
    "admin.inbox.picture.refused": (
        "**That can't be sent as a picture, so nothing was answered.** `{why}`"
    ),
    "admin.inbox.picture.again": "Answer again",
    "admin.inbox.picture.late": (
        "Meanwhile somebody else has seen to it, so your picture wasn't sent."
    ),
    "admin.inbox.see": "See the answer",
    "admin.inbox.answered.one": "✓ Answered. It's on its way to 1 person.",
    "admin.inbox.answered.many": "✓ Answered. It's on its way to {count} people.",
    "admin.inbox.closed.done": "✓ Closed.",
    "admin.inbox.taken.done": "✓ It's yours; the others can see that.",
    # the person behind it
    "admin.inbox.mute": "Mute this person",
    "admin.inbox.unmute": "Unmute this person",
    "admin.inbox.mute.sure": (
        "Mute whoever sent this? They can't ask or report anything in any lesson until somebody "
        "unmutes them, and are told so when they try."
    ),
    "admin.inbox.mute.yes": "Mute them",
    "admin.inbox.muted": "🔇 Whoever sent this is muted.",
    "admin.inbox.muted.done": "✓ Muted.",
    "admin.inbox.unmuted.done": "✓ Not muted any more.",
    # shown to everyone
    "admin.inbox.show": "Show to everyone…",
    "admin.inbox.show.named": "Show to everyone: “{words}”",
    "admin.inbox.shown.offered": "*Its learner has been asked whether everyone may read it.*",
    "admin.inbox.shown.agreed": "*Shown to everyone below this part, as “Asked before”.*",
    "admin.inbox.shown.declined": "*Its learner would rather not have it shown.*",
    "admin.inbox.shown.hidden": "*Not shown any more.*",
    "admin.inbox.hide": "Don't show it any more",
    "admin.inbox.offered": (
        "✓ Whoever asked is asked whether everyone may read it. If they agree, it's shown below "
        "this part, without a name."
    ),
    "admin.inbox.hidden": "✓ It isn't shown any more.",
    # told by itself
    "admin.inbox.news.one": "📥 **1 message from a learner is open.** /admin inbox",
    "admin.inbox.news.many": "📥 **{count} messages from learners are open.** /admin inbox",
    "admin.digest.remarks": "📥 From learners: {made} new, {open} still open. /admin inbox",
    # in the statistics
    "admin.stats.asked": "**Asked most about**",
    "admin.stats.asked.place.one": "- {place}: 1 person",
    "admin.stats.asked.place.many": "- {place}: {count} people",
    "admin.stats.asked.few": "- {place}: fewer than {few} people",
    "admin.stats.asked.lesson": "the lesson as a whole",
    "admin.stats.worth": ("**Was it worth it?** 👍 {yes} · 🤷 {partly} · 👎 {no}"),
    # what was done
    "admin.act.remark_answered": "answered {after} about {subject}",
    "admin.act.remark_closed": "closed {after} about {subject} without an answer",
    "admin.act.remark_shown": "offered to show an exchange about {subject}",
    "admin.act.remark_hidden": "took down an exchange about {subject}",
    "admin.act.mute": "muted somebody who wrote about {subject}",
    "admin.act.unmute": "unmuted somebody who wrote about {subject}",
}
