# ruff: noqa: E501  # a fault is compared as the one line that an author reads
"""The faults of lesson files: a bad text, and all that is said about it, in one run."""

import pytest

from bot.lessons import markdown
from bot.lessons.markdown import LessonError

FRONT = "---\nid: a\ntitle: A\nminutes: 5\n---\n\n"

STEP = "## Build-up\n\n### 1. S (expert)\n\n"  # lines 7 to 10 of a file with FRONT
ASK = STEP + "#### Before reading on: why?\n\n"  # lines 7 to 12
DRAWN = "## Mental model\n\n### Diagram\n\n```\na\n```\n\n"  # lines 7 to 14
MYTH = "## Myths\n\n### M?\n\n"  # lines 7 to 10

FAULTS: list[tuple[str, str, list[str]]] = [
    (
        "no front matter",
        "# A\n\n## Overvew\n",
        ["1:1: the front matter is missing; begin the file with ---, the keys id, title, minutes, and --- again",
         '3:1: unknown section "Overvew"; did you mean "Overview"?'],
    ),
    ("front matter without end", "---\nid: a\n",
     ["1:1: the front matter has no end; write --- on a line of its own after the last key"]),
    (
        "every key wrong",
        "---\nid: A b\ntitle: 2020-01-01\nminutes: 0\nlevel: expret\nneed: [x]\nneeds: x\ntags: [1, ok]\nid: b\n---\n",
        ['2:5: "id" is no id: "A b"; write lower-case words joined by hyphens, at most 48 characters, such as writing-a-prompt',
         '3:8: "title" is a date; put it between double quotes: "2020-01-01"',
         '4:10: "minutes" is no number of minutes: "0"; write the reading time as a whole number from 1 to 999, such as `minutes: 15`',
         '5:8: unknown level "expret"; did you mean "expert"?',
         '6:1: unknown key "need"; did you mean "needs"?',
         '7:8: "needs" is text instead of a list; write a list, such as `needs: [what-is-genai, writing-a-prompt]`',
         '8:8: "tags" holds a number; put it between double quotes: "1"',
         '9:1: the key "id" stands here twice; remove one of them'],
    ),
    (
        "missing keys",
        "---\nlevel: expert\n---\n",
        ["1:1: the key \"id\" is missing; add a line `id: career-paths` to the front matter",
         "1:1: the key \"title\" is missing; add a line `title: \"Career paths in GenAI\"` to the front matter",
         "1:1: the key \"minutes\" is missing; add a line `minutes: 15` to the front matter"],
    ),
    ("an hour that YAML takes for a number", "---\nid: a\ntitle: A\nminutes: 1:30\n---\n",
     ['4:10: "minutes" is no number of minutes: "1:30"; write the reading time as a whole number from 1 to 999, such as `minutes: 15`']),
    ("YAML that is none", "---\nid: a\ntitle: a: b\nminutes: 5\n---\n",
     ["3:9: the front matter is not valid YAML: mapping values are not allowed here; write `key: value` lines; put a text with : or # or quotes in it between double quotes"]),
    ("an alias", "---\nid: a\ntitle: &x T\ntags: [*x]\nminutes: 5\n---\n",
     ["3:8: the front matter is not valid YAML: anchors and aliases (& and *) are not allowed; write each value out where it belongs; put a text that begins with & or * in quotes"]),
    ("nesting without end", f"---\nid: {'[' * 5000}\n---\n",
     ["2:9: the front matter is not valid YAML: nested too deep; write `key: value` lines; put a text with : or # or quotes in it between double quotes"]),
    ("another title", FRONT + "# B\n",
     ['7:1: the title "B" is not the one in the front matter; write "A" in both, or the other in both']),
    (
        "sections",
        FRONT + "text\n\n## Takeaway\n\nno list\n\n## Pitfalls\n\nloose\n\n## Pitfalls\n\n### X\n\n**Wrong aproach:** a\n\n**Result:** b\n\n**Root cause:**\n",
        ['7:1: text before the first section; begin a section before it, such as "## Overview"',
         '9:1: unknown section "Takeaway"; did you mean "Takeaways"?',
         "11:1: text where none is allowed; write each takeaway as an item of a list",
         "15:1: text where none is allowed; put it under one of the section's own headings (###)",
         '17:1: the section "Pitfalls" stands here twice; join the two into one',
         '21:1: unknown label "Wrong aproach"; did you mean "Wrong approach"?; to keep bold words in a text, put the colon outside: "**Wrong aproach**:"',
         '23:1: the label "Result" does not belong here; use "Wrong approach", "Right approach" or "Root cause"; to keep bold words in a text, put the colon outside: "**Result**:"',
         '25:1: nothing follows the label "Root cause"; write its text, or remove the label'],
    ),
    ("a heading that is none of the section's", FRONT + "## Overview\n\n### Why it maters\n\n### Where it fits\n\n#### Deeper\n",
     ['9:1: unknown heading "Why it maters" in "Overview"; did you mean "Why it matters"?',
      '13:1: a heading inside "Where it fits": "Deeper"; take it out, or write bold words instead']),
    ("a step without a level", FRONT + "## Build-up\n\n### 1. S\n\n### 2. T (advancd)\n",
     ['9:1: the step "1. S" has no level; write "### 1. Its title (level)"; the level is "foundation", "intermediate", "advanced" or "expert"',
      '11:1: unknown level "advancd"; did you mean "advanced"?']),
    ("labels of a step", FRONT + STEP + "text\n\n**Concept:** c\n\n**Concept:** d\n\n**Result:** r\n\nmore\n",
     ['11:1: text before "Concept"; put the text after the **Concept:** line',
      '15:1: the label "Concept" stands here twice; join the two or remove one',
      '19:1: more text after "Result", which is one paragraph; join it to that paragraph, or move it before **Result:**']),
    ("labels without an empty line between", FRONT + MYTH + "- [x] Yes\n- [ ] No\n\n**Belief:** b\n**Reality:** r\n",
     ['15:1: the label "Reality" stands inside a paragraph; leave an empty line before it']),
    ("text around a prediction", FRONT + STEP + "early\n\n#### Before reading on: why?\n\n- A\n- B\n\nlate\n",
     ['11:1: text where none is allowed; with a prediction, the text stands under "#### Read on"',
      "18:1: text where none is allowed; a question holds its options as one list, and labels; text goes elsewhere"]),
    ("headings of a step", FRONT + STEP + "#### Read on\n\n#### Befor reading on: x?\n",
     ['11:1: "Read on" in a step that asks nothing; ask before it with "#### Before reading on: …", or remove this heading',
      '13:1: unknown heading "Befor reading on: x?" in a step; did you mean "Before reading on"?']),
    ("one option", FRONT + ASK + "- [x] A\n", ["13:1: a question with 1 option; write 2 to 8 options"]),
    ("no options", FRONT + ASK, ["11:1: a question without options; write at least two options below it, as a list: - [ ] …"]),
    ("no right option", FRONT + ASK + "- [ ] A\n- [ ] B\n",
     ["13:1: no option is marked as right; mark it with [x], or leave all boxes out for a question that has no key"]),
    (
        "lines about options",
        FRONT + ASK + "- [x] A\n  - Why it fails: x\n  - Why it temps: y\n- B\n  - Why: a\n  - Why: b\n  - just so\n- [ ] a\n\n  more\n",
        ['14:5: a right option with "Why it fails"; write "Why:", or take the x out of the box',
         '15:5: unknown label "Why it temps"; did you mean "Why it tempts"?',
         "16:1: an option without a box among others with one; begin it with [ ]",
         '18:5: "Why" is said twice about one option; join the two lines',
         '19:5: a line about an option that does not say what it is: "just so"; begin it with "Why it tempts:", "Why it fails:" or "Why:"',
         '20:1: the option "a" stands here twice; word the two differently, or remove one',
         '22:3: more text in an option; put what is said about it in a list below it: "  - Why it fails: …"'],
    ),
    ("ids", FRONT + ASK + "<!-- id: Bad Id -->\n\n- A\n- B\n\n## Takeaways\n\n<!-- id: lost -->\n\n- T\n",
     ['13:1: no id: "Bad Id"; write lower-case words joined by hyphens, at most 48 characters',
      "20:1: an id that belongs to no question; move it below a question, or remove it"]),
    ("one id twice", FRONT + MYTH + "<!-- id: m -->\n\n- A\n- B\n\n### N?\n\n<!-- id: m -->\n\n- A\n- B\n",
     ['18:1: the id "m" is taken already; give each question of the lesson an id of its own']),
    ("a comment without end", FRONT + MYTH + "<!-- id: m\n\n- A\n- B\n",
     ["11:1: a comment that does not end; close it with -->",
      "9:1: a question without options; write at least two options below it, as a list: - [ ] …"]),
    ("a fence without end", FRONT + "## When not to use\n\n- ```\n  a\n\nb\n\n```python\n## Takeaways\n",
     ["9:3: a code fence that does not end; close it with a line ```",
      "14:1: a code fence that does not end; close it with a line ```"]),
    ("what no text holds", FRONT + "## When not to use\n\n> # head\n\n[x]: http://a\n\n<div>\n\n<!-- note -->\n\nwords\n---\n",
     ["9:3: a heading inside a list or quote; take it out, or write bold words instead",
      "11:1: a link definition, which a message would lose; write the address where the link is: [words](address)",
      '13:1: HTML, which a chat cannot show: "<div>"; write Markdown, put code in backticks, or write &lt; for the sign <',
      '15:1: a comment that is no id: "<!-- note -->"; the only comment is a question\'s id, <!-- id: some-words -->, alone on its line',
      "17:1: a line of - makes a heading of the words above it; leave an empty line above that line, or begin with #"]),
    ("control characters", FRONT + "## When not to use\n\na\x00b\x1b\n",
     ["9:2: a control character, U+0000; remove it; a lesson is plain text in UTF-8",
      "9:4: a control character, U+001B; remove it; a lesson is plain text in UTF-8"]),
    (
        "diagrams",
        FRONT + "## Mental model\n\n### Diagram\n\n### Diagram\n\n```mermaid\na\n```\n\n```\nb\n```\n\n**In words:** x\n\ny\n\n### Core idea\n\na\n\nb\n",
        ["9:1: a diagram without a drawing; draw it in characters, between ```text and ```",
         '13:1: a diagram in the language "mermaid", which a chat cannot draw; draw it in characters: ```text',
         '17:1: a second drawing in one diagram; begin it with a "### Diagram" of its own',
         '23:1: more text after "In words", which is one paragraph; join it to that paragraph, or move it before **In words:**',
         "25:1: the core idea is not one paragraph; say it in one paragraph of plain sentences"],
    ),
    ("headings of a diagram", FRONT + DRAWN + "more\n\n#### Befor looking: x?\n\n#### Look again\n\n**Result:** r\n\n#### Before looking: y?\n\n```\nb\n```\n\n```\nc\n```\n\n- A\n",
     ['15:1: text where none is allowed; what explains it stands under "#### Look again"',
      '17:1: unknown heading "Befor looking: x?" in a diagram; did you mean "Before looking"?',
      '21:1: the label "Result" does not belong here; no label belongs here; to keep bold words in a text, put the colon outside: "**Result**:"',
      '23:1: a prediction too late; ask one, before "#### Look again"',
      '29:1: a second drawing in one diagram; begin it with a "### Diagram" of its own',
      "33:1: a question with 1 option; write 2 to 8 options"]),
    ("exercises", FRONT + "## Try it\n\nloose\n\n### E\n\n<!-- id: e -->\n\n<!-- id: f -->\n\nDo.\n\n**Answer:** a\n\n**Criteria:** c\n\n- d\n\n#### Choose: x?\n\n- A\n- B\n\n**Answer:** b\n\n#### Choose: y?\n\n#### More\n\n### F\n\n<!-- id: e -->\n\n**Criteria:**\n",
     ["9:1: text where none is allowed; put it under one of the section's own headings (###)",
      "15:1: a second id for one exercise; remove one of them",
      "21:1: text on the line of Criteria; leave an empty line below **Criteria:**, and write each as an item of a list",
      '30:1: the label "Answer" stands here twice; join the two or remove one',
      "32:1: a second choice in one exercise; begin an exercise of its own for it (###)",
      '34:1: unknown heading "More" in an exercise; an exercise has only "#### Choose: …"',
      '38:1: the id "e" is taken already; give each exercise of the lesson an id of its own',
      '40:1: nothing follows the label "Criteria"; write its text, or remove the label']),
    ("a challenge", FRONT + "## Challenge\n\n### Why?\n\n<!-- id: q -->\n\n- [x] A\n- [ ] B\n\n**Answer:** A\n\n#### More\n",
     ['16:1: the label "Answer" does not belong here; use "Hint"; to keep bold words in a text, put the colon outside: "**Answer**:"',
      '18:1: a heading inside "Why?": "More"; take it out, or write bold words instead']),
    ("a project", FRONT + "## Project\n\n### 1.\n\n### 2. B\n\n<!-- id: b -->\n\n**Result:** r\n\n#### More\n\n### Rubric\n\nwords\n\n### Rubric\n\n## Takeaways\n\n#### Deep\n",
     ["9:1: a milestone without a title; write it in the heading",
      '15:1: the label "Result" does not belong here; no label belongs here; to keep bold words in a text, put the colon outside: "**Result**:"',
      '17:1: a heading inside "2. B": "More"; take it out, or write bold words instead',
      "21:1: text where none is allowed; write each criterion as an item of a list",
      '23:1: the heading "Rubric" stands here twice; join the two into one',
      '27:1: a heading inside "Takeaways": "Deep"; take it out, or write bold words instead']),
    ("performance", FRONT + "## Performance\n\n### A\n\nearly\n\n#### Before reading on: x?\n\n- A\n- B\n\n### B\n\n#### Read on\n\ntext\n",
     ['11:1: text where none is allowed; with a prediction, the text stands under "#### Read on"',
      '20:1: "Read on" in an aspect that asks nothing; ask before it with "#### Before reading on: …", or remove this heading']),
    ("items", FRONT + "## Expert notes\n\n1. a\n\n   b\n2. c\n\n* d\n",
     ["9:4: a note that is not one paragraph; make it one paragraph of text, or split it into several items",
      "14:1: a second list; join the two lists into one"]),
    ("a long line", FRONT + "## When not to use\n\n" + "[" * 9000 + "\n",
     ["9:8001: a line of more than 8000 characters; split it into several paragraphs"]),
    ("a huge file", FRONT + "a\n" * 150_000, ["1:1: the file is larger than 256 KiB; split it into several lessons"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_every_fault_is_reported_with_its_place_in_one_run(
    source: str, expected: list[str]
) -> None:
    with pytest.raises(LessonError) as caught:
        markdown.parse(source, "some/lesson.md")
    found = [str(fault) for fault in caught.value.faults]
    assert sorted(found) == sorted(f"some/lesson.md:{line}" for line in expected)
    places = [(fault.line, fault.column) for fault in caught.value.faults]
    assert places == sorted(places)
