"""Which choice typed words name, where they are no label, number or beginning of these.

People type what they remember of a button: some words from inside its label, with a slip of the
fingers, or how sure they are with it, as in "probably 2". Whatever names a single choice counts,
and what fits several is asked about. Small words alone name nothing, and may be others; but "not"
never does. Only words of letters are forgiven a slip. The words are those of all languages, since a
lesson may be in another language than its learner.

Who has not seen the options says little by a word that happens to be in an option, so ``meant``
asks for more: the whole label, but for its case, marks and articles; or words that are all in a
single label, in their order there, and all that say something in that, or several and enough of
those that neither another option nor the question has, with every number, negation and word of
degree of the label.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache

from bot.conversation.language.locale import LANGUAGES, SOURCE, Manner, speaking
from bot.conversation.language.markup import plain
from bot.conversation.offers import Call, Offer, call
from bot.conversation.phrases import PHRASES, phrase
from bot.conversation.phrases.words import lists, word_list
from bot.learning.predictions import Confidence
from bot.lessons.question import Question

_KEYCAP = re.compile("[\ufe0f\u20e3]")
_PAUSE = re.compile(r"[,;:](?=\s|$)")
WORD = re.compile(r"\w+(?:'\w+)*")
"""A word, with what an apostrophe joins to it."""

_SAID: dict[Confidence, str] = {
    "sure": "match.sure",
    "probable": "match.probable",
    "guess": "match.guess",
}
"""The words for confidence that may be typed with a choice, and where other ways are listed."""

_VERDICTS = {
    "yes": ("ask.rate.why.yes", "ask.rate.words.yes", "judge.words.all", "judge.words.yes"),
    "partly": ("ask.rate.why.partly", "ask.rate.partly", "ask.rate.words.partly"),
    "no": ("ask.rate.why.no", "ask.rate.words.no", "judge.words.none"),
}
"""Where the ways are listed to say that something is there, or partly, or not."""

_DIGITS = 4
"""Digits of the longest number that is looked at: far more than any question has choices."""

_MIN_SLIP_LETTERS = 4
"""Letters of the shortest word in which a slip is forgiven: shorter ones are others by a letter."""

_CLOSE = 0.8
"""How like a word must be (``difflib``'s ratio): a letter of five may be another."""


def fold(text: str) -> str:
    """The words without case, width, pauses, outer punctuation and surplus space."""
    wide = _KEYCAP.sub("", unicodedata.normalize("NFKC", text)).casefold()
    words = " ".join(_PAUSE.sub(" ", wide.replace("’", "'")).split())
    return words.strip(" .!?…\"'“”[]()") or words


def number(wanted: str) -> int:
    """The number that these folded words are; 0 for none, or for a number that is far too long."""
    return int(wanted) if wanted.isdecimal() and len(wanted) <= _DIGITS else 0


def answer(offer: Offer) -> str:
    """What stands after a label's colon, folded, as after "Sure:"."""
    return fold(offer.label.partition(": ")[2])


@cache
def modes() -> Mapping[str, str]:
    """The learning modes by what they are and were called in all languages; longest first."""
    keys = [key.removesuffix(".about") for key in PHRASES if re.fullmatch(r"mode\.\w+\.about", key)]
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(Manner(language)):
            names |= {fold(phrase(key)): key.removeprefix("mode.") for key in keys}
            old = (entry.partition(" ") for entry in word_list("match.modes").split(" | "))
            names |= {name: mode for mode, _, name in old}
    return {name: names[name] for name in sorted(names, key=len, reverse=True)}


def _way(wanted: str, offers: Sequence[Offer]) -> Call | None:
    """The call of the mode of this name, also where it isn't among the offers of a lesson."""
    mode = modes().get(wanted, "")
    ways = [offer.act for offer in offers if offer.act[0] in ("start", "resume", "ways")]
    lessons = {way[1] for way in ways} if mode else set()
    begin = call("start", *lessons, mode)
    return next((way for way in ways if way[-1] == mode), begin) if len(lessons) == 1 else None


def find_call(wanted: str, offers: Sequence[Offer]) -> Call | None:
    """The call that these folded words name; ``None`` if they name none or several."""
    if way := _way(wanted, offers):
        return way
    if wanted in _sorted_words("match.unknown"):
        return unknown(wanted, offers)
    for confidence, key in _SAID.items():
        for word in _sorted_words(key):
            if (call := _commit(wanted, word, confidence, offers)) is not None:
                return call
    return _inside(wanted, offers)


def unknown(wanted: str, offers: Sequence[Offer]) -> Call | None:
    """The call that these folded words are if they say "no idea", and that can be said."""
    # Who is asked how sure they are and says "no idea" has guessed.
    meant = (("unknown",), ("sure", "guess")) if wanted in _sorted_words("match.unknown") else ()
    return next((offer.act for offer in offers if offer.act in meant), None)


def verdict(wanted: str, offers: Sequence[Offer]) -> Call | None:
    """The verdict that these folded words give, where something can be met in part."""
    entries = {offer.act[1]: offer.act for offer in offers if offer.act[0] == "rate"}
    if "partly" not in entries:
        return None
    said = (
        met for met, keys in _VERDICTS.items() if any(wanted in _sorted_words(key) for key in keys)
    )
    return entries.get(next(said, ""))


def only(offers: Sequence[Offer]) -> Call | None:
    """The call of the only offer; ``None`` if there is another, or none."""
    return offers[0].act if len(offers) == 1 else None


def _commit(wanted: str, word: str, confidence: Confidence, offers: Sequence[Offer]) -> Call | None:
    """The commitment of who says this word alone, or with an option before it or behind it."""
    if wanted == word:
        return next((offer.act for offer in offers if offer.act == ("sure", confidence)), None)
    if wanted.startswith(f"{word} "):
        rest = wanted.removeprefix(f"{word} ")
    elif wanted.endswith(f" {word}"):
        rest = wanted.removesuffix(f" {word}")
    else:
        return None
    chosen = _option(rest, [offer for offer in offers if offer.act[0] in ("pick", "commit")])
    if chosen is None:
        return None
    # Who is not asked how sure they are has no confidence on record, whatever they say.
    unsaid = chosen[0] == "commit" and chosen[2] == "unsaid"
    return ("commit", chosen[1], "unsaid" if unsaid else confidence)


def _option(wanted: str, options: Sequence[Offer]) -> Call | None:
    """The option by its label, its number, or words that are in no other."""
    same = [offer for offer in options if fold(offer.label) == wanted]
    place = number(wanted)
    return only(same) or (only(options[place - 1 : place]) if place else _inside(wanted, options))


def _inside(wanted: str, offers: Sequence[Offer]) -> Call | None:
    """The choice in whose label alone these words are: in a row, or in any order, or nearly so."""
    words = [word for word in WORD.findall(wanted) if word not in listed_words("match.articles")]
    telling = [word for word in words if word not in listed_words("match.small")]
    if set(telling) <= listed_words("match.not"):
        return None
    row = f" {' '.join(words)} "

    def in_a_row(label: list[str]) -> bool:
        return row in f" {' '.join(label)} "

    def in_any_order(label: list[str]) -> bool:
        return set(telling) <= set(label)

    def nearly(label: list[str]) -> bool:
        return all(word in label or _slip(word, label) for word in telling)

    ways: tuple[Callable[[list[str]], bool], ...] = (in_a_row, in_any_order, nearly)
    for fits in ways:
        fitting = [offer for offer in offers if fits(_label(offer))]
        if fitting:
            return only(fitting)
    return None


def _label(offer: Offer) -> list[str]:
    words = WORD.findall(fold(offer.label))
    return [word for word in words if word not in listed_words("match.articles")]


def _slip(word: str, label: Sequence[str]) -> bool:
    if len(word) < _MIN_SLIP_LETTERS or not word.isalpha():
        return False
    near = [text for text in label if len(text) >= _MIN_SLIP_LETTERS and text.isalpha()]
    return bool(get_close_matches(word, near, 1, _CLOSE))


def slip(word: str, wanted: str) -> bool:
    """Whether this is the other word with a slip: same first letter, at most a letter longer."""
    alike = word[:1] == wanted[:1] and abs(len(word) - len(wanted)) <= 1
    return alike and _slip(word, [wanted])


def drop_hedges(wanted: str) -> str:
    """These folded words without those beside them that say how sure somebody is."""
    for key in _SAID.values():
        for word in _sorted_words(key):
            if wanted.startswith(f"{word} "):
                return wanted.removeprefix(f"{word} ")
            if wanted.endswith(f" {word}"):
                return wanted.removesuffix(f" {word}")
    return wanted


@cache
def listed_words(key: str) -> frozenset[str]:
    """The folded words that are listed under a key in all languages, with blanks between them."""
    return frozenset(fold(word) for words in in_all_languages(key) for word in words.split())


@cache
def listed_phrases(key: str) -> frozenset[str]:
    """What is listed under a key in all languages, folded, with bars between them."""
    return frozenset(fold(text) for listed in in_all_languages(key) for text in listed.split("|"))


@cache
def _sorted_words(key: str) -> tuple[str, ...]:
    """The same, the longest first, since it says most."""
    return tuple(sorted(listed_phrases(key), key=lambda text: (-len(text), text)))


def in_all_languages(key: str) -> list[str]:
    """What a phrase says, or a list of words has, in each language that there is."""
    if key in lists(SOURCE):
        return [lists(language)[key] for language in LANGUAGES]
    texts = []
    for language in LANGUAGES:
        with speaking(Manner(language)):
            texts.append(phrase(key))
    return texts


_NOT = "n't"
"""How a word ends that holds a "not"."""

MIN_TELLING_SHARE = 2 / 3
"""The share of the words that tell an option from the others which must be there, rounded."""

SEVERAL = 2
"""So many of them must be there, too, if it is not the whole: a single word may be chance."""


def option_named(question: Question, text: str) -> int | None:
    """The option that these words name; ``None`` if they name none, or several."""
    whole, said = _words(fold(text)), _words(drop_hedges(fold(text)))
    labels = [_words(fold(plain(option.label))) for option in question.options]
    if not said:
        return None
    same = [n for n, label in enumerate(labels) if label in (whole, said)]
    if same:
        return same[0] if len(same) == 1 else None
    if text.rstrip().endswith("?"):
        return None
    asked = {*_words(fold(plain(question.text)))}
    numbers = [
        n
        for n, label in enumerate(labels)
        if _names(said, label, asked.union(*(labels[:n] + labels[n + 1 :])))
    ]
    return numbers[0] if len(numbers) == 1 else None


def _names(said: Sequence[str], label: Sequence[str], elsewhere: set[str]) -> bool:
    """Whether the words said name this label; what is ``elsewhere``, too, tells it from nothing."""
    if sum(map(is_negation, said)) != sum(map(is_negation, label)):
        return False
    there = _in_order([word for word in said if word not in small_words()], label)
    if there is None:
        return False
    whole = {*label} - small_words()
    own = whole - elsewhere
    telling = {word for word in own & there if not _says_little_alone(word)}
    if not {word for word in whole if _decides(word)} <= there or not telling:
        return False
    return whole <= there or len(telling) >= max(SEVERAL, round(MIN_TELLING_SHARE * len(own)))


def _in_order(said: Sequence[str], label: Sequence[str]) -> set[str] | None:
    """The words of a label that all of these stand for, in order; else ``None``."""
    left, texts = iter(label), set[str]()
    for word in said:
        fits = next((text for text in left if text == word or slip(word, text)), None)
        if fits is None:
            return None
        texts.add(fits)
    return texts


def _words(folded: str) -> list[str]:
    words = WORD.findall(folded)
    return [item.removesuffix("'s") for item in words if item not in listed_words("match.articles")]


def is_negation(word: str) -> bool:
    """Whether this word says "not"."""
    return word in listed_words("match.negations") or word.endswith(_NOT)


def _decides(word: str) -> bool:
    """Whether a label says something else without this word: a number, a sign, "more", "all"."""
    return len(word) == 1 or any(map(str.isdigit, word)) or word in listed_words("match.degrees")


def _says_little_alone(word: str) -> bool:
    """Whether many answers have this word: that it is in an option may be chance."""
    of_many = _decides(word) or is_negation(word) or word in listed_words("match.little")
    return of_many or word in _yes_and_no() or word in listed_words("judge.words.numbers")


@cache
def small_words() -> frozenset[str]:
    """Words that say nothing by themselves; "or" does, as it leaves open what is meant."""
    return (listed_words("match.small") | listed_words("match.is")) - listed_words("match.or")


def _yes_and_no() -> frozenset[str]:
    return listed_phrases("judge.words.yes") | listed_phrases("judge.words.no")
