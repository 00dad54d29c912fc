"""Announcements: what admins are told, and how learners see one."""

PHRASES = {
    # how learners see one
    "announced": "📣 {text}\n\n*No more news? Turn it off in /settings.*",
    "announced.posted": "📣 {text}",
    # writing one
    "admin.area.announce": "Announce",
    "admin.area.announce.about": "write to many learners at once",
    "admin.announce.title": (
        "**Announcements**\n\nEach goes to those who want news, in a chat where they are alone; or "
        "it is posted in a channel or a group, where you say /admin announce for that."
    ),
    "admin.announce.write": "Write one",
    "admin.announce.anew": "Write another text",
    "admin.announce.ask": (
        "**What do you want to tell?** Write the message; you see it before it goes out."
    ),
    "admin.announce.long": (
        "That is {length} characters; {most} fit into one message. Write it shorter."
    ),
    "admin.announce.link": (
        "There is a link to {address} in it, and a chat may make something else of that than you "
        "mean. Let it lead to a web page (https://…), or write the words alone."
    ),
    "admin.announce.preview": "That is how learners will see it. Who shall get it?",
    "admin.announce.everyone": "Everyone who wants news",
    "admin.announce.course": "Learners of {title}",
    "admin.announce.to": "{audience} ({number})",
    "admin.announce.post": "Post in {place}",
    "admin.announce.closed": (
        "I can't post in {place}: I need to see the channel and to send messages there."
    ),
    "admin.announce.sure.place": (
        "**Shall it be posted in {place}?** Whoever is there can read it as you see it above, and "
        "I can't take it back."
    ),
    "admin.announce.sure.one": (
        "**Shall it go out?** It reaches 1 person, and can't be taken back."
    ),
    "admin.announce.sure.many": (
        "**Shall it go out?** It reaches {count} people, and can't be taken back."
    ),
    "admin.announce.going.place": "📣 I'm posting it in {place}. I'll tell you when it is done.",
    "admin.announce.going.one": "📣 It is going out to 1 person. I'll tell you when it is done.",
    "admin.announce.going.many": (
        "📣 It is going out to {count} people. I'll tell you when it is done."
    ),
    "admin.announce.nobody": "This reaches nobody just now. Choose somebody else.",
    "admin.announce.send": "Send it",
    # how far it is
    "admin.announce.show": "How far is it?",
    "admin.announce.pause": "Pause",
    "admin.announce.resume": "Go on",
    "admin.announce.cancel": "Cancel",
    "admin.announce.cancel.sure.one": "Shall it go out no more? 1 person is still waiting for it.",
    "admin.announce.cancel.sure.many": (
        "Shall it go out no more? {count} people are still waiting for it."
    ),
    "admin.announce.pause.done": "Paused. Nobody else gets it until you let it go on.",
    "admin.announce.resume.done": "It goes on.",
    "admin.announce.cancel.done": "Cancelled. Whoever has it keeps it; nobody else gets it.",
    "admin.announce.gone": "There is no such announcement.",
    "admin.announce.state.going": "📣 **{title}** is going out.",
    "admin.announce.state.paused": "📣 **{title}** is paused.",
    "admin.announce.state.cancelled": "📣 **{title}** was cancelled.",
    "admin.announce.state.done": "📣 **{title}** is out.",
    "admin.announce.state.nobody": "📣 **{title}** has reached nobody.",
    "admin.announce.fate.sent": "sent: {number}",
    "admin.announce.fate.failed": "failed: {number}",
    "admin.announce.fate.unclear": "may not have arrived, and is not sent again: {number}",
    "admin.announce.fate.blocked": "can't be reached any more: {number}",
    "admin.announce.fate.waiting": "remaining: {number}",
    "admin.announce.elsewhere": "waiting for {platform}, which is not served at present: {number}",
    "admin.announce.silent": "waiting for {platform}, which can't be reached just now: {number}",
    # what was done
    "admin.act.announce": "announced “{subject}” to {after}",
    "admin.act.announce_pause": "paused the announcement “{subject}”",
    "admin.act.announce_resume": "let the announcement “{subject}” go on",
    "admin.act.announce_cancel": "cancelled the announcement “{subject}”",
}
