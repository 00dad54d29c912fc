"""What is said in reviews, and when they come back."""

PHRASES = {
    "review.last.void": "Your earlier answers were judged wrongly, and don't count.",
    "review.head": "🔁 **Review {number} of {count}** · *{title}*",
    "review.ask": "**From memory:** {question}",
    "review.promise": (
        "*Right and “sure”: back {sure}. Right and “probably”: back {probable}. Else {again}.*"
    ),
    "review.promise.sure": "*Right and “sure”: back {sure}. Else {again}.*",
    "review.promise.right": "*Right and not by a guess: back {sure}. Else {again}.*",
    "review.promise.plain": "*Right: back {right}. Else {again}.*",
    "review.promise.range": ("*Held by a range that is not too wide: back {right}. Else {again}.*"),
    "review.unknown": "**“No idea” is an honest answer.** Have one more look:",
    "review.step": "**{title}**",
    "review.last.wrong_right": "Last time you said: {said}. That has moved.",
    "review.last.right_right": "Last time you said: {said}. It has stayed.",
    "review.last.right_wrong": "Last time you had it right: {said}. It will settle again.",
    "review.last.wrong_wrong": "Last time you said: {said}.",
    "review.last.same": "Last time you said the same: {said}.",
    "review.last.none": "This was your first answer to it.",
    "review.returns": "Back {when}.",
    "review.returns.sure": "Back {when}, so soon because you were sure and wrong at first.",
    "review.returns.missed": "Back {when}, so soon because you missed it before.",
    "review.returns.date": "Back {when}, to be fresh for your date.",
    "review.returns.check": "Back {when}, to make sure that it stays.",
    "review.part": "Show me the part of the lesson",
    "review.suspend": "Suspend this one",
    "review.suspended": (
        "It won't come back by itself. Answering it once more in its lesson brings it back."
    ),
    "review.done": "**That is all for now: {right} of {total} right.**",
    "review.done.none": "**That is all for now.** What you skipped stays due.",
    "review.none": "Nothing is due for review.",
    "review.due.one": "1 question is due for review: /review brings it back.",
    "review.due.many": "{count} questions are due for review: /review brings them back.",
    "review.next": "The next review is due {when}.",
    "review.begin": "Review",
    "review.more": "Go on reviewing",
    "review.back": "Back to {title}",
    # tasks, which are answered in the learner's own words
    "task.exercise": "**From memory, in your own words:** *{title}*",
    "task.reason": (
        "**From memory, in your own words:** why does *{title}* matter, and why is it made as it "
        "is?"
    ),
    "task.reason.asked": "**From memory, in your own words:** {question}\n\n*{title}*",
    "task.recollection": "**From memory:** what do you remember of *{title}*?",
    "task.promise": "*All that it asks for: back {met}. Else {again}.*",
    "task.earlier.today": "**Yours, earlier today:**",
    "task.earlier.one": "**Yours, a day ago:**",
    "task.earlier.many": "**Yours, {count} days ago:**",
    "task.today": "**Yours today:**",
    "task.last.wrong_right": "Last time something was missing. That has moved.",
    "task.last.right_right": "Last time it was all there, too. It has stayed.",
    "task.last.right_wrong": "Last time it was all there. It will settle again.",
    "task.last.wrong_wrong": "Last time something was missing, too. It is on its way.",
    # when something comes back, or opens
    "when.moment": "{day}, {time}",
    "when.moment.utc": "{day}, {time} UTC",
    "when.today": "later today",
    "when.days.one": "tomorrow",
    "when.days.many": "in {count} days",
}
