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
    "check.contains": "contains {words}",
    "check.contains.any": "contains one of {words}",
    "check.lacks": "without {words}",
    "check.order": "in this order: {words}",
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
    "check.unmet": "❌ {check}",
    "check.unmet.found": "❌ {check}: {found}",
    "check.found.over": "yours has {have}, {over} too many",
    "check.found.under": "yours has {have}, {under} too few",
    "check.found.absent": "I can't find {words}",
    "check.found.it": "it's in there",
    "check.found.there": "I found {words}",
    "check.found.fewer": "{words} isn't there often enough",
    "check.found.disorder": "all there, but in a different order",
    "check.found.numbers": "I found {numbers}",
    "check.found.no_number": "I can't find a number",
    "check.found.no_json": "I can't read it as JSON",
    "check.found.no_object": "it's a list or a single value, with no names in it",
    "check.lack.empty": "There is nothing in it yet.",
    "check.lack.few": "That's too little to compare. Write at least a short sentence.",
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
    "project.send": (
        "✍️ Write it here, or send a link or a file. You can also just tick it off; it'll be "
        "marked that way. /stop keeps your place, even for days."
    ),
    "project.lacking": "✍️ Send what's missing, or leave it at that.",
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
    "project.end": "🏁 **{title} · what you made**",
    "project.end.none": (
        "🏁 **{title} · you reached the end with nothing handed in.** Doing the work is what "
        "teaches you here; you can start again at any time."
    ),
    "project.end.judged": "**How you judged it**",
    "project.end.yes": "✅ {text}",
    "project.end.partly": "🔸 {text} *(partly)*",
    "project.end.no": "▫️ {text} *(not yet)*",
    # sums with the learner's own numbers
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
