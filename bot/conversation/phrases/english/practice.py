"""What is said where there is something to do: checks, a project's milestones, sums."""

PHRASES = {
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
    "check.unread": "📎 {check}: it may be in your file, which I can't read",
    "check.unmet": "❌ {found}",
    "check.unmet.label": "❌ {label}: {found}",
    "check.found.over": "{have}, I asked for {asked} at most",
    "check.found.under": "{have}, I asked for {asked}",
    "check.found.beyond": "{have}, I asked for {least} to {most}",
    "check.found.repeats.one": (
        "1 of your {all} lines only repeats another, I asked for {asked} different ones"
    ),
    "check.found.repeats.many": (
        "{count} of your {all} lines only repeat another, I asked for {asked} different ones"
    ),
    "check.found.absent": "I can't find {words}",
    "check.found.sought": "I looked for {words}",
    "check.found.sought.bare": "I looked for {words}, without luck",
    "check.found.there": "I found {words}",
    "check.found.there.bare": "I found {words}, which I asked you to leave out",
    "check.found.fewer": "I found {words} {have} of {asked} times",
    "check.found.disorder": "I found the words that I look for, but in another order",
    "check.found.disorder.bare": "it's all there, but I asked for {words}",
    "check.found.number.one": "1 number ({numbers})",
    "check.found.number.many": "{count} numbers ({numbers})",
    "check.found.numbers": "I found {numbers}",
    "check.found.numbers.bare": "I found {numbers}, I asked for {asked}",
    "check.found.no_numbers": "no numbers yet",
    "check.found.no_number": "I can't find a number",
    "check.found.no_json": "I can't read it as JSON yet: a bracket, a quote or a comma is off",
    "check.found.no_object": "it's a list or a single value, I asked for names with values: {{…}}",
    "check.found.no_link": "I can't find a link; one begins with https://",
    "check.found.no_file": "there's no file yet",
    "check.lack.empty": "There is nothing in it yet.",
    "check.lack.few": "That's too little to compare. Write at least a short sentence.",
    "check.lack.example": "That's what the milestone shows. Now hand in your own.",
    "check.lack.near": (
        "That's close to the milestone's example. Is it yours? Keep it, or send your own in its "
        "place."
    ),
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
    "project.time": "{time} of work",
    "project.time.days": "{time} of work, over {days}",
    "project.time.about": "about {time} of work",
    "project.asked": "📥 **Hand in:** {checks}",
    "project.send": "✍️ Write it here, or send a link or a file.",
    "project.unread": "I can't look inside files, so please check for yourself: {checks}",
    "project.lacking": "✍️ Send what's missing, or leave it at that.",
    "project.lacking.anew": (
        "✍️ Send it again, all of it, with that mended, or leave it at that. It takes the place of "
        "what you sent before."
    ),
    "project.lacking.left": (
        "✍️ You can still send what's missing. To send it again, all of it, press *Mend it*."
    ),
    "project.leave": "Leave it at that",
    "project.keep": "It's mine, keep it",
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
    "project.rubric": "**At the end you judge it by this:**",
    "project.end.judged": "**How you judged it**",
    "project.end.ticked": "**You ticked all of it**",
    "end.ticked.open.one": "**All ticked, with milestone {milestone} still open**",
    "end.ticked.open.many": "**All ticked, with {count} milestones still open**",
    "end.judged.open.one": "**How you judged it, with 1 milestone still open**",
    "end.judged.open.many": "**How you judged it, with {count} milestones still open**",
    "project.end.yes": "✅ {text}",
    "project.end.unseen": "☑️ {text} *(nothing handed in)*",
    "project.end.said": "☑️ {text}",
    "project.end.still": "✅ {text} *(still open)*",
    "project.end.partly": "🔸 {text} *(partly)*",
    "project.end.no": "▫️ {text} *(not yet)*",
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
}
