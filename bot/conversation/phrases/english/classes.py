"""A class: a lesson's questions for everybody in a chat."""

PHRASES = {
    # before it begins
    "class.gathering": (
        "**Together** · *{title}*\n\n"
        "Each of you predicts in private and says how sure you are. Then you talk it over, predict "
        "again, and see what's true. Nobody sees who chose what."
    ),
    "class.gathering.few": "There are {total} questions with a right answer. How many shall we do?",
    "class.start.one": "{count} question",
    "class.start.many": "{count} questions",
    "class.start.clock": "On its own, 1 min a step",
    "class.pick": "Pick questions",
    "class.pick.lead": (
        "**Together** · *{title}*\n\nWhich questions? Press their numbers; you can pick up to ten."
    ),
    "class.pick.more": "More",
    "class.pick.back": "Back",
    "class.pick.start.one": "Start with {count} question",
    "class.pick.start.many": "Start with {count} questions",
    "class.pick.most": "A class has {most} questions at most. Take one back first.",
    "class.thread_name": "Together: {title}",
    "class.thread": "Your class is in its own thread. You lead it.",
    "class.no_thread": (
        "Your class is in this channel. You lead it. With the permissions *Create Public Threads* "
        "and *Send Messages in Threads* I'd open a thread of its own for it."
    ),
    "class.here": "Your class is in this channel. You lead it.",
    # why there is none
    "class.where": (
        "A class is for a group: add me to one, or to a server, and send /class there with the "
        "name of a lesson."
    ),
    "class.which": "Which lesson? Press one, or send /class and any word of it.",
    "class.which.more": "Also here: `/class duel` for two of you, `/class board`.",
    "class.which.admins": "You run this group: `/class settings` says who may start one, and when; "
    "`/class daily` asks a question every day.",
    "class.none": "There's no lesson for a class yet.",
    "class.unknown": "I found no lesson for “{text}”. /class alone shows what there is.",
    "class.several": "“{text}” could mean several lessons. Which one?",
    "class.near": "These lessons may fit “{text}”. Which one?",
    "menu.together": "Predict this together",
    "class.picked_lesson": "A class on *{title}*.",
    "class.card.not_yours": "Somebody else asked for this. Send /class for one of your own.",
    "class.few": "*{title}* has too few questions with a right answer. A class needs three.",
    "class.already": (
        "A class is going on here already. Whoever leads it can end it; after three minutes of "
        "silence anyone can take over by pressing one of its buttons."
    ),
    "class.not_open": (
        "I may not write here. I need the permissions *View Channel* and *Send Messages*, in a "
        "thread *Send Messages in Threads*. Then send /class again."
    ),
    "class.limited": "In this group only its admins start a class.",
    "class.limited.hours": (
        "Here you can start a class between {first} and {last} ({zone}). It's {now} there now."
    ),
    "class.limit.admins_only": "Only those who run this group can decide that.",
    "class.limit.admins": "From now on only the admins of this group start a class.",
    "class.limit.everybody": "From now on anyone in this group can start a class.",
    "class.limit.heading": "**Classes in this group**",
    "class.limit.now.everybody": "Anyone can start one, at any time.",
    "class.limit.now.admins": "Only admins can start one.",
    "class.limit.now.hours": (
        "Anyone can start one between {first} and {last} ({zone}, where it's {now} now). "
        "Admins can at any time."
    ),
    "class.limit.more": (
        "Other hours: `/class hours 9:00-17:30`. Another time zone: `/class zone Madrid`."
    ),
    "class.limit.everyone": "Anyone",
    "class.limit.only_admins": "Only admins",
    "class.limit.any_time": "At any time",
    "class.limit.done": "Done",
    "class.limit.always": "always | any time",
    "class.limit.hours.unread": (
        "I can't read that. Send the hours like this: `/class hours 9:00-17:30`, or "
        "`/class hours always`."
    ),
    "class.limit.zone.unread": (
        "I don't know the time zone “{text}”. Send a big city in it: `/class zone Madrid`."
    ),
    "class.limit.zone.set": (
        "The time zone of this group: {zone}, where it's {now} now. A question of the day that is "
        "on keeps its own until you send its time again, as in `/class daily 8:30`."
    ),
    "class.gone": "This lesson was withdrawn, so the class is over.",
    "class.corrected": (
        "The answer to a question of this lesson was wrong and has been corrected, so the class is "
        "over. /class starts it anew."
    ),
    "class.corrected.on": (
        "The answer to a question of this lesson was wrong and has been corrected. "
        "The class goes on with the next question, below."
    ),
    "class.corrected.aside": (
        "An answer in this lesson has just been corrected, so this one doesn't count."
    ),
    "class.anonymous": (
        "You're writing as this group, so I can't tell who would lead the class. Send /class as "
        "yourself: switch off *Remain anonymous* among your admin rights, or ask another member "
        "to send it. You can press the buttons either way."
    ),
    "class.shut": (
        "Your class on *{title}* has ended: I can no longer write where it was. Add me again, or "
        "let me send messages there, then start it anew with /class."
    ),
    # the message that all see
    "class.heading": "**Together, {number} of {total}** · *{title}*",
    "class.how.options": (
        "*Press an answer, then how sure you are. Only you see it, and you can change your mind "
        "once.*"
    ),
    "class.how.range": (
        "*Press the range that you think holds the answer. Only you see it, and you can change "
        "your mind once.*"
    ),
    "class.how.words": (
        "*Press Write… and answer in a word or two. Only you see it, and you can change your mind "
        "once.*"
    ),
    "class.again.options": (
        "*Vote again, whether you've changed your mind or not: an answer, then how sure you are.*"
    ),
    "class.again.range": "*Vote again, whether you've changed your mind or not: press a range.*",
    "class.again.words": "*Answer again with Write…, whether you've changed your mind or not.*",
    "class.discussing": (
        "**Talk it over.** Find someone who chose differently. What's your reason?"
    ),
    "class.clock": "*Each step takes {seconds} seconds.*",
    "class.paused": "*Paused. Go on whenever you like.*",
    "class.nobody_yet": "Nobody has answered yet.",
    "class.answered.one": "{count} person has answered.",
    "class.answered.many": "{count} people have answered.",
    "class.typed.right": "right",
    "class.typed.near": "close",
    "class.typed.other": "other",
    "class.typed.none": "no idea",
    "class.typed.word": "“{words}” ({members})",
    "class.typed.apart": "*No three of you wrote the same.*",
    "class.typed.words": "Several of you wrote {words}.",
    "class.before": "before",
    "class.after": "after",
    "class.too_few": "*With fewer than three answers, shares would tell who chose what.*",
    "class.nobody": "*Nobody answered.*",
    "class.moved.one": (
        "{count} person changed their mind: {towards} to a right answer, {away} away from it."
    ),
    "class.moved.many": (
        "{count} people changed their mind: {towards} to a right answer, {away} away from it."
    ),
    "class.nobody_moved": "Nobody changed their mind.",
    # its picture
    "class.drawn.note.one": "{count} answer",
    "class.drawn.note.many": "{count} answers",
    "class.drawn.both": "{label}: {before}% before, {after}% after",
    "class.drawn.after": "{label}: {after}%",
    # its buttons
    "class.discuss": "Discuss",
    "class.discuss.shown": "Show votes, discuss",
    "class.vote_again": "Vote again",
    "class.reveal": "Reveal",
    "class.next": "Next question",
    "class.end": "End the class",
    "class.hand_over": "Pass the lead",
    "class.mine": "My answer",
    "class.pause": "Pause",
    "class.go_on": "Go on",
    # answering in words
    "class.form.title": "Your prediction",
    "class.form.answer": "Your answer",
    "class.form.words": "Your answer, in a word or two",
    "class.form.sure": "How sure are you?",
    "class.write": "Answer in our own chat, where nobody else reads it.",
    "class.write.lead": "**Your class: {title}**",
    "class.write.how": "*Write your answer in a word or two. Only I see it.*",
    "class.write.back": "The class goes on in your group.",
    "class.old.alone": "It's too late for that one. Your class goes on in your group.",
    "class.over.alone": "That class is over.",
    # what one member is told: at most 200 characters, where others read along
    "class.picked": "“{label}”. Now press how sure you are.",
    "class.choose_first": "Press an answer first, then how sure you are.",
    "class.committed": "Your answer: {said}. You can change your mind once.",
    "class.changed": "Changed to {said}. That's final for this round.",
    "class.same": "That's your answer already: {said}.",
    "class.locked": "You've changed your mind once, so your answer stands for this round.",
    "class.closed": "That step is over. Have another look at the message.",
    "class.old": "That question is over. The current one is further down.",
    "class.over": "This class is over. /class starts a new one.",
    "class.not_yours": (
        "That's for whoever leads this class. If they're silent for three minutes, you can take "
        "over."
    ),
    "class.yours": "You lead this class now. Press again to go on.",
    "class.handed_over": "Whoever presses one of these buttons next leads the class.",
    "class.mine.none": "You didn't answer this one.",
    "class.mine.right": "You said {said}. That's right!",
    "class.mine.wrong": "You said {said}. That's not it; the reason is in the message.",
    "class.mine.unknown": "You said you had no idea. The answer is in the message.",
    "class.mine.first": "Before you talked it over, you said {said}.",
    "class.mine.lead": "**From your class: {title}**",
    # its end
    "class.end.lead": "**{title}: that was your class.**",
    "class.end.nothing": "Nobody answered, so there's nothing to sum up.",
    "class.end.members.one": "{count} person took part.",
    "class.end.members.many": "{count} people took part.",
    "class.end.gained": "Right at first: {before}. After talking it over: {after}.",
    "class.end.right": "Right: {before}.",
    "class.end.counts": "{right} of {total} answers",
    "class.end.share": "{share}% ({right} of {total} answers)",
    "class.end.believed": (
        "Your most shared misconception: “{label}” (question {number}), chosen by "
        "{chose} of {total}."
    ),
    "class.end.sure": (
        "When you were sure, you were right {share}% of the time ({right} of {total})."
    ),
    "class.end.probable": (
        "When you said probably, you were right {share}% of the time ({right} of {total})."
    ),
    "class.end.range": "Your ranges held the truth {share}% of the time ({right} of {total}).",
    "class.end.on": (
        "Your answers are in your own reviews now. The whole lesson is in our own chat, with "
        "`/learn {lesson}`."
    ),
}
