"""What admins are told of cohorts, and their buttons."""

PHRASES = {
    # the list, and a new group
    "admin.area.cohorts": "Learning groups",
    "admin.area.cohorts.about": "a course opens its lessons one by one to a group",
    "admin.cohorts.title": (
        "**Learning groups**\n\nA group learns a course together: its lessons open one by one, "
        "on the days that you choose. All others see the course as always."
    ),
    "admin.cohorts.running": "{name} ({number})",
    "admin.cohorts.paused": "⏸ {name} ({number})",
    "admin.cohorts.closed": "✓ {name} ({number})",
    "admin.cohorts.new": "New group",
    "admin.cohorts.all": "All groups",
    "admin.cohorts.gone": "There is no group with the code `{code}`.",
    "admin.cohorts.course": "Which course shall the group learn?",
    "admin.cohorts.no_course": "There is no course yet that a group could learn.",
    "admin.cohorts.more": (
        "There are {number} more: write `/admin cohorts new` and the course's id."
    ),
    "admin.cohorts.unknown": "There is no course `{course}`.",
    "admin.cohorts.ask.line": (
        "**A new group for {course}.** Write its name, or all in one line: name, first day and "
        "pace, such as `Spring class, 2026-03-09 09:00, every 2 days`. Times are by your clock "
        "({zone}); /settings changes the zone."
    ),
    "admin.cohorts.ask.name": "What shall the group be called?",
    "admin.cohorts.ask.when": (
        "When does the first lesson open to **{name}**? Choose, or write a date and a time by your "
        "clock ({zone}), such as `2026-03-09 09:00`."
    ),
    "admin.cohorts.ask.every": (
        "How often shall the next lesson open to **{name}**? Choose, or write a number of days."
    ),
    "admin.cohorts.now": "Now",
    "admin.cohorts.tomorrow": "Tomorrow, {when}",
    "admin.cohorts.monday": "Next Monday, {when}",
    "admin.cohorts.every.one": "every day",
    "admin.cohorts.every.many": "every {count} days",
    "admin.cohorts.weekly": "every week",
    "admin.cohorts.long": (
        "A name of {length} characters is too long; {most} have room on a button."
    ),
    "admin.cohorts.pace.unread": (
        "I can't read a pace in that. Write the days from one lesson to the next, {least} to "
        "{most}."
    ),
    "admin.cohorts.sure": (
        "**Shall this group be made?** {name} learns *{course}*, with a new lesson {pace}:"
    ),
    "admin.cohorts.opening": "{number}. {title}: {when}",
    "admin.cohorts.open_now": "Open now ({number}): {titles}",
    "admin.cohorts.all_open": "All lessons are open. One that is added to the course opens next.",
    "admin.cohorts.no_lessons": "The course has no lesson that is taught just now.",
    "admin.cohorts.make": "Make the group",
    "admin.cohorts.anew": "Write it anew",
    "admin.cohorts.made": "✓ **{name}** is there.",
    # a group
    "admin.cohorts.card": "**{name}** learns *{course}*. {members}",
    "admin.cohorts.members.one": "1 person belongs to it.",
    "admin.cohorts.members.many": "{count} people belong to it.",
    "admin.cohorts.state.running": "A lesson opens {pace}, by the clock of {zone}.",
    "admin.cohorts.state.paused": "⏸ It has a pause; the pace is {pace}, by the clock of {zone}.",
    "admin.cohorts.state.closed": "✓ It has ended; all lessons are open to its members.",
    "admin.cohorts.invite": (
        "**Invitation:** whoever writes `/join {code}` to this bot belongs to it."
    ),
    "admin.cohorts.link": "On {platform} a link does the same: `{link}`.",
    # changing it
    "admin.cohorts.pace": "Change the pace",
    "admin.cohorts.move": "Move the next opening",
    "admin.cohorts.pause": "Pause",
    "admin.cohorts.resume": "Go on",
    "admin.cohorts.close": "End it",
    "admin.cohorts.yes": "Yes, do that",
    "admin.cohorts.done": "✓ Done.",
    "admin.cohorts.touches.one": "This touches 1 person. What is open stays open.",
    "admin.cohorts.touches.many": "This touches {count} people. What is open stays open.",
    "admin.cohorts.pace.ask": (
        "A lesson opens to **{cohort}** {pace}. How often shall it be? Choose, or write a number "
        "of days. The next opening stays when it is."
    ),
    "admin.cohorts.pace.sure": "**Shall a lesson open to {cohort} {pace}?**",
    "admin.cohorts.move.ask": (
        "The next lesson opens to **{cohort}** at {when}. When shall it be? Write a date and a "
        "time by your clock, where it is {now} now. Those after it follow from it."
    ),
    "admin.cohorts.move.sure": "**Shall the next lesson open to {cohort} at {when}?**",
    "admin.cohorts.pause.sure": (
        "**Shall {cohort} have a pause?** No lesson opens until it goes on."
    ),
    "admin.cohorts.resume.sure": "**Shall {cohort} go on?** Lessons open on the days of its pace.",
    "admin.cohorts.close.sure": (
        "**Shall {cohort} end?** All lessons open to its members at once, and nobody can join any "
        "more. This can't be taken back."
    ),
    # what was done
    "admin.act.cohort": "made the group {subject} ({after} days)",
    "admin.act.cohort_pace": "changed the pace of {subject} ({before} → {after} days)",
    "admin.act.cohort_move": "moved the next opening of {subject} ({before} → {after})",
    "admin.act.cohort_pause": "paused {subject}",
    "admin.act.cohort_resume": "let {subject} go on",
    "admin.act.cohort_close": "ended {subject}",
}
