"""One learner on two platforms: linking two accounts by a code, and separating them."""

PHRASES = {
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
}
