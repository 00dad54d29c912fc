"""Coming back: reviews, reminders, breaks, a date to be ready by, the return after silence."""

PHRASES = {
    # --- What is said in reviews, and when they come back ---
    "review.last.void": "Your earlier answers were judged wrongly, so they don't count.",
    "review.head": "🔁 **Review {number} of {count}** · *{title}*",
    "review.head.one": "🔁 **Review** · *{title}*",
    "review.ask": "**From memory:** {question}",
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
    "review.stuck.one": "You still knew *{what}* a day later.",
    "review.stuck.many": "You still knew *{what}* after {count} days.",
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
    # --- Messages that come by themselves: reviews that are due, and milestones of a project ---
    # what stands above a question that comes by itself
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
    "remind.goodbye": "I'll be quiet now, and nothing is lost: write me anything to wake me up.",
    "remind.shut": (
        "A reminder couldn't reach you: I can't write to you directly. If you want reminders, "
        "allow direct messages from this server (or open a chat with me) and pick your times in "
        "/settings again."
    ),
    # --- Coming back ---
    # at the ends of the first lessons
    "first.missed.one": "One question needs another look. It comes back tomorrow.",
    "first.missed.many": "{count} questions need another look. They come back tomorrow.",
    "first.next": "Tomorrow's question comes from *{title}*.",
    "first.kept": "What you learned today fades unless somebody asks.",
    "first.ask": "**Shall I write to you?**",
    "first.at": "Tomorrow at this time",
    "first.other": "At another time",
    "first.no": "No reminders",
    "first.zone": "Is it about {time} where you are?",
    "first.zone.yes": "Yes, it is",
    "first.zone.no": "No",
    "first.set": "⏰ Set for tomorrow at this time. /settings has other times and days.",
    "first.set.somewhere": (
        "⏰ Set for tomorrow at this time. It shifts by an hour when your clocks change, until I "
        "know your time zone: /settings."
    ),
    "first.left": "All right, no reminders. /review has what's due.",
    # a break
    "break.ask": (
        "**Taking a break?**\n\nI'll stay quiet, nothing gets lost, and your streak waits. "
        "Whatever comes due meanwhile is spread over the days after your break."
    ),
    "break.how": (
        "Pick one, or type it: *until Monday*, *24 Dec to 2 Jan*, *3 weeks*. The last day is "
        "included."
    ),
    "break.for.week": "A week",
    "break.for.weeks": "2 weeks",
    "break.open": "Until I write",
    "break.end": "End it now",
    "break.cancel": "Cancel it",
    "break.taken": "**Enjoy your break!**",
    "break.is.on": (
        "I'll stay quiet until {last}, and we pick up again on {back}. Your streak waits, and what "
        "comes due is spread over the days after. If you feel like learning anyway, go right "
        "ahead."
    ),
    "break.is.coming": (
        "I'll stay quiet from {first} to {last}, and we pick up again on {back}. Your streak "
        "waits, and what comes due is spread over the days after."
    ),
    "break.is.open": (
        "I'll stay quiet until you write to me again. Your streak waits, and what comes due is "
        "spread over the days after."
    ),
    "break.short": "{first} to {last}",
    "break.short.open": "until you write",
    "break.unread": "I can't tell which days “{text}” means.",
    "break.past": "That starts in the past. A break can start today or later.",
    "break.far": (
        "That's too far ahead for me: a break can start up to a year from now, and last up to a "
        "year."
    ),
    "break.cancelled": "The break is cancelled.",
    "break.over": "**Your break is over.** Everything is where you left it.",
    "break.over.spread": (
        "**Your break is over.** {count} questions came due in the meantime. I've spread them out: "
        "at most {a_day} a day, the most important first."
    ),
    # a date to be ready by
    "ready.ask": (
        "**Ready by a date?**\n\n"
        "For an exam or an interview, I time your reviews so that you see each question once more "
        "in the last few days before it. What should you be ready in?"
    ),
    "ready.all": "Everything",
    "ready.when": (
        "**{title} · ready by when?**\n\n"
        "Pick one, or type a date: *24 Dec*, *Friday*, *in 3 weeks*."
    ),
    "ready.weeks.one": "In a week",
    "ready.weeks.many": "In {count} weeks",
    "ready.line": "*{title}*: {day}, {when}",
    "ready.progress": "🎯 Ready by: {line}",
    "ready.set": "**You'll be ready.** {line}.",
    "ready.aims.one": (
        "One question so far. You'll see it once more in the last {last} days before, along with "
        "anything you add. After that day, reviews go on as usual."
    ),
    "ready.aims.many": (
        "{count} questions so far. You'll see each once more in the last {last} days before, along "
        "with anything you add. After that day, reviews go on as usual."
    ),
    "ready.aims.none": (
        "You haven't answered any of it yet. Start a lesson, and I'll time your reviews for that "
        "day."
    ),
    "ready.off": "Remove: {title}",
    "ready.gone": "I've removed the date for *{title}*; reviews go on as usual.",
    "ready.back": "All dates",
    "ready.unread": "I can't read “{text}” as a date.",
    "ready.either": "That could be two different days. Which one do you mean?",
    "ready.past": "That day needs to be in the future.",
    "ready.far": "That's more than a year away; everything comes back within a year anyway.",
    # the return after long silence
    "return.waiting": (
        "A few questions have been waiting for you: /review starts with the five that matter most."
    ),
    "return.lead": (
        "**Good to have you back!** No rush: here are the five that matter most. You can decide "
        "about the rest afterwards."
    ),
    "return.done": "**A good start: {right} of {total} right after all this time.**",
    "return.done.right": "**A good start: right after all this time.**",
    "return.done.one": "**A good start: one of the two right after all this time.**",
    "return.done.both": "**A good start: both right, even after all this time.**",
    "return.done.none": "**A good start.** What you missed is fresh again.",
    "return.left.one": "One more is waiting. What shall I do with it?",
    "return.left.many": "{count} more are waiting. What shall I do with them?",
    "return.well.one": "You knew one of them well: I can put it aside for a few months.",
    "return.well.many": "You knew {count} of them well: I can put those aside for a few months.",
    "return.spread.one": "Leave them for tomorrow",
    "return.spread.many": "Spread them over {count} days",
    "return.all": "All now",
    "return.let_go": "Put aside what I knew well",
    "return.spread.done.one": "One comes back tomorrow. That's all for today.",
    "return.spread.done.many": (
        "{count} come back, starting tomorrow: at most {a_day} a day, the most important first. "
        "That's all for today."
    ),
    "return.spread.rest.one": "The other one comes back tomorrow. That's all for today.",
    "return.spread.rest.many": (
        "The other {count} come back, starting tomorrow: at most {a_day} a day. That's all for "
        "today."
    ),
    "return.let_go.done.one": "Done: one you knew well comes back in two months.",
    "return.let_go.done.many": "Done: {count} you knew well come back in two or three months.",
}
