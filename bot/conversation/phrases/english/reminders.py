"""Messages that come by themselves: reviews that are due, and milestones of a project."""

PHRASES = {
    # what stands above a question that comes by itself
    "remind.opening.fades": "A question for you, before it fades:",
    "remind.opening.minute": "Got a minute? This one is due:",
    "remind.opening.again": "Back again, right on time:",
    "remind.opening.stayed": "Let's see if this one stuck:",
    "remind.opening.earlier": "One from earlier. What comes to mind?",
    "remind.opening.alive": "A quick recall keeps it alive:",
    "remind.opening.back": "Welcome back from your break! One to begin with:",
    # a milestone that is to come back
    "remind.when": "When shall I bring it back?",
    "remind.alone": "I'll write to you privately, in a direct message.",
    "remind.in.tomorrow": "Tomorrow",
    "remind.in.days": "In 3 days",
    "remind.in.week": "In a week",
    "remind.back": "Back to it",
    "remind.set": (
        "*{title}* comes back {when}, at {time}. Your place is kept: /continue takes you there "
        "sooner."
    ),
    "remind.set.now": (
        "*{title}* comes back {when}, about this time. Your place is kept: /continue takes you "
        "there sooner."
    ),
    "remind.project": "You asked me to bring *{title}* back. How is it going?",
    # when nobody answers, or nobody can be reached
    "remind.goodbye": (
        "I've brought a few questions back, and this doesn't seem to be the time for them. That's "
        "fine: I'll be quiet now. Write me anything to wake me up; nothing gets lost."
    ),
    "remind.shut": (
        "A reminder couldn't reach you: I can't write to you directly. If you want reminders, "
        "allow direct messages from this server (or open a chat with me) and pick your times in "
        "/settings again."
    ),
}
