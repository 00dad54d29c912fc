"""What several share: cohorts, classes, a question of the day, duels, boards."""

PHRASES = {
    # --- What members of a cohort are told: joining, what opens when, leaving ---
    # lessons that are not open yet
    "menu.opens": "🔒 {title} · {day}",
    "menu.closed": "🔒 {title}",
    "cohort.opens": "🔒 *{title}* opens for {cohort} on {when}.",
    "cohort.paused": "🔒 *{title}* isn't open for {cohort} yet: the group is paused right now.",
    # joining
    "cohort.code": (
        "**Do you have an invitation?** Type its code to learn together with a group: the lessons "
        "of a course open one by one."
    ),
    "cohort.unknown": (
        "I don't know a group with that code. Please check your invitation, and type `/join` with "
        "the code in it, like `/join K7QX3M`."
    ),
    "cohort.already": "You're already in {cohort}.",
    "cohort.closed": "{cohort} has ended. All lessons of *{course}* are open to you: /learn.",
    "cohort.other": (
        "You're already learning this course with {cohort}. To change groups, leave that one "
        "first: /join."
    ),
    "cohort.joined": "**Welcome to {cohort}!** You'll learn *{course}* together, step by step.",
    "cohort.tells": "I'll write to you privately when a lesson opens. /join can change that.",
    "cohort.nowhere": (
        "I can't write to you privately from here, so I can't tell you when a lesson opens. Send "
        "`/join {code}` to me directly, and I can."
    ),
    "cohort.shut": (
        "A lesson of your learning group may have opened, but I couldn't tell you: I can't write "
        "to you directly. Allow direct messages from this server (or open a chat with me), and "
        "send `/join {code}` again."
    ),
    "cohort.open.none": "No lesson is open yet.",
    "cohort.open.one": "{count} lesson is open.",
    "cohort.open.many": "{count} lessons are open.",
    "cohort.begin": "Begin: {title}",
    "cohort.course": "See the course",
    # one's own groups
    "cohort.mine": "**Your learning groups**",
    "cohort.line": "{cohort}, with *{course}*: I'll tell you when a lesson opens",
    "cohort.line.quiet": "{cohort}, with *{course}*: I won't tell you when a lesson opens",
    "cohort.quiet": "Don't tell me: {cohort}",
    "cohort.tell": "Tell me: {cohort}",
    "cohort.leave.it": "Leave: {cohort}",
    "cohort.more": "Join another one",
    "cohort.leave.sure": (
        "Do you want to leave {cohort}? All lessons of *{course}* will then be open to you, and "
        "nothing you did is lost."
    ),
    "cohort.leave": "Leave",
    "cohort.stay": "Stay",
    "cohort.left": (
        "You've left {cohort}. All lessons of *{course}* are open to you: /learn. The code lets "
        "you back in."
    ),
    # when a lesson opens
    "cohort.opened": "🔓 **Lesson {number} of {course} is open:** {title}",
    "cohort.opened.several": "🔓 **These lessons of {course} are open:**",
    "cohort.opened.line": "- Lesson {number}: {title}",
    "cohort.ended": "🔓 {cohort} has ended, and **all lessons of {course} are open** to you.",
    # --- A class: a lesson's questions for everybody in a chat ---
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
    "class.pick.title": "**Together** · *{title}*",
    "class.pick.lead": "Which questions? Press their numbers; you can pick up to ten.",
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
    "class.room.duel": "A duel for two",
    "class.room.board": "Our board",
    "class.room.settings": "Who may start one",
    "class.room.daily": "A question every day",
    "class.room.board_on": "Put a board up",
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
        "Your class on *{title}* has ended: I can no longer post where it was held. Add me again, "
        "or let me send messages there, then start it again with /class."
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
    "class.too_few.shown": "Fewer than three have answered, so no votes can be shown yet.",
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
    "class.discuss": "Discuss, votes hidden",
    "class.discuss.shown": "Discuss, votes shown",
    "class.lead": "Lead…",
    "class.lead.begin": "**You lead this class** · *{title}*",
    "class.lead.text": "**You lead this class** · question {number} of {total}",
    "class.lead.alone": "You lead it from our own chat.",
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
    "class.handed_over": "Whoever presses *Lead…* next leads the class.",
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
    "class.end.open": "Open the lesson",
    # --- A question of the day for a group ---
    # its card, for those who run the group
    "daily.card": "**Question of the day**",
    "daily.card.off": (
        "It's off. Pick a time, and from then on I ask one question here every day. Everyone "
        "predicts in private; the answer comes with what the group said."
    ),
    "daily.card.on": "Every day at {time} ({zone}).",
    "daily.card.all": "From all lessons.",
    "daily.card.scope": "From *{title}*.",
    "daily.card.hours": "The answer comes after {hours} hours.",
    "daily.card.next_day": "The answer comes the next day.",
    "daily.card.today": "The next one comes today.",
    "daily.card.tomorrow": "The next one comes tomorrow.",
    "daily.card.more": (
        "Another time: `/class daily 8:30`. Only some lessons: `/class daily` and the name of a "
        "course or a lesson. Another time zone: `/class zone Madrid`, then the time again."
    ),
    "daily.card.not_yours": "Another admin asked for this. Send /class daily for one of your own.",
    "daily.admins_only": "Only those who run this group can set its question of the day.",
    "daily.off": "There's no question of the day here any more.",
    "daily.unread": (
        "“{text}” is neither a time nor a lesson I know. Try `/class daily 8:30`, or "
        "`/class daily` alone for the choices."
    ),
    "daily.answer.next": "Next day",
    "daily.answer.hours": "After {hours} h",
    "daily.all": "All lessons",
    "daily.turn_off": "Turn it off",
    # the question that all see
    "daily.heading": "**Question of the day** · *{title}*",
    "daily.answer.today": "*The answer comes today at {time}.*",
    "daily.answer.tomorrow": "*The answer comes tomorrow at {time}.*",
    "daily.yesterday": "*Yesterday's question now shows its answer.*",
    "daily.last": "Yesterday: my answer",
    "daily.last.none": "You didn't answer yesterday's question.",
    "daily.last.right": "Yesterday you said {said}. That's right!",
    "daily.last.wrong": (
        "Yesterday you said {said}. That's not it; the reason is in yesterday's message."
    ),
    "daily.last.unknown": "Yesterday you had no idea. The answer is in yesterday's message.",
    "daily.last.gone": "Yesterday's question was withdrawn.",
    "daily.gone": "This question was withdrawn. The next one comes at the usual time.",
    "daily.corrected": (
        "The answer to this question was wrong and has been corrected, so it doesn't count. The "
        "next one comes at the usual time."
    ),
    "daily.over": "There's no question of the day here any more.",
    "daily.silent": (
        "Nobody has answered for a week, so I'll stop asking. An admin turns it on again with "
        "`/class daily`."
    ),
    # what one is told alone
    "daily.mine.lead": "**Question of the day: {title}**",
    "daily.shut": (
        "Your group's question of the day has stopped: I can no longer write there. Let me send "
        "messages again, then turn it on with `/class daily`."
    ),
    # --- A duel: two members predict the same questions ---
    # the challenge
    "duel.challenge": (
        "**A duel** · *{title}*\n\n"
        "Two of you predict the same five questions in private and say how sure you are. At the "
        "end the two of you see both scores, and what the other said where you differ."
    ),
    "duel.challenge.any": "Who takes it? Whoever presses first.",
    "duel.challenge.one": "It's for one of you only: whoever the challenge named.",
    "duel.challenge.offered": (
        "Whoever challenged would show both scores here. That happens only if you want it too."
    ),
    "duel.take": "I take it",
    "duel.take.for_all": "I take it, show the scores here",
    "duel.take.for_us": "I take it, just between us",
    "duel.offer": "Offer to show the scores",
    "duel.offer.back": "Keep the scores between us",
    "duel.call_off": "Call it off",
    # why there is none
    "duel.already": (
        "Your last duel here isn't over yet. If a question of it stays open for six hours, it ends."
    ),
    "duel.yourself": (
        "You can't challenge yourself. Send /class duel alone, and whoever likes takes it."
    ),
    "duel.named": (
        "I can't tell who that is. To challenge somebody, send /class duel in reply to one of "
        "their messages; where a command can't be a reply, mention one person. Without that, "
        "whoever is first takes it."
    ),
    "duel.unknown": (
        "I found no lesson with enough questions for “{text}”. /class duel alone picks one for you."
    ),
    # over its buttons: at most 200 characters
    "duel.own": "That's your own challenge. Somebody else has to take it.",
    "duel.not_for_you": (
        "This challenge is for somebody else. Send /class duel for one of your own."
    ),
    "duel.not_yours": "That's for whoever made the challenge.",
    "duel.changed": "That was taken back just now. Have another look at the buttons.",
    "duel.taken": "This challenge is taken.",
    "duel.begins": "It's on! The scores stay between the two of you.",
    "duel.begins.for_all": "It's on! Both scores are shown here at the end.",
    "duel.committed": (
        "Your answer: {said}. You can change your mind once, until you've both answered."
    ),
    "duel.others": "This is between two others. Send /class duel for one of your own.",
    "duel.over": "This duel is over. /class duel starts a new one.",
    # its message
    "duel.heading": "**Duel, {number} of {total}** · *{title}*",
    "duel.how": "*The next question comes once you've both answered.*",
    "duel.below": "The duel goes on below.",
    "duel.nobody": "Nobody took this duel.",
    "duel.few": "*{title}* has too few questions for a duel.",
    "duel.corrected": (
        "The answer to a question of this lesson was wrong and has been corrected, so the duel is "
        "over. /class duel starts a new one."
    ),
    "duel.gone": "This lesson was withdrawn, so the duel is over.",
    "duel.ended": "**The duel on *{title}* is over.**",
    "duel.ended.private": "The result is between the two.",
    "duel.for_all": (
        "The challenger: {host} of 100. Whoever took it: {rival} of 100. "
        "An honest “no idea” gives 75."
    ),
    "duel.result": "How did I do?",
    # what the two are told
    "duel.mine.lead": "**Your duel: {title}**",
    "duel.scores": "You: {mine} of 100. The other: {theirs} of 100.",
    "duel.apart": "There's no question that you both answered.",
    "duel.agreed": "On the questions you both answered, you gave the same answers.",
    "duel.differed": "You differed on: {numbers}.",
    "duel.question": "**{number}** {words}\nYou said {mine}, the other {theirs}.\n{answer}",
    "duel.missing": "Anything left unanswered counts as “no idea”.",
    # --- The board of a group ---
    "board.heading": "**Board of this group** · {period}, {order}",
    "board.day.title": "last 24 hours",
    "board.week.title": "last 7 days",
    "board.ever.title": "all time",
    "board.score.title": "by score",
    "board.gain.title": "by improvement",
    "board.fit.title": "by knowing what you know",
    "board.score.figure": "{figure} of 100",
    "board.gain.figure": "{figure} points",
    "board.fit.figure": "{figure}% off",
    "board.answers.one": "{count} answer",
    "board.answers.many": "{count} answers",
    "board.nobody": "Nobody on it has enough answers yet.",
    "board.score.about": (
        "*Your average prediction score in this group, shown once you've made {least}. Being "
        "honest about how sure you are scores best.*"
    ),
    "board.gain.about": (
        "*How many points your answers gain by talking them over, from {least} questions on that "
        "you answered before and after.*"
    ),
    "board.fit.about": (
        "*How far off you are when you say “probably” or “sure”, shown once you have {least} such "
        "answers. Lower is better.*"
    ),
    "board.opt_in": "Only those who put themselves on it are on it. You can leave at any time.",
    # its buttons
    "board.day": "Day",
    "board.week": "Week",
    "board.ever": "All time",
    "board.score": "Score",
    "board.gain": "Improvement",
    "board.fit": "Knowing",
    "board.join": "Put me on it",
    "board.join.nickname": "With a nickname",
    "board.leave": "Take me off",
    # what is answered; over a button at most 200 characters
    "board.joined": "You're on the board as “{name}”. It shows you from {least} answers on.",
    "board.left": "You're off the board.",
    "board.not_on": "You aren't on the board.",
    "board.nickname": "Send /class board as Fox, with the name you'd like in place of Fox.",
    "board.long": "That name is too long. It may have {most} characters.",
    "board.taken": "Somebody else on the board has that name. Try another.",
    "board.none": (
        "This group has no board. An admin puts one up with `/class board on`; then everyone "
        "decides whether to be on it."
    ),
    "board.admins_only": "Only those who run this group put its board up or take it down.",
    "board.how": (
        "`/class board` shows the board, `/class board as Fox` puts you on it by that name, "
        "`/class board leave` takes you off. Admins: `/class board off` takes it down, "
        "`/class board off Fox` only that name."
    ),
    "board.removed": "“{name}” is off the board.",
    "board.unknown": "Nobody on the board is called “{text}”.",
    "board.off": "The board is taken down, and nobody is on it any more.",
    "board.gone": "This board was taken down.",
    "board.below": "The board is further down.",
}
