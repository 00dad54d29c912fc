"""Count the tokens that the lesson ``tokens-and-context`` speaks of, and print them.

It needs bpe-openai (``pip install bpe-openai==0.1.4``), which brings the lists o200k_base (GPT-4o,
GPT-5) and cl100k_base (GPT-4) along; the program itself needs neither it nor this script. With
``--write`` it also writes the numbers that ``docs/pictures/in_tokens.py`` draws from.
"""

import importlib
import json
import re
import sys
from pathlib import Path

NEW = importlib.import_module("bpe_openai").get_encoding("o200k_base")
OLD = importlib.import_module("bpe_openai").get_encoding("cl100k_base")
DATA = Path(__file__).resolve().parents[3] / "docs" / "pictures" / "in_tokens.json"

WORDS = (
    *(" definately", " oboe", " teapot", " tommorow", " tomorrow", " hedgehog", " Hedgehog"),
    *(" strawberry", "strawberry", " Strawberry", " strawberries", " STRAWBERRY"),
    *("1234567", "12345678", "🦔", "Hi", "The cat sleeps."),
    *("Donaudampfschifffahrt", "antidisestablishmentarianism", " umbrella"),
    *(" breakfast", " marmalade", " crumpet"),
    *(" everything", " information", " restaurant", " Njie", " Zima", " Vuk"),
    *("Ben feeds the cat. It", "Thx, cu tmrw", "Thanks, see you tomorrow"),
    *("pls snd mtg nts", "Please send the meeting notes"),
)
SENTENCES = {
    "English": "The library is closed on Mondays.",
    "German": "Die Bibliothek ist montags geschlossen.",
    "Hindi": "पुस्तकालय सोमवार को बंद रहता है।",
    "Greek": "Η βιβλιοθήκη είναι κλειστή τις Δευτέρες.",
    "Amharic": "ቤተ መጻሕፍቱ ሰኞ ዝግ ነው።",
}
DRAWN = ("English", "Greek")
SPELLINGS = (" strawberry", " Strawberry", " strawberries", " hedgehog", " Hedgehog", " STRAWBERRY")
NAMES = ["Ana", "Ben", "Ida", "Leo", "Mia", "Ole", "Sam", "Tom", "Eva", "Max"]
TOWNS = ["Leeds", "York", "Porto", "Ghent", "Turin", "Bergen", "Prague", "Cork", "Lyon", "Graz"]


def main() -> None:
    """Print the counts, and write the picture's if asked to."""
    told = [f"{word!r} {[(NEW.decode([n]), n) for n in NEW.encode(word)]}" for word in WORDS]
    for language, text in SENTENCES.items():
        new, old = len(NEW.encode(text)), len(OLD.encode(text))
        told.append(f"{language}: {len(text)} characters, {new} tokens, {old} in GPT-4's list")
    people = [
        {
            "first_name": NAMES[n % 10],
            "year_of_birth": 1940 + n * 7 % 69,
            "home_town": TOWNS[n // 10 % 10],
        }
        for n in range(1000)
    ]
    rows = ["first name, year of birth, home town"]
    rows += [", ".join(str(value) for value in person.values()) for person in people]
    labelled = [
        f"First name: {one['first_name']}; year of birth: {one['year_of_birth']}; "
        f"home town: {one['home_town']}"
        for one in people
    ]
    for form, lines in (("labels", labelled), ("rows", rows)):
        told.append(f"A thousand people as {form}: {len(NEW.encode(chr(10).join(lines)))} tokens")
    sys.stdout.write("\n".join(told) + "\n")
    if "--write" in sys.argv:
        DATA.write_text(_drawn(), encoding="utf-8")


def _drawn() -> str:
    told = {
        "list": "o200k_base",
        "counted_with": ["bpe-openai 0.1.4 (PyPI)", "gpt-tokenizer 4.0.0 (npm)"],
        "sentences": [
            {"language": one, "text": SENTENCES[one], "tokens": _cut(SENTENCES[one])}
            for one in DRAWN
        ],
        "words": [{"text": word, "tokens": _cut(word)} for word in SPELLINGS],
    }
    token = re.compile(r'\{\s+"piece": (".*?"),\s+"number": (\d+)\s+\}')
    text = json.dumps(told, ensure_ascii=False, indent=2)
    return token.sub(r'{"piece": \1, "number": \2}', text) + "\n"


def _cut(text: str) -> list[dict[str, str | int]]:
    return [{"piece": NEW.decode([n]), "number": n} for n in NEW.encode(text)]


if __name__ == "__main__":
    main()
