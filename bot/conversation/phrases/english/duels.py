"""A duel: two members predict the same questions."""

PHRASES = {
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
        "their messages; on Discord, mention one person. Without that, whoever is first takes it."
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
    "duel.agreed": "Where you both answered, you said the same.",
    "duel.differed": "You differed on: {numbers}.",
    "duel.question": "**{number}** {words}\nYou said {mine}, the other {theirs}.\n{answer}",
    "duel.missing": "What was left unanswered counts like “no idea”.",
}
