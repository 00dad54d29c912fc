"""What admins are told of what learners ask and report."""

PHRASES = {
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
