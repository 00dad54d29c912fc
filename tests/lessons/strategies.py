"""Any texts, and any lessons made of them."""

import itertools

from hypothesis import strategies as st

from bot.lessons.format.normal_form import normal, one_line
from bot.lessons.model import (
    LEVELS,
    Connection,
    Diagram,
    Lesson,
    MentalModel,
    Myth,
    Overview,
    Pitfall,
    Step,
    Term,
    UnderTheHood,
)
from bot.lessons.practice import (
    Aspect,
    Case,
    Check,
    Exercise,
    Formula,
    Given,
    Milestone,
    Pair,
    Project,
    Sums,
    WhatIf,
)
from bot.lessons.question import Estimate, NearMiss, Option, Question, Range, Typed

WORDS = st.sampled_from(
    [
        "model",
        "Daten",
        "naïve",
        "日本語",
        "🙂 emoji",
        "`code`",
        "**bold**",
        "*it*",
        "||spoiler||",
        "[a link](https://example.org)",
        "3 < 4",
        "R&D",
        "C#",
        "a_b",
        "e.g.",
        "100 %",
        "«x»",
        "$5 and $6",
        "$x^2$",
        "\\$1",
        "$$",
    ]
)
OPENINGS = st.sampled_from(
    [
        "",
        "",
        "\\# ",
        "\\- ",
        "1\\. ",
        "\\> ",
        "\\+ ",
        "**Result**: ",
        "\\``` ",
        "\\=== ",
        "\\[x]: ",
        "(1) ",
    ]
)
SENTENCE = st.builds(
    lambda opening, words: opening + " ".join(words),
    OPENINGS,
    st.lists(WORDS, min_size=1, max_size=6),
).filter(lambda text: one_line(text) == text)
CODE = st.sampled_from(
    [
        "```python\nprint('# not a heading')\n```",
        "````\n```\n\n  - a\n````",
        "```\n\n```",
        "~~~a`b\n**Result:** code\n~~~",
    ]
)
LISTS = st.sampled_from(
    [
        "- a\n- b",
        "1. a\n2. b",
        "3) a",
        "- a\n  - b\n    1. c\n- d",
        "- a\n\n  b\n\n- c",
        "> quoted\n>\n> - x",
        "1. a\n   ```\n   code\n   ```",
        "one\\\ntwo",
        "- [ ] a task",
        "___",
    ]
).filter(lambda text: normal(text) == text)
BLOCKS = st.lists(st.one_of(SENTENCE, CODE, LISTS), max_size=4).map("\n\n".join).map(normal)

WILD = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                "a",
                "Word",
                "#",
                "##",
                "-",
                "*",
                "+",
                "1.",
                "2)",
                ">",
                "`",
                "```",
                "~~~",
                "\n",
                "\n\n",
                " ",
                "    ",
                "\t",
                "\\",
                "  \n",
                "\\\n",
                "[x]",
                "[x]: y",
                "[ ]",
                "]",
                "(",
                ")",
                "<div>",
                "<!--",
                "-->",
                "<!-- id: a -->",
                "**Result:** ",
                "**Hint**: ",
                "**Any:**",
                "Why: ",
                "__",
                "=",
                "===",
                "---",
                "_",
                "|",
                "é",
                "\u00a0",
                "\u2028",
                "&amp;",
                "!",
                "\r\n",
                "\x00",
                "\x1b",
                "(expert)",
                "Before reading on: ",
            ]
        ),
        max_size=14,
    ).map("".join),
)


def has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)


def titles(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    # Not a filter: a lesson has so many that some would make nearly every one be thrown away.
    return texts.map(lambda text: text if has_words(text) else f"{text} word")


def options(texts: st.SearchStrategy[str], line: st.SearchStrategy[str]):
    # Labels are told apart by a word of their own: two options that read alike are a fault.
    def build(parts: list[tuple[str, bool, str, str]]) -> tuple[Option, ...]:
        return tuple(
            Option(label=f"{text} no{n}", right=right, explanation=why, temptation=tempts)
            for n, (text, right, why, tempts) in enumerate(parts)
        )

    return st.lists(st.tuples(texts, st.booleans(), line, line), min_size=2, max_size=8).map(build)


SHOWN = ("| a | b |\n| --- | --- |\n| 1 |  |", "```sql\nSELECT 1;\n```\n\n```\na\n```")

NUMBERS = st.one_of(st.integers(-(10**6), 10**6).map(float), st.sampled_from([0.5, 1e-3, 2.25]))
PLAIN = st.sampled_from(["JSON", "[1]", "a b", "soft max", "C#", "x*y", "10 %", "{name}"])
_BARE = st.one_of(
    st.builds(
        Check,
        kind=st.just("length"),
        unit=st.sampled_from(["words", "lines", "sentences", "characters"]),
        least=st.integers(1, 9).map(float),
        most=st.one_of(st.none(), st.integers(9, 50_000).map(float)),
    ),
    st.builds(
        Check,
        kind=st.sampled_from(["contains", "lacks", "order", "json"]),
        words=st.lists(PLAIN, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(
        Check,
        kind=st.just("contains"),
        words=st.lists(PLAIN, min_size=1, max_size=3).map(tuple),
        either=st.just(value=True),
    ),
    st.sampled_from(
        [
            Check(kind="json"),
            Check(kind="link"),
            Check(kind="file"),
            Check(kind="number"),
            Check(kind="number", least=3, most=3),
            Check(kind="number", least=-1.5, most=20_000),
            Check(kind="numbers", least=2),
        ]
    ),
)
LABELS = st.sampled_from(["", "how long to wait", "a *b* c".replace("*", "\\*"), "the _key_: 2"])
CHECKS = st.builds(lambda check, label: check.model_copy(update={"label": label}), _BARE, LABELS)


@st.composite
def estimates(draw, line: st.SearchStrategy[str]) -> Estimate:
    ends = sorted(draw(st.sets(NUMBERS, min_size=3, max_size=5)))
    ranges = tuple(Range(low=a, high=b) for a, b in itertools.pairwise(ends))
    truth = draw(st.sampled_from(ends))
    unit = draw(st.sampled_from(["", "tokens", "% of them"]))
    said = draw(line), draw(line), draw(line)
    return Estimate(
        truth=truth, unit=unit, ranges=ranges, why=said[0], below=said[1], above=said[2]
    )


@st.composite
def typed(draw, title: st.SearchStrategy[str], line: st.SearchStrategy[str]) -> Typed:
    words = st.sampled_from(["softmax", "soft max", "a token", "1,200", "the naïve one"])
    near = [NearMiss(words=draw(words), why=draw(title)) for _ in range(draw(st.integers(0, 2)))]
    accepted = draw(st.lists(words, min_size=1, max_size=3))
    return Typed(accepted=tuple(accepted), near=tuple(near), why=draw(line))


@st.composite
def lessons(draw, line, blocks, drawing) -> Lesson:
    maybe = st.one_of(st.just(""), line)
    title = titles(line)
    first = draw(IDS)
    names = (f"{first}-{n}" for n in itertools.count())

    def question(*, choice: bool = False) -> Question:
        kind = draw(st.sampled_from(["choice", "choice", "estimate", "typed"]))
        if kind != "choice" and not choice:
            return Question(
                id=next(names),
                text=draw(title),
                hint=draw(maybe),
                estimate=draw(estimates(maybe)) if kind == "estimate" else None,
                typed=draw(typed(titles(line), maybe)) if kind == "typed" else None,
            )
        chosen = draw(options(draw(st.just(title)), maybe))
        return Question(
            id=next(names),
            text=draw(title),
            options=chosen,
            hint=draw(maybe),
            variants=some(lambda: draw(title), 2),
            unprompted=draw(maybe),
        )

    def diagrams() -> tuple[Diagram, ...]:
        return some(diagram, 2)

    def diagram() -> Diagram:
        prediction = question() if draw(st.booleans()) else None
        return Diagram(
            drawing=draw(drawing),
            alternative=draw(maybe),
            prediction=prediction,
            puzzle=draw(st.one_of(st.just(""), drawing)) if prediction else "",
            explanation=draw(blocks),
            turn=(turn := question() if draw(st.booleans()) else None),
            turn_drawing=draw(st.one_of(st.just(""), drawing)) if turn else "",
        )

    def exercise() -> Exercise:
        return Exercise(
            id=next(names),
            title=draw(title),
            prompt=draw(blocks),
            answer=draw(blocks),
            criteria=some(lambda: draw(title), 3),
            choice=question() if draw(st.booleans()) else None,
            checks=tuple(draw(st.lists(CHECKS, max_size=2))),
            origin=draw(maybe),
        )

    def project() -> Project:
        milestones = some(
            lambda: Milestone(
                id=next(names),
                title=draw(title),
                text=draw(blocks),
                how=draw(blocks),
                ways_round=some(lambda: draw(title), 3),
                builds_on=(
                    built_on := draw(
                        st.sampled_from(["", "tea/three-cups", "tea/three-cups, own/first"])
                    )
                ),
                begin_here=draw(maybe) if built_on else "",
                hand_in=tuple(draw(st.lists(CHECKS, max_size=2))),
            ),
            3,
        )
        products = draw(st.integers(0, len(milestones)))
        milestones = (
            *(one.model_copy(update={"product": True}) for one in milestones[:products]),
            *milestones[products:],
        )
        rubric = some(lambda: draw(title) + draw(st.sampled_from(["", " (1)", " (7, 8)"])), 3)
        # What is about all of them says so by saying nothing.
        every = range(1, len(milestones) + 1)
        some_of_them = st.sampled_from([(), *((n,) for n in every if len(every) > 1)])
        about = tuple(draw(some_of_them) for _ in rubric)
        pair = st.builds(Pair, does=line, not_yet=line, why=line)
        pairs = tuple(draw(st.one_of(st.just(Pair()), pair)) for _ in rubric)
        return Project(
            brief=draw(blocks),
            minutes=(minutes := draw(st.sampled_from([0, 60, 90, 240]))),
            days=draw(st.integers(0, 4)) if minutes else 0,
            milestones=milestones,
            rubric=rubric,
            about=about if any(about) else (),
            pairs=pairs if any(one != Pair() for one in pairs) else (),
        )

    def aspect() -> Aspect:
        prediction = question() if draw(st.booleans()) else None
        sums = Sums(
            given=(Given(name="pages", value=draw(NUMBERS), ask=draw(title)),),
            formulas=(Formula(name="cost", expression="pages * 2 + min(1, pages)"),),
            text=f"{draw(title)} {{cost}}",
        )
        return Aspect(
            title=draw(title),
            prediction=prediction,
            text=draw(blocks),
            sums=sums if draw(st.booleans()) else None,
        )

    def case() -> Case:
        prediction = question() if draw(st.booleans()) else None
        return Case(title=draw(title), prediction=prediction, text=draw(blocks))

    def step() -> Step:
        asks = draw(st.booleans())
        text = draw(blocks)
        return Step(
            level=draw(st.sampled_from(LEVELS)),
            title=draw(title),
            concept=draw(maybe),
            shown=draw(st.sampled_from(["", *SHOWN])) if asks else "",
            prediction=question() if asks else None,
            text=text,
            result=draw(maybe),
            insight=draw(maybe),
            more=draw(blocks) if asks and text else "",
        )

    def some(build, most: int) -> tuple:
        return tuple(build() for _ in range(draw(st.integers(0, most))))

    steps = some(step, 3)
    return Lesson(
        id=draw(IDS),
        tour=tuple(n for n in range(1, len(steps) + 1) if draw(st.booleans())),
        tour_ends=draw(st.sampled_from(["", "a-rare-book"])),
        yours=draw(st.just("") | title),
        model_answer=draw(st.just("") | title),
        title=draw(title),
        minutes=draw(st.integers(1, 999)),
        level=draw(st.sampled_from(LEVELS)),
        needs=tuple(draw(st.lists(IDS, max_size=2))),
        leads_to=tuple(
            draw(st.lists(st.sampled_from(["null", "yes", "12", "2020-01-01"]), max_size=2))
        ),
        tags=tuple(draw(st.lists(title, max_size=2))),
        overview=Overview(what=draw(blocks), matters=draw(blocks), fits=draw(blocks)),
        mental_model=MentalModel(core_idea=draw(maybe), analogy=draw(blocks), diagrams=diagrams()),
        steps=steps,
        under_the_hood=UnderTheHood(
            prediction=question() if draw(st.booleans()) else None,
            how=draw(blocks),
            why=draw(blocks),
            diagrams=diagrams(),
        ),
        myths=some(
            lambda: Myth(
                question=question(choice=True),
                belief=draw(maybe),
                reality=draw(maybe),
                matters=draw(maybe),
            ),
            2,
        ),
        expert_notes=some(lambda: draw(title), 2),
        when_not_to_use=draw(blocks),
        production_patterns=draw(blocks),
        connections=some(
            lambda: Connection(title=draw(title), relation=draw(maybe), text=draw(blocks)), 2
        ),
        pitfalls=some(
            lambda: Pitfall(
                title=draw(title),
                wrong=draw(blocks),
                right=draw(blocks),
                cause=draw(maybe),
                reason=draw(maybe),
            ),
            2,
        ),
        takeaways=some(lambda: draw(title), 2),
        terms=tuple(Term(word=name, also=draw(ALSO), text=draw(title)) for name in draw(TERMS)),
        exercises=some(exercise, 2),
        challenge=some(question, 2),
        project=project(),
        performance=some(aspect, 2),
        what_if=WhatIf(
            cases=some(case, 2), asks=draw(blocks), criteria=some(lambda: draw(title), 2)
        ),
        sources=some(lambda: draw(title), 2),
    )


TERMS = st.sampled_from([(), ("Token",), ("C#", "top-k (sampling)"), ("日本語", "Wort: Teil")])
ALSO = st.sampled_from([(), ("word piece",), ("R&D", "naïve")])
DRAWINGS = st.sampled_from(["┌─┐\n│a│\n└─┘", "a ──▶ b", "  indented\n\nlines", "```\nfence\n```"])
SETTLED = lessons(SENTENCE, BLOCKS, DRAWINGS)
WILD_LESSONS = lessons(WILD, WILD, titles(WILD))
