"""Pictures that lie beside a lesson in a folder of this machine."""

from pathlib import Path

from bot.lessons.pictures.assets import ENDINGS, LARGEST_SOURCE, AssetError
from bot.lessons.upload.pictures import AbsentError

_MOST_NAMES = 200


def beside(lesson: str, file: str) -> bytes:
    """The bytes of a picture beside the lesson in this file, and one more if there are too many.

    It must be within the lesson's folder, wherever links lead. Raises ``AbsentError`` or
    ``AssetError``. Not for the event loop.
    """
    folder = Path(lesson).resolve().parent
    path = folder / file
    try:
        if not path.resolve().is_relative_to(folder):
            what = "the file is a link that leads out of the lesson's folder"
            raise AssetError(what, "put the picture itself beside the lesson")
        if not path.is_file():
            raise AbsentError(file, _names(folder), "put it there, or fix its name in the lesson")
        with path.open("rb") as source:
            return source.read(LARGEST_SOURCE + 1)
    except OSError as error:
        what = f"the file can't be read ({error.strerror})"
        raise AssetError(what, "let your user, and Foretell's, read it") from None


def _names(folder: Path) -> list[str]:
    """Pictures that there are, for whoever has mistyped a name."""
    found = []
    for path in (*folder.glob("*"), *folder.glob("*/*")):
        if path.suffix.lower() in ENDINGS:
            found.append(path.relative_to(folder).as_posix())
            if len(found) >= _MOST_NAMES:
                break
    return found
