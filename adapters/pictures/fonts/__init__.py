"""The fonts that pictures are lettered in: files beside this module, each with its licence.

- **DejaVu Sans Mono** 2.30, for diagrams in characters: it holds box drawing, arrows, check marks,
  Greek and Cyrillic, which few monospaced fonts do. Later versions are of another line height.
- **FiraGO** 1.001, for charts: it was made for small screens, and holds Latin, Greek, Cyrillic,
  Arabic, Hebrew, Thai, Georgian and Devanagari.

They are as their makers published them. FiraGO's licence reserves its name: a part of it, or the
like, would have to be called something else.
"""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Face = Literal["DejaVuSansMono", "FiraGO-Regular", "FiraGO-Bold"]


@lru_cache(maxsize=16)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A face, with ``size`` pixels to the em."""
    return ImageFont.truetype(Path(__file__).with_name(f"{face}.ttf"), size)
