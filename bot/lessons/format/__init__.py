"""The lesson file: its text to a lesson, and a lesson to its text.

``parse(write(lesson)).lesson`` is the lesson again, and ``write(parse(text).lesson)`` is the
canonical form of a file, which writes itself. ``docs/authoring-reference.md`` describes the format.

``normal_form`` holds the form in which texts are kept, ``outline`` knows Markdown but not lessons,
``parser`` and ``writer`` know both.
"""

from bot.lessons.format.parser import ParsedLesson, parse
from bot.lessons.format.writer import write

__all__ = ["ParsedLesson", "parse", "write"]
