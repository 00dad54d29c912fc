"""Pictures beside the lessons that are written to files, and the lessons' text with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from adapters.authoring import InputError
from bot.lessons.assets import LARGEST_SOURCE, Asset, AssetError
from bot.lessons.blocks import tree
from bot.lessons.illustrations import image_of, name_fault, written
from bot.lessons.markdown import write
from bot.lessons.model import Image, Lesson


@dataclass(slots=True)
class Pictures:
    """Which file each picture goes to; ``assets`` has them by hash."""

    assets: Mapping[str, Asset]
    files: dict[Path, Asset] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)

    def beside(self, home: Path, lesson: Lesson) -> str:
        """The text of a lesson whose pictures lie beside it in this folder.

        Raises ``InputError`` if one of them is called as no picture may be.
        """
        names: dict[str, str] = {}
        for one in lesson.pictures:
            if fault := name_fault(one.file):
                raise InputError(f"{lesson.id}: {'; '.join(fault)}")
            name = self._free(home, one.file, one.asset)
            self.files[home / name] = self.assets[one.asset]
            if name != one.file:
                names[one.file] = name
        return _renamed(write(lesson), names) if names else write(lesson)

    def _free(self, home: Path, file: str, wanted: str) -> str:
        """The name that this picture gets: its own, unless another one has that already."""
        path = PurePosixPath(file)
        for name in (file, str(path.with_stem(f"{path.stem}-{wanted[:12]}"))):
            # Two names that differ in case alone are one file on many systems.
            if self._taken.setdefault(str(home / name).casefold(), wanted) == wanted:
                return name
        raise InputError(f"{home / file}: two pictures have this name; give one another name")


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """The text of a lesson with other names for these pictures."""
    lines = text.split("\n")
    for block in tree(text).children:
        image = image_of(block)
        if image and block.map and image.file in names:
            start, end = block.map
            other = written(Image(file=names[image.file], shows=image.shows))
            lines[start:end] = [other] + [""] * (end - start - 1)
    return "\n".join(lines)


def holds(file: Path, wanted: Asset) -> bool:
    """Whether a file is this picture: just it, or what it was made of."""
    # Only who has a picture needs what decodes it.
    from bot.lessons.imaging import asset

    try:
        with file.open("rb") as source:
            data = source.read(LARGEST_SOURCE + 1)
        return data == wanted.data or asset(file.name, data).name == wanted.name
    except (OSError, AssetError):
        return False
