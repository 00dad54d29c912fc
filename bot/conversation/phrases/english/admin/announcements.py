"""Announcements: what admins are told, and how learners see one."""

PHRASES = {
    # how learners see one
    "announced": "📣 {text}\n\n*No more news? Turn it off in /settings.*",
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
}
