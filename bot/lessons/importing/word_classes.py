"""The small words by which a question is taken apart.

They are the closed classes of English (articles, prepositions, auxiliaries), which hardly change,
and the commonest members of the open ones.
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
"""Words that do not tell one question from another."""

_IRREGULAR = {"have": "has", "be": "is"}
_ADJECTIVE = re.compile(r"\w{2,}(?:al|ic|ive|ous|able|ible|ful|ar|ary|less|ed|ent|ant|er)$")


def adjective(word: str) -> bool:
    """Whether a word is an adjective, as far as that can be told from the word."""
    word = word.lower().strip(",;")
    return word in ADJECTIVES or bool(_ADJECTIVE.fullmatch(word))


def stated(words: list[str]) -> str:
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
