"""A project: its milestones, what is handed in for them, the looks at it, and the judging."""

PHRASES = {
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
    "project.apart.small": (
        "i i'd would say think choose take it it's is does do this that or and text version "
        "number option piece answer one"
    ),
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
    "project.point.every.words": (
        "none|no line|none of them|none of it|nothing|neither|it does|none it does|yes it does|"
        "0|zero|yes|y|yep|yeah|ok|done"
    ),
    "project.point.every.unclear": (
        "no|n|nope|not|all|all do|all of them|all of it|all of these|both|everything"
    ),
    "project.point.every.not": "not yet|none yet|not all|not really|missing|partly|not quite",
    "project.point.every.small": "doesn't don't does do not isn't yet all but except",
    "project.each.words": (
        "each|every|all|both|no|none|never|neither|as well as|not only|name nothing|names nothing"
    ),
    "project.each.but": (
        "that every|that each|that all|that no|that none|that both|than all|of all|for all of|"
        "for each|for every|for all|at all|above all|after all|all in all|no longer|no matter|"
        "if no|if none|if all|or no|or none"
    ),
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
        "Now judge your work. You've kept it to yourself, so have it in front of you. Does it do "
        "this?"
    ),
    "project.made": "**What you made**",
    "project.judging": (
        "**Now judge your work.** What to look for is right below the part it's about."
    ),
    "project.judging.kept": (
        "**Now judge your work.** You've kept it to yourself, so have it in front of you."
    ),
    "project.agreed": (
        "*What you said yes to is ticked. Look at the whole once more, and change what isn't so.*"
    ),
    "project.does": "*Does it do this?*",
    "project.does.several": "**Milestones {numbers} together.** *Do they do this?*",
    "project.does.all": "**All of it together.** *Does it do this?*",
    "project.mend": "You can go back and mend that now, then judge again.",
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
}
