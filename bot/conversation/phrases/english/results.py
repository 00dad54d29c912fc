"""The results of a test: the list of what was missed and what was right, and the reasons given."""

PHRASES = {
    "results.passed": "**{right} of {total}: you know this lesson.**",
    "results.enough": (
        "**{right} of {total}: you know this lesson well enough to go on.** Here's what to look at "
        "again."
    ),
    "results.half": ("**{right} of {total}: part of it is there.** Here's what's still missing."),
    "results.new": (
        "**{right} of {total}: much of this is still new to you.** Here's what there is to learn."
    ),
    "results.guessed": (
        "**{right} of {total}, but {guessed} of those were guesses.** You're nearly there."
    ),
    "results.right": "✅ **{number}** {question}\n*You said: {said}*",
    "results.wrong": "❌ **{number}** {question}\n*You said: {said}*",
    "results.knew": "**What you had right, and why it is**",
    "results.line.right": "✅ **{number}** {about}",
    "results.line.guess": "✅ **{number}** {about} *(a guess)*",
    "results.line.wide": "✅ **{number}** {about} *(a wide range)*",
    "results.line.meant": "✅ **{number}** {about} *(you meant the same)*",
    "results.line.wrong": "❌ **{number}** {about}",
    "results.line.sure": "❌ **{number}** {about} *(sure)*",
    "results.line.unknown": "❌ **{number}** {about} *(no idea)*",
    "results.line.said": "You said “{said}”.",
    "results.line.wrote": "*You wrote: {text}*",
    "results.line.mistake": "*The mistake to avoid · {title}:* {text}",
    "results.line.better": "*Better:* {text}",
    "results.line.skipped": "▫️ **{number}** {about} *(skipped)*",
    "results.number.right": "✅ {number}",
    "results.number.wrong": "❌ {number}",
    "results.all": "All of them",
    "results.known.one": "What I had right (1)",
    "results.known.many": "What I had right ({count})",
    "results.whys": "Why each is right",
    "results.list": "The list",
    "results.again.one": "The missed one, in other words",
    "results.again.many": "The missed ones, in other words ({count})",
    "results.again.some.one": "One of them once more, in other words",
    "results.again.some.many": "{count} of them once more, in other words",
    "results.again.guess.one": "Once more, in other words",
    "results.again.guess.many": "Once more, in other words ({count})",
    "results.finish": "Finish",
    "results.more": "**Your test: {right} of {total}.** Anything else before you finish?",
    "results.reasons": "Compare reasons",
    "results.step": "Step {number} · {title}",
    "results.hood": "Under the hood",
    "results.myth": "True or not · {question}",
    "results.pitfall": "Pitfall · {title}",
    # the reasons that were written in a test
    "reasons.lead": "**Your reasons, next to the lesson's.** Which of yours say the same?",
    "reasons.lead.one": "**Your reason, next to the lesson's:**",
    "reasons.asked": "**{number}** · *Question {place}*\n{about}",
    "reasons.asked.one": "*Question {place}*\n{about}",
    "reasons.wrote": "**You wrote:** {text}",
    "reasons.reason": "**The reason:** {text}",
    "reasons.same": "Does yours say the same?",
    "reasons.how": (
        "*Tick each one that says the same, then Done. Or type all that do, like “1 2”, or “none”.*"
    ),
}
