"""What is said in reviews, and when they come back."""

PHRASES = {
    "review.last.void": "Your earlier answers were judged wrongly, so they don't count.",
    "review.head": "🔁 **Review {number} of {count}** · *{title}*",
    "review.head.one": "🔁 **Review** · *{title}*",
    "review.ask": "**From memory:** {question}",
    "review.promise": (
        "*Right and “sure”: back {sure}. Right and “probably”: back {probable}. Otherwise {again}.*"
    ),
    "review.promise.sure": "*Right and “sure”: back {sure}. Otherwise {again}.*",
    "review.promise.right": "*Right, and not a guess: back {sure}. Otherwise {again}.*",
    "review.promise.plain": "*Right: back {right}. Otherwise {again}.*",
    "review.promise.range": (
        "*If your range holds it and isn't too wide: back {right}. Otherwise {again}.*"
    ),
    "review.unknown": "**“No idea” is an honest answer.** Take another look:",
    "review.step": "**{title}**",
    "review.last.wrong_right": "Last time you said: {said}. That has changed.",
    "review.last.right_right": "You had it right last time, too. It stuck.",
    "review.last.right_wrong": "Last time you had it right. You'll get it back.",
    "review.last.wrong_wrong": "Last time you said: {said}.",
    "review.last.missed_right": "You missed it last time. That has changed.",
    "review.last.missed_wrong": "You missed it last time, too.",
    "review.last.own_right": (
        "Last time you said it in your own words, and not all of it was there. That has changed."
    ),
    "review.last.own_wrong": (
        "Last time you said it in your own words, and not all of it was there."
    ),
    "review.last.same": "You said the same last time.",
    "review.last.none": "This was your first answer to it.",
    "review.returns": "Back {when}.",
    "review.returns.sure": "Back {when}, so soon because you were sure and wrong at first.",
    "review.returns.missed": "Back {when}, so soon because you missed it before.",
    "review.returns.date": "Back {when}, so it's fresh for your date.",
    "review.returns.check": "Back {when}, to make sure it sticks.",
    "review.part": "Look it up",
    "review.suspend": "Stop asking this",
    "review.suspended": (
        "That one won't come back on its own. Answer it again in its lesson to bring it back."
    ),
    "review.done": "**{right} of {total} right.**",
    "review.done.missed": "**Not right this time.**",
    "review.done.right": "**You had it right.**",
    "review.done.neither": "**Neither was right this time.**",
    "review.done.one": "**One of the two was right.**",
    "review.done.both": "**Both right.**",
    "review.done.none": "**Skipped for now**, so it stays due.",
    "review.intention.one": (
        "✍️ Yesterday, after *{title}*, you wrote: “{said}”\n\nHave you had a chance to use it yet?"
    ),
    "review.intention.many": (
        "✍️ {count} days ago, after *{title}*, you wrote: “{said}”\n\n"
        "Have you had a chance to use it yet?"
    ),
    "review.intention.did": "I have",
    "review.intention.not": "Not yet",
    "review.intention.did.said": "Good. That's what it was for.",
    "review.intention.not.said": "That's fine. It may still come.",
    "review.none": "Nothing is due for review.",
    "review.due.one": "1 question is due for review: /review brings it back.",
    "review.due.many": "{count} questions are due for review: /review brings them back.",
    "review.next": "The next review is due {when}.",
    "review.begin": "Review",
    "review.more": "Keep reviewing",
    "review.back": "Back to {title}",
    # tasks, which are answered in the learner's own words
    "task.exercise": "**From memory, in your own words:** *{title}*",
    "task.reason": (
        "**From memory, in your own words:** why does *{title}* matter, and why is it made the way "
        "it is?"
    ),
    "task.reason.asked": "**From memory, in your own words:** {question}\n\n*{title}*",
    "task.recollection": "**From memory:** what do you remember of *{title}*?",
    "task.promise": "*With everything it asks for: back {met}. Otherwise {again}.*",
    "task.earlier.today": "**Yours, earlier today:**",
    "task.earlier.one": "**Yours, a day ago:**",
    "task.earlier.many": "**Yours, {count} days ago:**",
    "task.today": "**Yours today:**",
    "task.last.wrong_right": "Last time something was missing. Not any more.",
    "task.last.right_right": "It was all there last time, too. It stuck.",
    "task.last.right_wrong": "Last time it was all there. You'll get it back.",
    "task.last.wrong_wrong": "Something was missing last time, too. It's getting there.",
    # when something comes back, or opens
    "when.moment": "{day}, {time}",
    "when.moment.utc": "{day}, {time} UTC",
    "when.today": "later today",
    "when.days.one": "tomorrow",
    "when.days.many": "in {count} days",
}
