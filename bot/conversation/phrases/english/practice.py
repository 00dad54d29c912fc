"""What there is to do: tasks, their checks, projects, their judging, the results of a test."""

PHRASES = {
    # --- What is said where there is something to do ---
    # what a program checks
    "check.asked": "🔎 **I'll check:** {checks}",
    "check.word": "“{word}”",
    "check.words.one": "1 word",
    "check.words.many": "{count} words",
    "check.lines.one": "1 line",
    "check.lines.many": "{count} lines",
    "check.sentences.one": "1 sentence",
    "check.sentences.many": "{count} sentences",
    "check.characters.one": "1 character",
    "check.characters.many": "{count} characters",
    "check.most": "at most {extent}",
    "check.least": "at least {extent}",
    "check.exactly": "exactly {extent}",
    "check.between": "{least} to {most}",
    "check.like": "words like {words}",
    "check.contains": "{words} in it",
    "check.lacks": "no {words}",
    "check.number": "a number",
    "check.number.exact": "the number {number}",
    "check.number.range": "a number from {low} to {high}",
    "check.numbers.one": "a number",
    "check.numbers.many": "{count} numbers",
    "check.json": "valid JSON",
    "check.json.keys": "JSON with {words}",
    "check.link": "a link (https://…)",
    "check.file": "a file",
    "check.met": "✅ {check}",
    "check.unread": "📎 {check}: it may be in your file or behind your link, which I can't open",
    "check.unmet": "❌ {found}",
    "check.unmet.label": "❌ {label}: {found}",
    "check.found.over": "{have}, but I asked for {asked} at most",
    "check.found.under": "{have}, but I asked for {asked}",
    "check.found.beyond": "{have}, but I asked for {least} to {most}",
    "check.found.repeats.one": (
        "1 of your {all} lines just repeats another; I asked for {asked} different ones"
    ),
    "check.found.repeats.many": (
        "{count} of your {all} lines just repeat another; I asked for {asked} different ones"
    ),
    "check.found.absent": "I can't find {words}",
    "check.found.there": "I found {words}",
    "check.found.there.bare": "I found {words}, which I asked you to leave out",
    "check.found.fewer": "I found {words} {have} of {asked} times",
    "check.found.disorder": "I found the words I was looking for, but in a different order",
    "check.found.disorder.bare": "it's all there, but I asked for {words}",
    "check.found.number.one": "1 number ({numbers})",
    "check.found.number.many": "{count} numbers ({numbers})",
    "check.found.numbers": "I found {numbers}",
    "check.found.numbers.bare": "I found {numbers}, but I asked for {asked}",
    "check.found.no_numbers": "no numbers yet",
    "check.found.no_number": "I can't find a number",
    "check.found.no_json": "I can't read it as JSON yet: a bracket, a quote or a comma is off",
    "check.found.no_object": (
        "it's a list or a single value, but I asked for names with values: {{…}}"
    ),
    "check.found.no_link": "I can't find a link; one begins with https://",
    "check.found.no_file": "there's no file yet",
    "check.lack.empty": "There is nothing in it yet.",
    "check.lack.few": "That's too little to compare. Write at least a short sentence.",
    "check.lack.link": "I can't open links, so write it here.",
    "check.lack.example": "That's what the milestone shows. Now hand in your own.",
    "check.lack.copied": "That's the task itself. Now in your own words:",
    # exercises
    "try.again": "✍️ Rewrite it to fix that, or go on as it is.",
    "try.stays": "✍️ Your answer is in. Rewrite it to improve it, or go on.",
    "try.on": "Go on as it is",
    "try.whole": "**The whole answer**",
    "try.origin": "*{origin}*",
    # a project
    "count.hours.one": "1 hour",
    "count.hours.many": "{count} hours",
    "count.days.one": "1 day",
    "count.days.many": "{count} days",
    "end.ticked.open.one": "**All ticked, with milestone {milestone} still open**",
    "end.ticked.open.many": "**All ticked, with {count} milestones still open**",
    "end.judged.open.one": "**How you judged it, with 1 milestone still open**",
    "end.judged.open.many": "**How you judged it, with {count} milestones still open**",
    # sums with the learner's own numbers
    "sum.own": "🧮 My numbers",
    "sum.head": "🧮 **What about your numbers?**",
    "sum.given": "*(for example {number})*",
    "sum.type": "Type yours.",
    "sum.type.many": "Type yours one by one, or all at once, like: {numbers}",
    "sum.take": "Take {number}",
    "sum.take.all": "Use the examples",
    "sum.skip": "Not now",
    "sum.next": "🧮 *{number} of {count}:* {ask}",
    "sum.result": "🧮 *With {numbers}:* {text}",
    "sum.again": "Other numbers",
    "sum.unread": (
        "I couldn't find a number in that. Digits work best, like {number}; or use the examples."
    ),
    "sum.many": "That's {found} numbers, and I need {needed}. Type them in the order above.",
    "sum.none": (
        "With {numbers} there's no result: somewhere it would divide by zero, or grow without "
        "limit. Try others."
    ),
    # --- A project ---
    "project.brief": "**Project · {title}**\n*{milestones} · {time}*",
    "project.milestone": "**Milestone {number} of {count} · {title}**",
    "project.hand_in": ("✍️ When it's done, write what came of it, or send a link or a file."),
    "project.keeps": (
        "Take your time: your place is kept, even for days. *Tick it off* if it's done and you'd "
        "rather not show it."
    ),
    "project.in": "✅ **Handed in.**",
    "project.in.anew": "✅ **Handed in**, in place of what you sent before.",
    "project.in.added": "✅ **Handed in**, added to what you sent before.",
    "project.apart": (
        "**Before you look at your own,** compare two made-up ones. One does this, the other "
        "doesn't yet:"
    ),
    "project.apart.piece": "**{number}.** {text}",
    "project.apart.which": "**Which one does it?**",
    "project.apart.right": "✅ **Yes, it's {number}.** {why}",
    "project.apart.wrong": "**Not that one: it's {number}.** {why}",
    "project.apart.told": "**It's {number}.** {why}",
    "project.apart.because": "because since cause cuz",
    "project.point": "**Look at your own lines:**",
    "project.point.own": "**Now your own:**",
    "project.point.which": "**Which line does it?**",
    "project.point.which.again": "**Which line does it now?**",
    "project.point.next": "**And this one?**",
    "project.point.all": "All of it",
    "project.point.none": "None yet",
    "project.point.words": "line lines sentence sentences paragraph row rows and plus also",
    "project.point.every": "**Which line has to change for that?**",
    "project.point.every.again": "**Which line still has to change?**",
    "project.point.every.all": "None: it does",
    "project.pointed.not_yet": "*(not yet: {lines})*",
    "project.pointed": "*(you pointed to: {lines})*",
    "project.pointed.line": "“{line}”",
    "project.look.own": "**Now your own: does it do this?**",
    "project.look.own.file": "**Now your file: does it do this?**",
    "project.look": "**Look at your own lines: does it do this?**",
    "project.look.file": "**Look at your file once more: does it do this?**",
    "project.look.again": "**Does it do this now?**",
    "project.look.on": "Yes, go on",
    "project.look.mend": "Mend it first",
    "project.look.send": (
        "✍️ Send it again, all of it, with your change in it. It takes the place of what you sent "
        "before."
    ),
    "project.how": "How?",
    "project.stuck": "I'm stuck",
    "project.stuck.lead": "**Is it one of these?**",
    "project.all": "All milestones",
    "project.ahead": "Milestones and rubric",
    "project.there": "✅ **Handed in:**",
    "project.there.more": (
        "✍️ Anything else you send is added to it. To send it again, all of it, press *Mend it*."
    ),
    "project.ticked": "Ticked off.",
    "project.overview": "**{title} · where you are**\n*{done} of {count} milestones done*",
    "project.done": "✅ **{number} · {title}**",
    "project.partly": "🔸 **{number} · {title}**",
    "project.open": "▫️ **{number} · {title}** *(open)*",
    "project.earlier": "*…and {count} earlier*",
    "project.visit": "{number} · {title}",
    "project.last": (
        "**Every milestone is done.** To mend or add to one, open it in *All milestones*, or send "
        "a file."
    ),
    "project.last.open": (
        "**Milestones done: {done} of {count}.** You can go back to what's open, or leave it at "
        "that and judge what's there."
    ),
    "project.last.nothing": (
        "**Milestones done: {done} of {count}.** You can go back to what's open, or leave it at "
        "that."
    ),
    "project.judge": "Judge my work",
    "project.finish": "Finish",
    "project.rate": "Now judge your work. Does it do this?",
    "project.rate.kept": (
        "Now judge your work. You've kept it to yourself, so keep it in front of you. Does it do "
        "this?"
    ),
    "project.made": "**What you made**",
    "project.judging": (
        "**Now judge your work.** What to look for is right below the part it's about."
    ),
    "project.judging.kept": (
        "**Now judge your work.** You've kept it to yourself, so keep it in front of you."
    ),
    "project.agreed": (
        "*What you said yes to is ticked. Look at the whole once more, and change what isn't so.*"
    ),
    "project.does": "*Does it do this?*",
    "project.does.several": "**Milestones {numbers} together.** *Do they do this?*",
    "project.does.all": "**All of it together.** *Does it do this?*",
    "project.mend": "You can go back and fix that now, then judge again.",
    "project.mend.any": (
        "You can mend that now, and judge again: *All milestones* takes you back to any of them."
    ),
    "project.unticked": "**By your own verdict, this is still missing:**",
    "project.mend.it": "Mend it",
    "project.mend.one": "**Not yet.**",
    "project.mend.visit": "Back to {number} · {title}",
    "project.time": "{time} of work",
    "project.time.days": "{time} of work, over {days}",
    "project.time.about": "about {time} of work",
    "project.asked": "📥 **Hand in:** {checks}",
    "project.send": "✍️ Write it here, or send a link or a file.",
    "project.unread": "I can't open files or links, so please check for yourself: {checks}",
    "project.lacking": "✍️ Send what's missing, or leave it at that.",
    "project.lacking.anew": (
        "✍️ Send it again, all of it, with that mended, or leave it at that. It takes the place of "
        "what you sent before."
    ),
    "project.lacking.left": (
        "✍️ You can still send what's missing. To send it again, all of it, press *Mend it*."
    ),
    "project.leave": "Leave it at that",
    "project.so_far": "**Handed in so far:**",
    "project.missing": "*still missing: {checks}*",
    "project.nothing": "*ticked, nothing handed in*",
    "project.nothing.yet": "☑️ **Ticked, nothing handed in.** You still can:",
    "project.ticked_off": "☑️ **{number} · {title}**",
    "project.builds": "📎 **You handed in for *{title}*:**",
    "project.builds.none": (
        "📎 This builds on your work for *{title}*. You haven't handed in any of that yet."
    ),
    "project.builds.instead": (
        "📎 This builds on your work for *{title}*. You haven't handed in any of that, so begin "
        "here: {text}"
    ),
    "project.begin_here": "📎 **Begin here:** {text}",
    "project.end": "🏁 **{title} · what you made**",
    "project.end.none": (
        "🏁 **{title} · you reached the end with nothing handed in.** Doing the work is what "
        "teaches you here; you can start again at any time."
    ),
    "project.end.kept": (
        "🏁 **{title} · you reached the end with nothing handed in, only ticked off.**"
    ),
    "project.rubric": "**At the end you judge it by this:**",
    "project.end.judged": "**How you judged it**",
    "project.end.ticked": "**You ticked all of it**",
    "project.end.yes": "✅ {text}",
    "project.end.unseen": "☑️ {text} *(nothing handed in)*",
    "project.end.said": "☑️ {text}",
    "project.end.still": "✅ {text} *(still open)*",
    "project.end.partly": "🔸 {text} *(partly)*",
    "project.end.no": "▫️ {text} *(not yet)*",
    "project.end.no.line": "▫️ {text} *(not yet: {lines})*",
    # --- The results of a test ---
    "results.all_right": "**{score}. Nothing here caught you out.**",
    "results.all_answered": "**{score}. Nothing you answered caught you out.**",
    "results.passed": "**{score}. Nearly all of it was there.**",
    "results.enough": (
        "**{score}: most of it was there, enough to go on.** Here's what to look at again."
    ),
    "results.half": "**{score}: part of it is there.** Here's what's still missing.",
    "results.new": (
        "**{score}: much of this is still ahead of you.** Here's what there is to learn."
    ),
    "results.guessed": (
        "**{score}, but {guessed} of the right ones were guesses.** You're nearly there."
    ),
    "results.score": "{right} of {total}",
    "results.score.skipped.one": "{right} right, 1 skipped",
    "results.score.skipped.many": "{right} right, {count} skipped",
    "results.score.missed.one": "{right} right, 1 missed, {skipped} skipped",
    "results.score.missed.many": "{right} right, {count} missed, {skipped} skipped",
    "results.right": "✅ **{number}** {question}\n*You said: {said}*",
    "results.wrong": "❌ **{number}** {question}\n*You said: {said}*",
    "results.line.right": "✅ **{number}** {about}",
    "results.line.guess": "✅ **{number}** {about} *(a guess)*",
    "results.line.wide": "✅ **{number}** {about} *(a wide range)*",
    "results.line.meant": "✅ **{number}** {about} *(you meant the same)*",
    "results.line.wrong": "❌ **{number}** {about}",
    "results.line.sure": "❌ **{number}** {about} *(sure)*",
    "results.line.wrote": "*You wrote: {text}*",
    "results.line.skipped": "▫️ **{number}** {about} *(skipped)*",
    "results.number.right": "✅ {number}",
    "results.number.wrong": "❌ {number}",
    "results.number.skipped": "▫️ {number}",
    "results.skipped": "▫️ **{number}** {question}\n*You skipped it.*",
    "results.next": "Next",
    "results.list": "The list",
    "results.again.one": "The missed one, in other words",
    "results.again.many": "The missed ones, in other words ({count})",
    "results.again.some.one": "One of them once more, in other words",
    "results.again.some.many": "{count} of them once more, in other words",
    "results.again.guess.one": "Once more, in other words",
    "results.again.guess.many": "Once more, in other words ({count})",
    "results.finish": "Finish",
    "results.more": "**Your test: {right} of {total}.** Anything else before you finish?",
    "results.reasons.one": "Compare reasons (1)",
    "results.reasons.many": "Compare reasons ({count})",
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
