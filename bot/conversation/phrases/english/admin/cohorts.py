"""What admins are told of cohorts, and their buttons."""

PHRASES = {
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
}
