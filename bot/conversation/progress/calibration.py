"""How well a learner judges themselves, in a few words after each block of predictions.

It speaks of all predictions and of the last; where neither bears out a claim, it says nothing.
"""

from bot.conversation.phrases import phrase
from bot.learning.calibration import Claim, claims
from bot.learning.logbook import Logbook


def feedback(book: Logbook) -> str:
    """What there is to say once a block is full; nothing if it is not, or shows too little."""
    block = book.block()
    if block is None:
        return ""
    return "\n\n".join(map(_sentence, claims(book.ever, block)))


def _sentence(claim: Claim) -> str:
    word, right, total = claim.confidence, claim.tally.right, claim.tally.total
    if claim.lately:
        lead = phrase(f"calibration.{word}.lately", right=right, total=total)
    else:
        lead = phrase(f"calibration.{word}", right=right, total=total)
    parts = [lead, phrase(f"calibration.{claim.fit}")]
    if claim.other.total and claim.other != claim.tally:
        rest = "calibration.ever" if claim.lately else "calibration.lately"
        parts.append(phrase(rest, right=claim.other.right, total=claim.other.total))
    return " ".join(parts)
