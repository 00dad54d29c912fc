"""What members of a cohort are told: joining, what opens when, leaving."""

PHRASES = {
    # lessons that are not open yet
    "menu.opens": "🔒 {title} · {day}",
    "menu.closed": "🔒 {title}",
    "cohort.opens": "🔒 *{title}* opens for {cohort} on {when}.",
    "cohort.paused": "🔒 *{title}* isn't open for {cohort} yet: the group is paused right now.",
    # joining
    "cohort.code": (
        "**Do you have an invitation?** Type its code to learn together with a group: the lessons "
        "of a course open one by one."
    ),
    "cohort.unknown": (
        "I don't know a group with that code. Please check your invitation, and type `/join` with "
        "the code in it, like `/join K7QX3M`."
    ),
    "cohort.already": "You're already in {cohort}.",
    "cohort.closed": "{cohort} has ended. All lessons of *{course}* are open to you: /learn.",
    "cohort.other": (
        "You're already learning this course with {cohort}. To change groups, leave that one "
        "first: /join."
    ),
    "cohort.joined": "**Welcome to {cohort}!** You'll learn *{course}* together, step by step.",
    "cohort.tells": "I'll write to you privately when a lesson opens. /join can change that.",
    "cohort.nowhere": (
        "I can't write to you privately from here, so I can't tell you when a lesson opens. Send "
        "`/join {code}` to me directly, and I can."
    ),
    "cohort.shut": (
        "A lesson of your learning group may have opened, but I couldn't tell you: I can't write "
        "to you directly. Allow direct messages from this server (or open a chat with me), and "
        "send `/join {code}` again."
    ),
    "cohort.open.none": "No lesson is open yet.",
    "cohort.open.one": "{count} lesson is open.",
    "cohort.open.many": "{count} lessons are open.",
    "cohort.begin": "Begin: {title}",
    "cohort.course": "See the course",
    # one's own groups
    "cohort.mine": "**Your learning groups**",
    "cohort.line": "{cohort}, with *{course}*: I'll tell you when a lesson opens",
    "cohort.line.quiet": "{cohort}, with *{course}*: I won't tell you when a lesson opens",
    "cohort.quiet": "Don't tell me: {cohort}",
    "cohort.tell": "Tell me: {cohort}",
    "cohort.leave.it": "Leave: {cohort}",
    "cohort.more": "Join another one",
    "cohort.leave.sure": (
        "Do you want to leave {cohort}? All lessons of *{course}* will then be open to you, and "
        "nothing you did is lost."
    ),
    "cohort.leave": "Leave",
    "cohort.stay": "Stay",
    "cohort.left": (
        "You've left {cohort}. All lessons of *{course}* are open to you: /learn. The code lets "
        "you back in."
    ),
    # when a lesson opens
    "cohort.opened": "🔓 **Lesson {number} of {course} is open:** {title}",
    "cohort.opened.several": "🔓 **These lessons of {course} are open:**",
    "cohort.opened.line": "- Lesson {number}: {title}",
    "cohort.ended": "🔓 {cohort} has ended, and **all lessons of {course} are open** to you.",
}
