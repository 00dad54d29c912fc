"""What is said around a lesson's own words: headings, leads, tasks, results, its end."""

PHRASES = {
    # headings
    "part.opening": "**{title}**\n*About {extent}*",
    "part.what": "**What is it?**",
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
    "part.why": "**Why it is designed this way**",
    "part.inside": "**The same as a picture**\n{words}",
    "part.myth": "**Myth {number} of {count}**",
    "part.expert": "**From the experts**",
    "part.not": "**When not to use it**",
    "part.production": "**How it is done in practice**",
    "part.connections": "**Connections**",
    "part.connection": "**{title}**: {relation}",
    "part.pitfall": "**Pitfall {number} of {count} · {title}**",
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
    "why.opening": (
        "**{title}: why?**\n\nFirst a prediction, then the reasons; last you give yours."
    ),
    "why.write": (
        "✍️ **In your own words:** why does it matter, and why is it made as it is?\n\n"
        "Write two or three sentences."
    ),
    "why.compare": "Compare your reason with these points:",
    "why.rate": "Now judge your own. Is this in it?",
    "visual.opening": "**{title}: in pictures**",
    "visual.lead": "**Picture {number} of {count}**",
    "visual.whole": "**The whole picture**",
    "visual.words": "**In words**",
    "try.lead": "**Try {number} of {count} · {title}**",
    "visual.turn": "✏️ **Your turn**",
    "try.write": "✍️ Write your answer.",
    "try.answer": "**One way to do it**",
    "try.rate": "Now judge your own. Does it do this?",
    "challenge.lead": "**Question {number} of {count}**",
    "project.brief": "**Project · {title}**\n*{milestones} · {time}*",
    "project.milestone": "**Milestone {number} of {count} · {title}**",
    "project.hand_in": (
        "✍️ When it is done, write what came of it, or send a link or a file; or just tick it off. "
        "/stop keeps your place for days."
    ),
    "project.all": "All milestones",
    "project.there": "✅ **Handed in.** Whatever you send is added to it:",
    "project.ticked": "Ticked off.",
    "project.overview": "**{title}: where you are**\n*{done} of {count} milestones done*",
    "project.done": "✅ **{number} · {title}**",
    "project.open": "▫️ **{number} · {title}**",
    "project.earlier": "*…and {count} before*",
    "project.visit": "{number} · {title}",
    "project.judge": "Judge my work",
    "project.finish": "Finish",
    "project.rate": "Now judge your work. Does it do this?",
    "recall.free": (
        "✍️ **From memory:** what do you remember of *{title}*?\n\n"
        "Write whatever comes to you; trying is what makes it stay."
    ),
    "recall.takeaways": "**Here is what the lesson leaves you with:**",
    "recall.rate": "Did you have this?",
    "recall.lead": "**Recall {number} of {count}**",
    "perf.opening": "**{title}: how it performs**",
    "perf.lead": "**Aspect {number} of {count} · {title}**",
    # results of a test
    "results.title": "**How it went**",
    "results.right": "✅ {question}\n*You said: {said}*",
    "results.wrong": "❌ {question}\n*You said: {said}*",
    "results.right.pitfall": "✅ Pitfall · {title}",
    "results.known": "**What you had right**",
    "results.revisit": "**To revisit**",
    "results.step": "Step {number} · {title}",
    "results.myth": "Myth · {question}",
    "results.picture": "Picture {number}",
    "results.part": "{mode} · {title}",
    "results.pitfall": "Pitfall · {title}",
    # the end
    "end.title": "🏁 **{title}: done!**",
    "end.predictions": "Your predictions: {right} of {total} right.",
    "end.unknown.one": "Once you said “no idea”.",
    "end.unknown.many": "{count} times you said “no idea”.",
    "end.alone": "Others read along here: send me /progress in our private chat for how it went.",
    "end.exit": "Asked once more at the end: {right} of {total} right.",
    "end.moved": "What moved most: on “{question}” you went from “{before}” to “{after}”.",
    "end.takeaways": "**To take away**",
    "end.next": "Next could be: *{title}*.",
    "end.start_next": "Next: {title}",
    "end.modes": "Learn it another way",
    "end.more": "What would you like to do next?",
    # the experiment "Does predicting help me?"
    "experiment.told": "💬 *Told this time, not asked:* {question}",
    "experiment.title": "**Does predicting help you?**",
    "experiment.early": (
        "It is too early to tell: of the questions that were asked first, {asked} came back so "
        "far, and of those that were only told, {told}. It takes {enough} of each; with fewer, "
        "chance could look like anything."
    ),
    "experiment.counts": (
        "When they first came back, you had right {asked_right} of {asked} that you were asked "
        "first, and {told_right} of {told} that you were only told."
    ),
    "experiment.helps": (
        "That is {points} percentage points more; the difference likely lies between {low} and "
        "{high}. "
        "So predicting helps you."
    ),
    "experiment.hinders": (
        "That is {points} percentage points fewer; the difference likely lies between {low} and "
        "{high}. So being told at once works better for you."
    ),
    "experiment.open": (
        "Likely the difference lies between {less} percentage points for being told at once and "
        "{more} for predicting: it may as well be none."
    ),
}
