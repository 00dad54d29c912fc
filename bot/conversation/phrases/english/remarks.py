"""What is said to learners who ask or report something, and to whom an answer comes."""

PHRASES = {
    "command.ask": "Ask the authors of your lesson something, or report what's wrong",
    # making a remark
    "remark": "Ask or report",
    "remark.ask.authors": (
        "**Ask or report:** type your question, or pick one. The authors of this lesson get it "
        "without your name."
    ),
    "remark.ask.taught": (
        "**Ask or report:** type your question, or pick one. The authors of this lesson and your "
        "group's teacher get it without your name."
    ),
    "remark.ask.alone": "**Ask or report:** nobody is here to answer, but I'll keep what you type.",
    "remark.ask.above": "It's about the part above, not what's asked here.",
    "remark.above": "It's about the part above",
    "remark.above.named": "It's about the part above: {what}",
    "remark.kind.unclear": "I don't understand this",
    "remark.kind.wrong": "Something is wrong",
    "remark.kind.question": "Another question",
    "remark.words.unclear": "**What is unclear?** Type it, or just send it as it is.",
    "remark.words.wrong": "**What is wrong?** Type it, or just send it as it is.",
    "remark.words.question": "**What would you like to know?** Type your question.",
    "remark.words.which": "**What is it about?** Type it, and say which part or question you mean.",
    "remark.send": "Just send it",
    "remark.back": "Back",
    "remark.sent.authors": "✓ *Sent to the authors. If they answer, you'll read it here.*",
    "remark.sent.taught": (
        "✓ *Sent to the authors and your group's teacher. If they answer, you'll read it here.*"
    ),
    "remark.sent.alone": "✓ *Kept. Nobody is here to answer it, though.*",
    "remark.left": "All right.",
    "remark.enough": "That's {most} within a day, thank you! You can send more tomorrow.",
    "remark.muted": (
        "The authors aren't taking messages from you at the moment. Your lessons go on as usual."
    ),
    "remark.preview": "This is a preview, so nobody would get it.",
    "remark.nowhere": "There's no lesson yet to ask about. /learn shows what there is.",
    "remark.long": "That's too long to pass on. Please say it in {most} characters or fewer.",
    "remark.place": "*{title}*, {part}",
    # what comes back
    "remark.answer": "✉️ **You have an answer** · {place}",
    "remark.picture": "Picture with the answer",
    "remark.mended": (
        "✓ **What you reported has been changed** · {place}\n\nThank you for telling the authors!"
    ),
    "exchange.ask": (
        "**May others read this, too?** · {place}\n\n"
        "The authors would like to show what you sent them, and their answer, to everyone who gets "
        "to this part, without your name."
    ),
    "exchange.yes": "Yes, show it",
    "exchange.no": "No, keep it private",
    "exchange.agreed": "*Thank you! Others can now read it at that part of the lesson.*",
    "exchange.declined": "*All right, it stays between you and the authors.*",
    # what others asked
    "remark.before.one": "Asked before",
    "remark.before.many": "Asked before ({count})",
    "remark.before.title": "**Asked before**",
    "remark.before.gone": "It isn't shown any more.",
    # whether a lesson was worth it
    "worth.yes": "👍 Useful",
    "worth.partly": "🤷 So-so",
    "worth.no": "👎 Hardly",
    "worth.said": "*You said: {said}*",
    "worth.noted": "Thank you, noted.",
}
