"""A question in a sentence becomes a question with options.

"Do you think X or Y?" offers X and Y, a question to be answered by yes or no offers these two, and
an open question lets learners judge themselves.

The options of "X or Y" are found so: Y begins after the *or*, and its first word (a preposition, an
article, a verb in -ing, …) says what kind of phrase it is; X begins at the last such word before
the *or*. What both share ("in GenAI", "is better") is left out of the options. The small words by
which that is told are the closed classes of English (articles, prepositions, auxiliaries), which
hardly change, and the commonest members of the open ones.
"""

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _set(
    """
    a all an any both each every her his its no one our some that the their this two your
    """
)
"""Words that begin a phrase about a thing."""

PRONOUNS = _set(
    """
    everything her him it itself nothing them themselves us
    """
)
"""Words that stand for a thing, as the object of what is done."""

PREPOSITIONS = _set(
    """
    about across after against as at because before between by during for from if in inside
    into of on outside over per through to toward towards under via when while with within
    without
    """
)
"""Words that begin a phrase about where, when or how."""

TAIL = _set(
    """
    across after as at because before by during for if in on than under when while with within
    """
)
"""Words that begin what belongs to the whole sentence after its last option."""

COPULAS = _set(
    """
    am are be become becomes been being is remain remains seem seems stay stays was were
    """
)
"""Verbs that say what something is."""

AUXILIARIES = _set(
    """
    can could did do does had has have may might must should will would
    """
)
"""Verbs that need another verb."""

INVERTING = AUXILIARIES | {"am", "are", "is", "was", "were"}
"""Verbs that stand before their subject in a question."""

VERBS = _set(
    """
    absorb absorbs cast casts cost costs loop loops match matches print prints prove proves
    refuse refuses slow slows suggest suggests
    add adds affect affects align aligns allow allows applies apply begin
    begins block blocks build builds call calls cause causes change changes check checks
    choose chooses come comes compare compares contain contains copies copy crash crashes
    create creates depend depends end ends fail fails fill fills focus focuses follow follows
    get gets give gives go goes grow grows happen happens help helps hold holds ignore ignores
    include includes keep keeps learn learns let lets look looks lose loses make makes matter
    matters mean means move moves need needs overwrite overwrites prefer prefers prevent
    prevents produce produces raise raises read reads release releases relies rely remove
    removes require requires return returns run runs save saves search searches send sends
    share shares show shows shrink shrinks skip skips split splits start starts stay stays
    stop stops store stores take takes throw throws use uses visit visits wait waits waste
    wastes work works wrap wraps write writes
    """
)
"""Verbs that lessons ask about; others are known by what follows them."""

ADVERBS = _set(
    """
    actually also always either entirely even generally instead just mainly merely more mostly
    often only primarily purely rather really simply typically usually
    """
)
"""Words that an option can do without."""

ADJECTIVES = _set(
    """
    bad big closed cold common deep different double dynamic early easy empty false fast fixed
    full global good hard high hot human late left local long low narrow new old open private
    public random rare right safe same shallow short simple single slow small soft static
    strong true weak wide
    """
)
"""Adjectives that their ending does not betray."""

STOP = _set(
    """
    a an and are as at be believe by can did do does for from if in is it its just more most
    of on only or than that the their think this to was were will with would you your
    """
)
"""Words that do not tell questions apart."""

_IRREGULAR = {"have": "has", "be": "is"}
_ADJECTIVE = re.compile(r"\w{2,}(?:al|ic|ive|ous|able|ible|ful|ar|ary|less|ed|ent|ant|er)$")


def adjective(word: str) -> bool:
    word = word.lower().strip(",;")
    return word in ADJECTIVES or bool(_ADJECTIVE.fullmatch(word))


def state_clause(words: list[str]) -> str:
    """A clause that asks ("can controllers cope"), turned to state ("controllers can cope")."""
    if len(words) < 3 or words[0].lower() not in INVERTING:
        return " ".join(words)
    verbs = COPULAS | AUXILIARIES | VERBS
    articled = words[1].lower() in ARTICLES and len(words) > 3 and words[2].lower() not in verbs
    subject = 2 if articled else 1
    named, helping, rest = words[1 : 1 + subject], words[0].lower(), words[1 + subject :]
    if helping == "do":
        return " ".join([*named, *rest])
    if helping == "does":
        verb = rest[0]
        return " ".join([*named, _IRREGULAR.get(verb, _third_person(verb)), *rest[1:]])
    return " ".join([*named, helping, *rest])


def _third_person(verb: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


_YES_NO = ("Yes", "No")
SELF_JUDGED = ("I have an answer in mind", "I am not sure yet")
"""What is offered where a question names no options: the learner still commits, then compares."""

_OPENING = re.compile(
    r"^(?:(?:so|now|quick|quiz)[,:]\s+)?(?:do|would|did) you (?:think|believe|expect|say|guess)"
    r"(?: that)?\b[,:]?\s*",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?:(?:after|as|because|before|given|if|once|since|suppose|when|while|with)\b[^?]*,\s+"
    r"|what(?:'s| is) your (?:guess|prediction):\s+)"
    rf"(?=(?:{'|'.join(sorted(AUXILIARIES | {'is', 'are', 'was', 'were'}))})\b)",
    re.IGNORECASE,
)
"""What stands before the question itself: "If you delete a row, …"."""
_OPEN_WORD = re.compile(
    r"[\"“*_]*(?:in |at |by )?(?:what|which|how|why|where|when|who|whose)\b", re.IGNORECASE
)


def ask(text: str) -> str:
    """The question as a sentence: capitalised, closed with a question mark."""
    text = " ".join(text.split()).strip(' *_"“”')
    if text and not text.endswith("?"):
        text = text.rstrip(".!:;,") + ("?" if "?" not in text else ".")
    return text[:1].upper() + text[1:]


def significant(text: str) -> list[str]:
    """The words of a question that tell it from others."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    return [word for word in words if word not in STOP] or words


def options(text: str) -> tuple[str, ...]:
    """The options that a question offers: X and Y (and Z), yes and no, or to judge oneself."""
    asked = _last_question(text)
    body = _body(asked)
    if re.search(r"\bor (?:not|no)$", body, re.IGNORECASE):
        return _YES_NO
    texts = alternatives(body)
    if len(texts) >= 2 and len({x.casefold() for x in texts}) == len(texts):
        return tuple(texts[:8])
    asks = _OPEN_WORD.match(body) or (_OPEN_WORD.match(asked) and not _CONDITION.match(asked))
    return SELF_JUDGED if asks else _YES_NO


def _last_question(text: str) -> str:
    """The last sentence of the text that asks something."""
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z\"“])", text.strip())
    asking = [s for s in sentences if s.rstrip('"”*_ ').endswith("?")]
    return (asking or sentences)[-1]


def _body(asked: str) -> str:
    body = asked.strip().strip("*_").rstrip("?!. ")
    if condition := _CONDITION.match(body):
        body = body[condition.end() :]
    match = _OPENING.search(body) or re.search(
        r"\bdo you think\b[,:]?\s*(?:that\s+)?", body, re.IGNORECASE
    )
    return body[match.end() :] if match else body


_REVERSED = re.compile(
    r"(?:the )?(?:other way (?:a)?round|reverse|opposite)|vice versa", re.IGNORECASE
)
_COMPARED = re.compile(
    r"(?P<verb>is|are|was|were)\s+(?P<one>.+?)\s+(?P<rest>(?:more|less|\w+er|better|worse)\b.*\bthan\b.*)",
    re.IGNORECASE,
)
_LITERAL = re.compile(r"-?\d[\d.,:%]*|`[^`]+`|\"[^\"]*\"|'[^']*'|“[^”]*”")
_QUOTED_NUMBER = re.compile(r"[\"“]-?\d")
_DISPENSABLE = ADVERBS - {"also", "both", "only", "just", "even", "more"}
_PARTNERS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"more", "less", "fewer"}), frozenset({"more", "less", "fewer"})),
    (
        frozenset({"also", "both", "even", "only", "just"}),
        frozenset({"only", "just", "simply", "merely", "all", "every", "both"}),
    ),
    (
        frozenset({"all", "every", "some", "none", "any"}),
        frozenset({"only", "just", "all", "some"}),
    ),
)
"""Words that answer each other across an *or*: "only X or also Y", "all X or only Y"."""


def alternatives(body: str) -> list[str]:
    """What a question offers, between its *or*s and commas; empty where it offers nothing."""
    body = re.sub(r"\b(?:either|whether)\s+", "", body, flags=re.IGNORECASE)
    pieces = re.split(
        r"(?:,?(?<!\d)\s+or\s+|,?(?<=\d)\s+or\s+(?!more|less|fewer))(?!(?:more|less|fewer|so)(?:\s+than\b|$)|equal\b)"
        r"(?<!\bone or )(?<!\btwo or )(?!more \w+s$)",
        body,
    )
    if len(pieces) < 2 or not all(pieces):
        return []
    left, rights = pieces[0], pieces[1:]
    if len(rights) == 1 and _REVERSED.fullmatch(rights[0].strip()):
        compared = _COMPARED.fullmatch(left)
        if compared:
            left = f"{compared['one']} {compared['verb'].lower()} {compared['rest']}"
        return [_label(state_clause(left.split())), _label(rights[0])]
    colon = re.search(r"(?::|\s[–—-])\s+(?=[^:]+$)", left)
    if colon or (
        re.match(r"(?:what|which|who|where|when|how)\b", left, re.IGNORECASE) and ", " in left
    ):
        at = colon.end() if colon else left.index(", ") + 2
        firsts = [x.strip() for x in left[at:].split(",") if x.strip()]
        return [_label(x) for x in [*firsts, *rights]]
    middle: list[str] = []
    if ", " in left and (", or " in body or _series(left, rights)):
        left, *middle = [x.strip() for x in left.split(", ")]
    later = [*middle, *rights]
    if middle and re.match(r"(?:both|neither)\s+[a-z]+ ", later[-1], re.IGNORECASE):
        later[-1] = later[-1].split()[0]
    first, last = state_clause(_first(left, later[0]).split()), later[-1]
    if (joined := _subject(left, last)) is not None:
        return [_label(x) for x in [left, *later[:-1], joined]]
    later = [_trim(x, first) for x in later]
    if middle and all(len(x.split()) == 1 for x in later) and len(first.split()) > 2:
        first = first.split()[-1]
    return [_label(x) for x in [first, *later]]


def _series(left: str, rights: list[str]) -> bool:
    """Whether "A, B or C" is a series: short parts, all much alike."""
    parts = [*left.split(", ")[1:], *rights[:1]]
    return all(len(part.split()) <= 3 for part in parts)


def _subject(left: str, right: str) -> str | None:
    """In "A or B is better", the B: nothing before the *or* is a verb, and a verb follows."""
    words = right.split()
    if any(w in COPULAS | AUXILIARIES | VERBS for w in [*_words(left), words[0].lower()]):
        return None
    for at, word in enumerate(words[1:], 1):
        if word.lower() in COPULAS | AUXILIARIES | VERBS:
            return " ".join(words[:at])
    return None


def _first(left: str, right: str) -> str:
    """Where X begins: at the last word before *or* that is of the kind of Y's first word."""
    words, head = left.split(), right.split()[0].lower()
    lower = [w.lower().strip(",;") for w in words]
    if head in INVERTING and len(right.split()) > 2:
        return left
    if (alike := _alike(left, right)) is not None:
        return alike
    for heads, partners in _PARTNERS:
        starts = [at for at, w in enumerate(lower) if w in partners] if head in heads else []
        if starts:
            return " ".join(words[starts[-1] :])
    core = next((w for w in right.lower().split() if w not in ADVERBS), head)
    if core in PREPOSITIONS:
        same = [at for at, w in enumerate(lower) if w == core]
        starts = same or [at for at, w in enumerate(lower) if w in PREPOSITIONS]
        if starts and starts[-1] < len(words) - 1:
            return " ".join(words[starts[-1] :])
    elif core in ARTICLES:
        starts = [at for at, w in enumerate(lower) if w in ARTICLES and at]
        if starts:
            return " ".join(words[starts[-1] :])
    elif core.endswith("ing") and len(core) > 4:
        starts = [at for at, w in enumerate(lower) if w.endswith("ing") and len(w) > 4]
        if starts:
            return " ".join(words[starts[-1] :])
    elif _acts(core, right) and (start := _action(lower)) is not None:
        return " ".join(words[start:])
    pivots = PREPOSITIONS | ARTICLES if not adjective(core) else PREPOSITIONS | ARTICLES | ADVERBS
    ends = [at for at, w in enumerate(lower[:-1]) if w in pivots | COPULAS | VERBS]
    auxiliary = [at for at, w in enumerate(lower[:-1]) if w in AUXILIARIES and at]
    begin = max([*ends, *auxiliary[-1:]], default=-1) + 1
    if (
        lower[0] in COPULAS
        and begin
        and lower[begin - 1] in PREPOSITIONS
        and len(right.split()) < 3
    ):
        begin = max(begin, len(words) - 1)
    while begin < len(words) - 1 and lower[begin] in ADVERBS:
        begin += 1
    if begin == 0 and len(right.split()) == 1:
        begin = len(words) - 1
    return " ".join(words[begin:])


def _alike(left: str, right: str) -> str | None:
    """The end of what stands before the *or*, where it is built as what stands behind it is.

    Two numbers or quotations, two comparatives ("simpler or more complex"), or phrases that
    begin with the same two words ("a 3% chance that …").
    """
    words, head = left.split(), right.split()[0].lower()
    if _LITERAL.match(right):
        count = 0
        while count < len(words) and _LITERAL.fullmatch(words[-1 - count].rstrip(",")):
            count += 1
        quoted = re.search(r"(?<![^\s,])(?:`[^`]+`|\"[^\"]*\"|“[^”]*”)$", left)
        if count and _LITERAL.fullmatch(right.split()[0]):
            return " ".join(words[-min(count, len(right.split())) :])
        if quoted and _LITERAL.fullmatch(right):
            return quoted[0]
    last = words[-1].lower()
    if head in ("more", "less", "fewer") and len(words) > 1:
        if words[-2].lower() in ("more", "less", "fewer"):
            return " ".join(words[-2:])
        if _comparative(last):
            return words[-1]
    if right.lower() == head and _comparative(head) and _comparative(last):
        return words[-1]
    beginning = " ".join(right.lower().split()[:2])
    at = f" {left.lower()}".rfind(f" {beginning} ") if " " in beginning else -1
    return left[at:].strip() if at > 0 else None


def _comparative(word: str) -> bool:
    return word.endswith("er") or word in ("better", "worse", "more", "less", "fewer")


def _acts(core: str, right: str) -> bool:
    """Whether Y is what somebody does: a verb, known or followed by an object."""
    words = right.lower().split()
    following = words[words.index(core) + 1 :] if core in words else []
    objects = bool(following) and following[0] in ARTICLES | PRONOUNS and not adjective(core)
    return (core in VERBS and bool(following)) or objects


def _action(words: list[str]) -> int | None:
    """Where what is done begins before the *or*."""
    helping = [at for at, w in enumerate(words[:-1]) if at and w in COPULAS | AUXILIARIES]
    if helping:
        return helping[0] + 1
    near = ARTICLES | PREPOSITIONS | PRONOUNS
    pairs = [(at, then) for at, then in enumerate(words[1:]) if at and words[at] not in near]
    before_object = [at for at, then in pairs if then in ARTICLES | PRONOUNS]
    known = [at for at, w in enumerate(words) if at and w in VERBS]
    before_place = [at for at, then in pairs if then in PREPOSITIONS]
    return next((numbers[-1] for numbers in (before_object, known, before_place) if numbers), None)


def _trim(right: str, first: str) -> str:
    """Y without what belongs to the whole sentence."""
    words = right.split()
    while len(words) > 1 and words[0].lower() in _DISPENSABLE:
        words = words[1:]
    if len(words) < 2 or words[0].lower() in INVERTING:
        return state_clause(words)
    sample = first.split()
    if len(sample) == 1 and adjective(sample[0]) and adjective(words[0]):
        return words[0]
    if any(w in TAIL for w in _words(first)[1:]) or words[0].lower() in PREPOSITIONS:
        return " ".join(words)
    core = next((at for at, w in enumerate(words) if w.lower() not in ADVERBS), 0)
    after = [*words[1:], ""]
    tail = next(
        (
            at
            for at, w in enumerate(words)
            if at > core and w.lower() in TAIL and after[at].lower() not in PRONOUNS
        ),
        len(words),
    )
    tail = len(words) if words[core].lower() in PREPOSITIONS else tail
    return " ".join(words[:tail])


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text.lower())


def _label(text: str) -> str:
    text = text.strip().strip(",;:*").removesuffix(".").strip()
    if re.fullmatch(r"_[^_]+_|\([^()]*\)|\"[^\"]*\"|“[^”]*”", text) and not _QUOTED_NUMBER.match(
        text
    ):
        text = text[1:-1].strip()
    for part, other in ("()", "““", '""'):
        if text.count(part) + (text.count(other) if part != other else 0) == 1:
            text = text.strip(part + other).strip()
    word = re.match(r"[^\W\d_][\w'’-]*(?=[\s,.;:!?)]|$)", text)
    return text[:1].upper() + text[1:] if word else text
