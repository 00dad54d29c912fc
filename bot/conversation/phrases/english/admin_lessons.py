"""What admins are told of lessons: who may change them, files and drafts, what is taught."""

PHRASES = {
    # --- What admins may do, who they are, and what they did ---
    "admin.title": "**Editing what's taught**\n\nYour role: {roles}.",
    "admin.overview": "what you can do",
    "admin.unknown": "There's no such area. Here's what there is.",
    "admin.denied": "Your role doesn't go that far: {roles}. An owner can give you another one.",
    "admin.area": "- **{name}** (`/admin {command}`): {about}",
    "admin.back": "Back",
    "admin.keep": "Leave it as it is",
    # roles
    "admin.area.roles": "Roles",
    "admin.area.roles.about": "who may do what",
    "admin.role.owner": "owner",
    "admin.role.publisher": "publisher",
    "admin.role.author": "author",
    "admin.role.analyst": "analyst",
    "admin.role.host": "host",
    "admin.role.teacher": "teacher",
    "admin.role.for": "{role} for {what}",
    "admin.role.all": "Everything",
    "admin.role.publisher.about": (
        "- publisher: publish, take back and correct lessons; announce; learning groups"
    ),
    "admin.role.author.about": "- author: draft lessons, answer learners",
    "admin.role.analyst.about": "- analyst: read statistics",
    "admin.role.host.about": "- host: start a class where only a chat's own admins may",
    "admin.role.teacher.about": (
        "- teacher: one learning group's figures, questions and announcements"
    ),
    "admin.host": "With `/class` you can start a class, also where only a chat's own admins may.",
    "admin.roles.title": "**Roles**\n\nOwners are named in the program's settings.",
    "admin.roles.line": "- {role}: {person}",
    "admin.roles.grant": "Grant a role",
    "admin.roles.revoke": "Take back: {role}, {person}",
    "admin.roles.whom": (
        "Write the person's ID and the role, as in `{learner} author` for you. For one course or "
        "learning group only, add its ID or code: `{learner} author kitchen`. Or write just the "
        "person's ID, and choose. The roles are {roles}."
    ),
    "admin.roles.nobody": (
        "Who do you mean? Write the ID that `/help` tells them, such as yours, `{learner}`, and "
        "one of these roles: {roles}."
    ),
    "admin.roles.none": "Which role do you mean? The roles are {roles}.",
    "admin.roles.which": "Which role should {person} get?",
    "admin.roles.what": "For what should {person} have the role {role}?",
    "admin.roles.more": (
        "For any other, write `/admin roles grant {person} {role}` and its ID or code."
    ),
    "admin.roles.nothing": (
        "There's no course or learning group called {what}. Its ID or code works, too."
    ),
    "admin.roles.group": (
        "A {role} is for one learning group. Add its code; `/admin cohorts` shows the groups."
    ),
    "admin.roles.no_group": (
        "A {role} is for one learning group, and there's none yet. `/admin cohorts` makes one."
    ),
    "admin.roles.held": "{person} already has this role: {role}.",
    "admin.roles.not_held": "{person} doesn't have this role: {role}.",
    "admin.roles.granted": "✓ {person} now has a new role: {role}.",
    "admin.roles.wider": (
        "They also have the role {role}, which includes it. Take that back to narrow it."
    ),
    "admin.roles.sure": "Take the role {role} back from {person}? This affects 1 person.",
    "admin.roles.yes": "Take it back",
    "admin.roles.yours": (
        "You have a new role here: **{role}**. /admin shows what you can do with it."
    ),
    "admin.roles.lost": "You no longer have the role **{role}** here. Thank you for your work.",
    "admin.roles.revoked": "✓ {person} no longer has this role: {role}.",
    # the log
    "admin.area.log": "Log",
    "admin.area.log.about": "what admins did",
    "admin.log.title": "**Log**, times in UTC",
    "admin.log.none": "Nothing has been logged here.",
    "admin.log.newer": "Newer",
    "admin.log.older": "Older",
    # work that is done in the background
    "admin.job.failed": (
        "Sorry, that went wrong on my side, and it has been noted. Nothing has changed; please try "
        "again."
    ),
    "admin.job.direct": (
        "I'll send you the result as a direct message, or here if yours are closed to me."
    ),
    "admin.job.beside": (
        "*Your question above is still open. {command} shows what you can do with this.*"
    ),
    # what was done
    "admin.act.grant": "gave {subject} a role: {after}",
    "admin.act.revoke": "took a role back from {subject}: {before}",
    # --- What admins are told of lessons on their way to learners ---
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
    # what has changed, a line for each kind of change
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
    "admin.part.terms": "term",
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
    "admin.section.terms": "Terms",
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
    # --- The lessons that are taught, their history, and taking it back ---
    # what is taught, and its history
    "admin.area.lessons": "Lessons",
    "admin.area.lessons.about": "what's taught, its history, and taking it back",
    "admin.lessons.title": "**Lessons being taught**",
    "admin.lessons.none": "No lessons are being taught.",
    "admin.lessons.all": "All lessons",
    "admin.lessons.unknown": "There's no lesson “{lesson}”, and there never was.",
    "admin.lesson.title": "**{title}** (`{lesson}`)",
    "admin.lesson.taught": "Revision `{revision}` is being taught.",
    "admin.lesson.archived": "It's archived: nobody can start it.",
    "admin.lesson.behind": (
        "⚠️ Its translation is based on an earlier revision: {languages}. To bring it up to date, "
        "send the lesson and its translation together in one `.zip` archive."
    ),
    "admin.lesson.behind.key": (
        "⚠️ The original now has a different right answer, but its translation still teaches the "
        "old one: {languages}. To bring it up to date, send the lesson and its translation "
        "together in one `.zip` archive."
    ),
    "admin.lesson.midst.one": "1 person is in the middle of it.",
    "admin.lesson.midst.many": "{count} people are in the middle of it.",
    "admin.lesson.history": "**History**",
    "admin.lesson.line": "- {when}: `{revision}`, by {by}, {midst}",
    "admin.lesson.gone": "- {when}: no longer offered, by {by}",
    "admin.lesson.within.one": "1 person in it",
    "admin.lesson.within.many": "{count} people in it",
    "admin.lesson.back": "Back to {when} ({revision})",
    "admin.lesson.archive": "Archive",
    "admin.lesson.no_revision": "There's no such earlier revision; these are the ones there are.",
    "admin.lesson.keep.one": (
        "This affects 1 person, who is in the middle of it and can finish what they started."
    ),
    "admin.lesson.keep.many": (
        "This affects {count} people, who are in the middle of it and can finish what they started."
    ),
    "admin.lesson.translations": "Its translations stay as they are: {languages}.",
    "admin.lesson.back.sure": (
        "Teach **{title}** again as it was published on {when} (`{revision}`)?"
    ),
    "admin.lesson.back.yes": "Go back to it",
    "admin.lesson.back.done": "✓ **{title}** is being taught again in revision `{revision}`.",
    "admin.lesson.archive.sure": "Archive **{title}**, so that nobody can start it?",
    "admin.lesson.archive.done": (
        "✓ **{title}** is archived. `/admin lessons {lesson}` can bring it back."
    ),
    "admin.lesson.line.withdrawn": "- {when}: `{revision}`, by {by}, withdrawn",
    # withdrawing a revision
    "admin.withdraw": "Withdraw…",
    "admin.withdraw.which": (
        "Which revision of **{title}** does harm? Nobody will be able to go on in it."
    ),
    "admin.withdraw.now": "The one taught now ({revision})",
    "admin.withdraw.at": "{when} ({revision})",
    "admin.withdraw.old": "An older one ({revision})",
    "admin.withdraw.language": "The translation {language} ({revision})",
    "admin.withdraw.sure": (
        "Withdraw revision `{revision}` of **{title}** for good? Nobody can go on in it, and this "
        "exact text can never be taught again."
    ),
    "admin.withdraw.touched.one": (
        "This affects 1 person: they're in it, left it for later, or have one of its questions "
        "open in a review. They move on the next time they write or press a button."
    ),
    "admin.withdraw.touched.many": (
        "This affects {count} people: they're in it, left it for later, or have one of its "
        "questions open in a review. They move on the next time they write or press a button."
    ),
    "admin.withdraw.again": "Taught again instead: `{revision}`, published on {when}.",
    "admin.withdraw.stays": "What's taught stays the same: `{revision}`.",
    "admin.withdraw.nothing": "No other revision is left, so the lesson is no longer taught.",
    "admin.withdraw.words": "Taught instead in that language ({language}): `{revision}`.",
    "admin.withdraw.original": (
        "Learners with that language ({language}) get the lesson as it was written."
    ),
    "admin.withdraw.with": "Its translations are withdrawn with it: {languages}.",
    "admin.withdraw.yes": "Withdraw it",
    "admin.withdraw.done": "✓ Revision `{revision}` of **{title}** is withdrawn.",
    "admin.withdraw.leave.one": "1 person moves on the next time they write or press a button.",
    "admin.withdraw.leave.many": (
        "{count} people move on the next time they write or press a button."
    ),
    "admin.withdraw.already": "Revision `{revision}` was already withdrawn on {when}.",
    "admin.withdraw.none": "There's no such revision to withdraw.",
    "admin.withdraw.refused": (
        "That revision was withdrawn on {when} by {by}, so it can't be taught again."
    ),
    # correcting a key that was wrong
    "admin.correct.offer": "Correct the scores: {question}",
    "admin.correct.which": "Which question had a wrong key?",
    "admin.correct.nothing": (
        "There's nothing to correct: nobody was scored by a different key from the one taught now, "
        "or their scores have been corrected already. Is the key that's taught now wrong? Then "
        "send the lesson with the right one first (/admin push)."
    ),
    "admin.correct.nothing.wrong": "nothing else",
    "admin.correct.sure": "**Correct these scores?** This can't be undone.",
    "admin.correct.key": "Counted as right so far: {was}\nThe right answer: {right}",
    "admin.correct.learners.one": (
        "1 person answered under the wrong key, and gets the message above, once."
    ),
    "admin.correct.learners.many": (
        "{count} people answered under the wrong key, and get the message above, once."
    ),
    "admin.correct.attempts.one": (
        "1 answer no longer counts, and the question is due again for them."
    ),
    "admin.correct.attempts.many": (
        "{count} answers no longer count, and the question is due again for them."
    ),
    "admin.correct.withdrawn": (
        "The revisions with the wrong key are withdrawn: anyone in one of them goes on in what's "
        "taught now."
    ),
    "admin.correct.behind": (
        "These translations still have the wrong key and are taken away: {languages}. Until you "
        "send them again, the original is taught there."
    ),
    "admin.correct.yes": "Correct the scores",
    "admin.correct.name": "Correction: {question}",
    "admin.correct.done": (
        "✓ The scores are corrected. The answers stay on record, but no longer count."
    ),
    "admin.correct.going.one": "1 person is being told. I'll let you know when it's done.",
    "admin.correct.going.many": "{count} people are being told. I'll let you know when it's done.",
    "admin.correct.waiting": (
        "Anyone I can't write to privately is told as soon as they go on learning."
    ),
    # what was done
    "admin.act.roll_back": "rolled {subject} back ({before} → {after})",
    "admin.act.archive": "archived {subject} ({before})",
    "admin.act.withdraw": "withdrew {before} of {subject} (taught now: {after})",
    "admin.act.correct": "corrected the scores of {subject}: {after} is right, not {before}",
}
