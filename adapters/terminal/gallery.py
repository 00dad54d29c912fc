"""A lesson's pictures as files, since a terminal can't show them: it says where to look."""

import asyncio
import contextlib
import logging
import os
from pathlib import Path

from bot.lessons.pictures.assets import ENDINGS, Asset, Assets

_log = logging.getLogger(__name__)


class Gallery:
    """Writes pictures that ``assets`` has to a folder, each when it is first met."""

    def __init__(self, folder: Path, assets: Assets) -> None:
        self._folder = folder.absolute()
        self._assets = assets

    async def show(self, name: str) -> Path | None:
        """The file of this picture; ``None``, with a line in the log, if there can't be one."""
        try:
            asset = await self._assets(name)
            if asset is None:
                _log.error("the picture %s is not kept", name[:16])
                return None
            return await asyncio.to_thread(self._write, asset)
        except OSError as error:
            _log.error("a picture can't be written to %s: %s", self._folder, error.strerror)
            return None

    def _write(self, asset: Asset) -> Path:
        ending = next(text for text, media in ENDINGS.items() if media == asset.media)
        file = self._folder / f"{asset.name[:16]}{ending}"
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_size == len(asset.data):
                return file
        self._folder.mkdir(parents=True, exist_ok=True)
        # Whole or not at all, if the program ends meanwhile or two write it at once.
        half = file.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(asset.data)
        return half.replace(file)
