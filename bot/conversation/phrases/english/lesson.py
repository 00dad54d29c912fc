"""A lesson around its own words: headings, leads, results and the end of a run.

Then what its learners are told of its changes, and what they ask and report about it.
"""

PHRASES = {
    # --- What is said around a lesson's own words: headings, leads, tasks, results, its end ---
    # headings
    "part.opening": "**{title}**\n*About {extent}*",
    "part.what": "**What is it?**",
    "part.whole": "**Now the whole picture: what is this about?**",
    "part.matters": "**Why it matters**",
    "part.fits": "**Where it fits**",
    "part.core_idea": "**The core idea**",
    "part.analogy": "**Think of it like…**",
    "part.look": "Take a moment with the picture.",
    "part.picture": "**The core idea as a picture**\n{words}",
    "part.step": "**Step {number} of {count} · {title}**\n*{level}*",
    "part.result": "**Result:** {text}",
    "part.insight": "💡 {text}",
    "part.how": "**Under the hood**",
    "part.why": "**Why it's designed this way**",
    "part.inside": "**A picture to go with it**\n{words}",
    "part.myth": "**True or not? {number} of {count}**",
    "part.expert": "**From the experts**",
    "part.not": "**When not to use it**",
    "part.production": "**How it's done in practice**",
    "part.connections": "**Connections**",
    "part.connection": "**{title}**: {relation}",
    "part.terms": "**Terms**",
    "part.term": "**{name}**: {text}",
    "part.term.also": "**{name}** (also called: {also}): {text}",
    "part.pitfall": "**Pitfall · {title}**",
    "part.idea": "**Good idea or not? {number} of {count}**",
    "part.wrong": "❌",
    "part.right": "✅",
    "part.cause": "*Why it happens:* {text}",
    "part.reason": "*Why it works:* {text}",
    "count.minutes.one": "1 minute",
    "count.minutes.many": "{count} minutes",
    "count.milestones.one": "1 milestone",
    "count.milestones.many": "{count} milestones",
    "count.steps.one": "1 step",
    "count.steps.many": "{count} steps",
    "count.questions.one": "1 question",
    "count.questions.many": "{count} questions",
    # each of the modes
    "learn.step": "**{number} of {count} · {title}**",
    "learn.apply": "**Now something new**",
    "learn.yours": (
        "**Now yours**\n\n💡 {idea}\n\n"
        "✍️ Where will that help you in the coming days? One line is enough: *When I …, I'll …*"
    ),
    "learn.yours.title": (
        "**Now yours** · *{title}*\n\n"
        "✍️ Where will this help you in the coming days? One line is enough: *When I …, I'll …*"
    ),
    "learn.yours.asked": "**Now yours**\n\n✍️ {question}\n\n*One line is enough.*",
    "learn.model": "**One way to do it:** {answer}",
    "learn.model.beside": "**Put yours next to this one:** {answer}",
    "learn.compare": "**Does yours do that, too?**",
    "learn.read": "I see a number in yours: {found}.",
    "learn.read.none": "I don't see a number in yours.",
    "learn.check": "Before I show you one: **{question}**",
    "learn.anew": "Once more, then, in a line.",
    "learn.tries": "**First:** “{first}”\n**Now:** “{now}”",
    "why.opening": (
        "**{title} · why?**\n\n"
        "Change one thing, and predict what follows. At the end, you explain it in your own words."
    ),
    "why.opening.reasons": (
        "**{title} · why?**\n\n"
        "A few predictions first, then the reasons. At the end, you give yours."
    ),
    "why.case": "**What if · {number} of {count} · {title}**",
    "why.write": (
        "✍️ **In your own words:** why does it matter, and why is it made the way it is?\n\n"
        "Write two or three sentences."
    ),
    "why.write.asked": (
        "✍️ **In your own words:** {question}\n\nTwo or three sentences are plenty."
    ),
    "why.answer": "**One way to say it:**",
    "why.compare": "Compare your reason with these points:",
    "why.compare.own": "A good reason does this:",
    "why.rate": "Now judge your own answer. Is this in it?",
    "why.rate.own": "Now judge your own answer. Does it do this?",
    "more.intro": "**That was the core of it.** What else would you like to see?",
    "more.else": "What else would you like to see?",
    "more.pitfalls": "Pitfalls",
    "more.not": "When not to use it",
    "more.production": "In practice",
    "more.expert": "From the experts",
    "more.connections": "Connections",
    "more.terms": "Terms",
    "more.all": "The rest: all of it",
    "more.done": "Done",
    "visual.opening": "**{title} · in pictures**",
    "visual.lead": "**Picture {number} of {count}**",
    "visual.whole": "**The whole picture**",
    "visual.words": "**In words**",
    "visual.in_words": "In words",
    "try.lead": "**Try {number} of {count} · {title}**",
    "visual.turn": "✏️ **Your turn**",
    "try.write": "✍️ Write your answer.",
    "try.answer": "**{title} · one way to do it**",
    "try.rate": "Now judge your own answer. Does it do this?",
    "challenge.lead": "**Question {number} of {count}**",
    "challenge.why": "✍️ *And why? One sentence; it isn't scored.*",
    "recall.free": (
        "✍️ **From memory:** what do you remember of *{title}*?\n\n"
        "Whatever comes to mind, a few words for each thing; trying is what makes it stick. "
        "Questions follow."
    ),
    "recall.wrote": "**This is what you wrote at the beginning:**",
    "recall.takeaways": "**Here's what to take away from the lesson:**",
    "recall.rate": "Did you have this?",
    "recall.back": "Tomorrow, in your reviews, I'll ask you again what you remember.",
    "recall.compare": "**To take away.** Which did you have?",
    "recall.say.alone": "✍️ *In your own words.*",
    "recall.say.why": "✍️ *Your answer in your own words, and why.*",
    "recall.show": "Show me the choices",
    "recall.closest": "**Now choose what comes closest.**",
    "recall.closest.which": "Which of these was yours closest to?",
    "recall.closest.none": "None of these",
    "recall.closest.other": "Then hold yours against the reason above: what does it leave out?",
    "recall.closest.named": "**You said something like “{label}”.**",
    "recall.wrote.alone": "You wrote: “{text}”",
    "recall.had.alone": "Did you have it?",
    "recall.why": "*Why:* {text}",
    "recall.had.why": "What did you have?",
    "recall.taken": "✍️ *That's one of the choices, right or wrong, so I've taken it as yours.*",
    "recall.taken.is": "▸ **{label}**\n\nIs that your answer?",
    "recall.taken.yes": "Yes",
    "recall.ticked": "*I've ticked what I'm sure of. Tick the rest, then Done.*",
    "recall.lead": "**From memory: {number} of {count}**",
    "perf.opening": "**{title} · in practice**",
    "perf.lead": "**Aspect {number} of {count} · {title}**",
    "lesson.moved": "This lesson now takes a different route, so here's where you are in it.",
    # the end
    "end.title": "🏁 **{title} · done!**",
    "end.answers": "Your answers: {right} of {total} right.",
    "end.answers.missed": "Your answer wasn't right this time.",
    "end.answers.right": "Your answer was right.",
    "end.answers.neither": "Neither of your two answers was right.",
    "end.answers.one": "One of your two answers was right.",
    "end.answers.both": "Both of your answers were right.",
    "end.unknown.one": "You said “no idea” once.",
    "end.unknown.many": "You said “no idea” {count} times.",
    "end.alone": (
        "Others can read this chat, so send me /progress in our private chat to see how it went."
    ),
    "end.chosen": "Chosen or typed: {right} of {total} right.",
    "end.chosen.missed": "Chosen or typed: one, and not right this time.",
    "end.chosen.right": "Chosen or typed: one, and right.",
    "end.chosen.neither": "You gave two answers, and neither was right.",
    "end.chosen.one": "Chosen or typed: two, and one was right.",
    "end.chosen.both": "Chosen or typed: two, and both were right.",
    "end.said": "Said from memory: {had} of {total}, as you judged them.",
    "end.said.partly": (
        "Said from memory: {had} of {total}, and {partly} in part, as you judged them."
    ),
    "end.said.why": "Said from memory, as you judged it: {parts}.",
    "end.said.why.had": "{had} of {total} with the reason",
    "end.said.why.unasked": "{had} that needed none",
    "end.said.why.only": "{only} without it",
    "end.said.why.partly": "{partly} in part",
    "end.said.easier": "Recognizing an answer is easier than recalling it.",
    "end.bet.missed": "“{question}” You bet on **{said}**. The answer: **{answer}**.",
    "end.bet.judged": "“{question}” You bet on **{said}**, and you say that wasn't right.",
    "end.bet.held": "“{question}” You bet on **{said}**, and you won.",
    "end.test": "🏁 **{title} · that was the test.**",
    "end.later.one": "1 question needs another look: it comes back tomorrow, in your reviews.",
    "end.later.many": (
        "{count} questions need another look. They come back in your reviews, starting tomorrow."
    ),
    "end.later.head.one": "1 question needs another look{why}.",
    "end.later.head.many": "{count} questions need another look{why}.",
    "end.later.missed.one": "1 you missed",
    "end.later.missed.many": "{count} you missed",
    "end.later.lucky.one": "1 you had right by luck",
    "end.later.lucky.many": "{count} you had right by luck",
    "end.later.lucky.all.one": "you had it right by luck",
    "end.later.lucky.all.many": "you had them right by luck",
    "end.later.partly.one": "1 you had in part",
    "end.later.partly.many": "{count} you had in part",
    "end.later.partly.all.one": "you had it in part",
    "end.later.partly.all.many": "you had them in part",
    "end.later.answer.one": "1 you had without the reason",
    "end.later.answer.many": "{count} you had without the reason",
    "end.later.answer.all.one": "you had it without the reason",
    "end.later.answer.all.many": "you had them without the reason",
    "end.later.reason.one": "1 you had right for a different reason than the lesson's",
    "end.later.reason.many": "{count} you had right for different reasons than the lesson's",
    "end.later.reason.all.one": "you had it right for a different reason than the lesson's",
    "end.later.reason.all.many": "you had them right for different reasons than the lesson's",
    "end.later.recognized.one": "1 you had right only once you saw the answers",
    "end.later.recognized.many": "{count} you had right only once you saw the answers",
    "end.later.recognized.all.one": "you got it right only after you saw the answers",
    "end.later.recognized.all.many": "you had them right only once you saw the answers",
    "end.later.back.one": "It comes back tomorrow, in your reviews.",
    "end.later.back.many": "They come back in your reviews, starting tomorrow.",
    "end.tested.again": (
        "You were told these answers today, so this doesn't count as a test. Take the ten "
        "questions again tomorrow, and the lesson can count as done."
    ),
    "end.tested": (
        "It counts as done. What you knew without being told comes back in about five weeks, to "
        "check that it stuck."
    ),
    "test_out": "*Know this already? Get 9 in 10 right, and the lesson is done.*",
    "end.into": "Take the lesson now, if you like: what you missed comes first.",
    "end.into.deep": "Take the lesson now, if you like.",
    "end.into.mode": "{mode} ({minutes} min)",
    "end.intention": "✍️ **Your plan:** “{said}”",
    "end.made": "✍️ **Yours:** “{said}”",
    "end.takeaways": "Takeaways",
    "end.takeaways.told": "**Takeaways**\n\n{takeaways}",
    "end.next": "Next up: *{title}*.",
    "end.start_next": "Next: {title}",
    "end.more": "What would you like to do next?",
    # the experiment "Does predicting help me?"
    "experiment.told": "💬 *Told this time, not asked:* {question}",
    "experiment.title": "**Does predicting help you?**",
    "experiment.early": (
        "It's too early to tell. So far, {asked} of the questions you were asked first have come "
        "back, and {told} of those where you were just told the answer. It takes {enough} of "
        "each; with fewer, it could be pure chance."
    ),
    "experiment.counts": (
        "When they first came back, you got {asked_right} of {asked} right where you'd been asked "
        "first, and {told_right} of {told} where you'd only been told."
    ),
    "experiment.helps": (
        "That's {points} percentage points more; the real difference is probably between {low} and "
        "{high}. So predicting helps you."
    ),
    "experiment.hinders": (
        "That's {points} percentage points fewer; the real difference is probably between {low} "
        "and {high}. So being told right away works better for you."
    ),
    "experiment.open": (
        "The real difference is probably somewhere between {less} percentage points for being "
        "told right away and {more} for predicting: there may be none at all."
    ),
    # --- What learners are told of changes: a revision withdrawn or renewed, a key corrected ---
    # going on in another revision
    "carried.withdrawn.same": (
        "The version of *{title}* you were in has been withdrawn, so you go on in the one that "
        "replaces it, at the same place."
    ),
    "carried.withdrawn.near": (
        "The version of *{title}* you were in has been withdrawn, so you go on in the one that "
        "replaces it, at the closest matching point."
    ),
    "carried.newer.same": "You're now in the new version of *{title}*, at the same place.",
    "carried.newer.near": (
        "You're now in the new version of *{title}*, at the closest matching point."
    ),
    "carried.dropped.one": (
        "1 of your answers was to a question that has changed; it no longer counts."
    ),
    "carried.dropped.many": (
        "{count} of your answers were to questions that have changed; they no longer count."
    ),
    # a revision that was withdrawn
    "withdrawn.closed": (
        "The text of the open question has been withdrawn, so the question is closed. /continue "
        "takes you on."
    ),
    "withdrawn.ended": (
        "*{title}* has been withdrawn and is no longer taught, so it ends here. What you learned "
        "stays on your record. Would you like something else?"
    ),
    "withdrawn.other": (
        "The version of *{title}* you were in has been withdrawn, and the one that replaces it "
        "doesn't have *{mode}*. What you did stays on your record; choose another way:"
    ),
    "withdrawn.review": (
        "This question's version of *{title}* has been withdrawn. Here's how it's asked now:"
    ),
    "withdrawn.review.gone": (
        "That question in *{title}* has been withdrawn, so there's nothing to answer."
    ),
    "withdrawn.preview": "This text has been withdrawn in the meantime, so the preview ends here.",
    # a newer revision
    "newer.ask": (
        "*{title}* has changed since you were last here:\n{changes}\n\n"
        "Would you like to go on in the new version, or stay with yours?"
    ),
    "newer.go": "Go on in the new version",
    "newer.keep": "Keep mine",
    "newer.questions": "Questions: {changes}",
    "newer.rekeyed.one": "1 with a different right answer",
    "newer.rekeyed.many": "{count} with a different right answer",
    "newer.added.one": "1 new",
    "newer.added.many": "{count} new",
    "newer.reworded.one": "1 reworded",
    "newer.reworded.many": "{count} reworded",
    "newer.removed.one": "1 removed",
    "newer.removed.many": "{count} removed",
    "newer.texts": "Texts: {names}",
    "newer.more": "{names} and {number} more",
    "newer.small": "Only small details are different.",
    # a key that was wrong
    "corrected.title": "🔧 **I was wrong about a question** in “{title}”:",
    "corrected.question": "*{question}*",
    "corrected.key": "I counted this as right: {was}. The right answer is: **{right}**. {why}",
    "corrected.void": "Your earlier answers to it no longer count, for or against you.",
    "corrected.again": "Those from when I had it right count again.",
    "corrected.review": "The question comes back in your next /review. Sorry about that!",
    # --- What is said to learners who ask or report something, and to whom an answer comes ---
    "command.ask": "Ask the authors of your lesson something, or report what's wrong",
    # making a remark
    "remark": "Ask or report",
    "remark.ask.authors": (
        "**Ask or report:** type your question, or pick one. The authors of this lesson get it "
        "without your name."
    ),
    "remark.ask.taught": (
        "**Ask or report:** type your question, or pick one. The authors of this lesson and your "
        "group's teacher get it without your name."
    ),
    "remark.ask.alone": "**Ask or report:** nobody is here to answer, but I'll keep what you type.",
    "remark.ask.above": "It's about the part above, not what's asked here.",
    "remark.above": "It's about the part above",
    "remark.above.named": "It's about the part above: {what}",
    "remark.kind.unclear": "I don't understand this",
    "remark.kind.wrong": "Something is wrong",
    "remark.kind.question": "Another question",
    "remark.words.unclear": "**What is unclear?** Type it, or just send it as it is.",
    "remark.words.wrong": "**What is wrong?** Type it, or just send it as it is.",
    "remark.words.question": "**What would you like to know?** Type your question.",
    "remark.words.which": "**What is it about?** Type it, and say which part or question you mean.",
    "remark.send": "Just send it",
    "remark.back": "Back",
    "remark.sent.authors": "✓ *Sent to the authors. If they answer, you'll read it here.*",
    "remark.sent.taught": (
        "✓ *Sent to the authors and your group's teacher. If they answer, you'll read it here.*"
    ),
    "remark.sent.alone": "✓ *Kept. Nobody is here to answer it, though.*",
    "remark.left": "All right.",
    "remark.enough": "That's {most} within a day, thank you! You can send more tomorrow.",
    "remark.muted": (
        "The authors aren't taking messages from you at the moment. Your lessons go on as usual."
    ),
    "remark.preview": "This is a preview, so nobody would get it.",
    "remark.nowhere": "There's no lesson yet to ask about. /learn shows what there is.",
    "remark.long": "That's too long to pass on. Please say it in {most} characters or fewer.",
    "remark.place": "*{title}*, {part}",
    # what comes back
    "remark.answer": "✉️ **You have an answer** · {place}",
    "remark.picture": "Picture with the answer",
    "remark.mended": (
        "✓ **What you reported has been changed** · {place}\n\nThank you for telling the authors!"
    ),
    "exchange.ask": (
        "**May others read this, too?** · {place}\n\n"
        "The authors would like to show what you sent them, and their answer, to everyone who gets "
        "to this part, without your name."
    ),
    "exchange.yes": "Yes, show it",
    "exchange.no": "No, keep it private",
    "exchange.agreed": "*Thank you! Others can now read it at that part of the lesson.*",
    "exchange.declined": "*All right, it stays between you and the authors.*",
    # what others asked
    "remark.before.one": "Asked before",
    "remark.before.many": "Asked before ({count})",
    "remark.before.title": "**Asked before**",
    "remark.before.gone": "It isn't shown any more.",
    # whether a lesson was worth it
    "worth.yes": "👍 Useful",
    "worth.partly": "🤷 So-so",
    "worth.no": "👎 Hardly",
}
