"""What is in the files that a lesson names: its pictures are taken in, and it comes to know them.

Where files come from (a folder, an archive) is told by whoever has them, as ``Beside``.

What admins send is taken in by the process that reads it (``bot.service.publishing.sandbox``). What
lies in the content folder, or before ``foretell push``, is its owner's own, and is decoded in a
worker thread or in that command.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.lessons.faults import Fault, Faults, LessonError, choose, shorten
from bot.lessons.format.images import is_formula
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.model import ImageFile
from bot.lessons.pictures.assets import Asset, AssetError
from bot.values import replace

Beside = Callable[[str, str], bytes]
"""The bytes of a picture by the name of the lesson's file, and its own in that lesson.

Raises ``AbsentError`` if there is none, ``AssetError`` if it can't be had.
"""

Taught = Mapping[str, Mapping[str, str]]
"""The pictures of each lesson that is taught: by its id, the hash of each file's."""


class AbsentError(AssetError):
    """There is no such file; ``names`` are the files that there are."""

    def __init__(self, file: str, names: list[str], mend: str) -> None:
        near = choose(file, names) if names else ""
        mend = f"{near} {mend}" if near.startswith("did you mean") else mend
        super().__init__(f'there is no picture "{shorten(file)}" beside the lesson', mend)


def in_archive(files: Mapping[str, bytes]) -> Beside:
    def beside(lesson: str, file: str) -> bytes:
        folder = lesson[: lesson.rfind("/") + 1]
        data = files.get(folder + file)
        if data is None:
            names = [name.removeprefix(folder) for name in files if not name.endswith(".md")]
            raise AbsentError(file, names, "put it into the archive, beside the lesson")
        return data

    return beside


def alone(lesson: str, file: str) -> bytes:
    """Nothing lies beside a lesson that came by itself."""
    mend = "send the lesson and its pictures together, as a .zip archive"
    raise AbsentError(file, [], mend)


@dataclass(slots=True)
class Illustrator:
    """Takes in the pictures of lessons, each file once.

    ``assets`` are those that were taken in, by hash. A file that is not there may be ``taught``
    with the lesson already.
    """

    beside: Beside
    taught: Taught = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)
    _made: dict[tuple[str, str], str] = field(default_factory=dict)

    def illustrate(self, draft: ParsedLesson, file: str) -> tuple[ParsedLesson, list[Fault]]:
        """The lesson of this file with its pictures, and what is wrong with these."""
        if not draft.images:
            return draft, []
        faults, texts = Faults(file), dict[str, str]()
        # What is wrong with a file is told where it is named first.
        for name, place in dict(reversed(draft.images)).items():
            try:
                texts[name] = self._hash(draft.lesson.id, file, name)
            except AssetError as error:
                what = error.what
                if not isinstance(error, AbsentError):
                    what = f'"{shorten(name)}": {what}'
                faults.add(place, what, error.mend)
        pictures = tuple(ImageFile(file=text, asset=texts[text]) for text in sorted(texts))
        lesson = draft.lesson.model_copy(update={"pictures": pictures})
        return replace(draft, lesson=lesson), faults.found

    def _hash(self, lesson: str, file: str, name: str) -> str:
        # Only who has a picture needs what decodes it.
        from bot.lessons.pictures.reencode import asset

        if is_formula(name):
            from bot.lessons.pictures.formulas import draw_formula

            picture = draw_formula(name[2:-2])
            self.assets[picture.name] = picture
            return picture.name
        key = file[: file.rfind("/") + 1], name
        if key not in self._made:
            try:
                picture = asset(name, self.beside(file, name))
            except AbsentError:
                known = self.taught.get(lesson, {}).get(name, "")
                if not known:
                    raise
                return known
            self.assets[picture.name] = picture
            self._made[key] = picture.name
        return self._made[key]


def add_pictures(draft: ParsedLesson, file: str, illustrator: Illustrator) -> ParsedLesson:
    """The lesson of this file with its pictures. Raises ``LessonError``."""
    parsed_lesson, faults = illustrator.illustrate(draft, file)
    if faults:
        raise LessonError(faults)
    return parsed_lesson
