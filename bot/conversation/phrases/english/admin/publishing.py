"""What admins are told of lessons on their way to learners: files, drafts, what they change."""

PHRASES = {
    # sending a file
    "admin.area.push": "Push",
    "admin.area.push.about": "send a lesson file, or a zip archive of a course",
    "admin.push.ask": (
        "**Send me the file:** a lesson (`.md`), a saved lesson page, or a `.zip` archive of a "
        "course. Learners see nothing of it until you publish it."
    ),
    "admin.push.words": "I need a file here. Send one, or choose another button.",
    "admin.push.received": "Got it: {file}. I'm reading it…",
    "admin.push.refused": "**{name} can't be taught like this yet:**",
    "admin.push.beyond": (
        "**{name} is beyond your role:** {roles}. Something in it belongs to another course, or to "
        "none. A new lesson comes with its course, in a `.zip` with its `course.toml`. Nothing was "
        "kept."
    ),
    "admin.push.mend": "Nothing has changed. Fix this, and send the file again.",
    "admin.push.advice.one": "**One piece of advice**",
    "admin.push.advice.many": "**{count} pieces of advice**",
    "admin.push.more": "… and {number} more.",
    "admin.push.learning.one": (
        "1 person is in the middle of what this replaces and can finish what they started."
    ),
    "admin.push.learning.many": (
        "{count} people are in the middle of what this replaces and can finish what they started."
    ),
    "admin.page.sent": (
        "{name} is a lesson page. I've put what I could read of it into this lesson file: `{file}`."
    ),
    "admin.page.large": (
        "{name} is a lesson page, but the lesson file I made from it is {size}, which is too large "
        "to send here. Send me part of the page."
    ),
    "admin.page.remarks.one": "**From the page:** one thing to look at",
    "admin.page.remarks.many": "**From the page:** {count} things to look at",
    "admin.page.faults.one": "**In the file:** one thing to fix",
    "admin.page.faults.many": "**In the file:** {count} things to fix",
    "admin.page.finish": (
        "Finish `{file}` in any text editor and send it to me: it'll then become a draft. Nothing "
        "has changed yet."
    ),
    # drafts
    "admin.area.drafts": "Drafts",
    "admin.area.drafts.about": "lessons waiting to be published; send me a file to make one",
    "admin.drafts.title": "**Drafts**",
    "admin.drafts.none": "There are no drafts. Send me a lesson file or a zip archive of a course.",
    "admin.drafts.all": "All drafts",
    "admin.draft.gone": "That draft is no longer there: it was published or thrown away.",
    "admin.draft.title": "**Draft: {title}**\n*sent by {by}*",
    "admin.draft.piece": "**{title}**",
    "admin.draft.course": "**The course {title}**",
    "admin.draft.unchanged.one": "1 lesson is unchanged.",
    "admin.draft.unchanged.many": "{count} lessons are unchanged.",
    "admin.draft.preview": "Preview",
    "admin.draft.publish": "Publish",
    "admin.draft.time": "Publish at…",
    "admin.draft.timed": "It'll be published automatically at {when}.",
    "admin.draft.behind": (
        "⚠️ **{title}** changes in the original only. Its translation stays as it is, based on an "
        "earlier revision: {languages}. To change both, send them together in one `.zip` archive."
    ),
    "admin.draft.behind.key": (
        "⚠️ **{title}** gets a different right answer in the original only. Its translation keeps "
        "teaching the old one: {languages}. To change both, send them together in one `.zip` "
        "archive."
    ),
    "admin.draft.missed": (
        "⚠️ It was to be published automatically at {when}. That's off, because whoever set that "
        "time is no longer allowed to publish. Publish it, set another time, or throw it away."
    ),
    "admin.draft.discard": "Throw away",
    "admin.preview.which": "Which lesson would you like to see?",
    "admin.preview.mode": "**{title}**, as learners will see it. Nothing goes on record.",
    "admin.preview.end": "That was the preview; none of it is on record.",
    "admin.preview.back": "Back to the draft",
    "admin.discard.sure": "Throw away the draft **{title}**? No learner has seen it.",
    "admin.discarded": "✓ I've thrown away **{title}**.",
    # publishing
    "admin.published.rekeyed": (
        "Some questions now have a different right answer. Was the old one wrong? Then I can take "
        "back what learners scored by it, and tell them."
    ),
    "admin.publish.moved": (
        "Since this was sent, somebody has published another revision of: {titles}. Publishing "
        "yours would replace theirs."
    ),
    "admin.publish.moved_course": (
        "Since this was sent, somebody has changed the course {title}. Publishing yours would "
        "replace theirs. From theirs to yours:"
    ),
    "admin.publish.gone_course": (
        "Since this was sent, somebody has removed the course {title}. Publishing would bring it "
        "back."
    ),
    "admin.publish.again": "Somebody has published again since I asked you.",
    "admin.publish.withdrawn": (
        "This exact text was withdrawn, so it can't be taught again: {titles}. Fix what was wrong "
        "with it, and send me the new file."
    ),
    "admin.publish.compare": "What differs: {title}",
    "admin.publish.compared": "**{title}**, from theirs to yours:",
    "admin.publish.anyway": "Publish mine anyway",
    "admin.published": (
        "✓ **{title}** is published. Anyone in the middle of it can finish what they started."
    ),
    "admin.time.when": (
        "When should it be published? Write a date and a time in your time zone ({zone}), like "
        "`2026-12-01 09:00`. /settings changes the zone."
    ),
    "admin.time.never": "By hand only",
    "admin.time.unread": "I can't read a time in that. Write it like `2026-12-01 09:00`.",
    "admin.time.range": "That time has passed, or is more than {days} days away.",
    "admin.time.set": "✓ **{title}** will be published at {when}.",
    "admin.time.cleared": "✓ **{title}** will only be published by hand.",
    "admin.time.moved": (
        "The time for **{title}** has come, but somebody has already published a newer version of "
        "what it would replace. Nothing has changed: take a look in /admin drafts."
    ),
    "admin.time.missed": (
        "⚠️ **{title}** was to be published automatically at {when}. That's off, because whoever "
        "set that time is no longer allowed to publish. Nothing has changed: in /admin drafts you "
        "can publish it, set another time, or throw it away."
    ),
    # what has changed, one line for each kind of change
    "admin.change.nothing": "Nothing has changed.",
    "admin.change.more": "and {number} more",
    "admin.change.quoted": "“{text}”",
    "admin.change.value": "{what}: {was} → {now}",
    "admin.change.words": "{was} → {now}",
    "admin.change.counts": "{what} (+{come} −{gone})",
    "admin.change.some": "{what} ({number})",
    "admin.change.part": "{part} {title}",
    "admin.change.new_lesson": "{title}, {minutes} min, questions: {questions}",
    "admin.change.new_course": "{title}, lessons: {lessons}",
    "admin.change.lesson_new": "New lesson: {names}",
    "admin.change.course_new": "New course: {names}",
    "admin.change.front": "Details: {names}",
    "admin.change.question_removed": "⚠️ Questions removed ({number}): {names}",
    "admin.change.rekeyed": "⚠️ Right answer changed ({number}): {names}",
    "admin.change.question_added": "Questions added ({number}): {names}",
    "admin.change.question_moved": "Questions moved ({number}): {names}",
    "admin.change.reworded": "Questions reworded ({number}): {names}",
    "admin.change.options": "Options changed ({number}): {names}",
    "admin.change.part_removed": "Parts removed ({number}): {names}",
    "admin.change.part_added": "Parts added ({number}): {names}",
    "admin.change.parts_moved": "Parts moved: {names}",
    "admin.change.text": "Texts changed, in words: {names}",
    "admin.change.picture": "Pictures changed ({number}): {names}",
    "admin.change.lesson_removed": "Lessons removed ({number}): {names}",
    "admin.change.lesson_added": "Lessons added ({number}): {names}",
    "admin.change.lessons_moved": "Lessons moved: {names}",
    # what these lines count
    "admin.part.steps": "step",
    "admin.part.diagrams": "diagram",
    "admin.part.connections": "connection",
    "admin.part.pitfalls": "pitfall",
    "admin.part.exercises": "exercise",
    "admin.part.milestones": "milestone",
    "admin.part.performance": "aspect of performance",
    "admin.part.cases": "what-if case",
    # the sections of a lesson
    "admin.section.overview": "Overview",
    "admin.section.mental_model": "Mental model",
    "admin.section.steps": "Build-up",
    "admin.section.under_the_hood": "Under the hood",
    "admin.section.myths": "Myths",
    "admin.section.expert_notes": "Expert notes",
    "admin.section.when_not_to_use": "When not to use",
    "admin.section.production_patterns": "Production patterns",
    "admin.section.connections": "Connections",
    "admin.section.pitfalls": "Pitfalls",
    "admin.section.takeaways": "Takeaways",
    "admin.section.exercises": "Try it",
    "admin.section.challenge": "Challenge",
    "admin.section.project": "Project",
    "admin.section.performance": "Performance",
    "admin.section.what_if": "What if",
    "admin.section.sources": "Sources",
    # what was done
    "admin.act.push": "pushed {subject} ({before} → {after})",
    "admin.act.publish": "published {subject} ({before} → {after})",
    "admin.act.publish_course": "published the course {after} ({subject})",
    "admin.act.time": "set the time for {subject}: {after}",
    "admin.act.untime": "cancelled the time for {subject}",
    "admin.act.miss": "was no longer allowed to publish {subject} at {after}",
    "admin.act.discard": "threw the draft {subject} away",
}
