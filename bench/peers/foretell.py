"""Foretell whole, from polling to its Telegram channel, over the network of the peers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench import network as usual
from bench.peers.program import Asked, Network, main


class Answering:
    """The network as ``bench.network`` asks it."""

    def __init__(self, network: Network) -> None:
        self._network = network

    async def request(self, url: str, *, request_data: Any = None) -> tuple[int, bytes]:
        """The status and the body of an answer."""
        fields = request_data.json_parameters if request_data else {}
        return 200, await self._network.call(url.rsplit("/", 1)[1], fields)


@asynccontextmanager
async def serving(_: Asked, network: Network, path: Path) -> AsyncIterator[None]:
    """Foretell serves this network while the block lasts."""
    async with usual.served(Answering(network), database=path):
        yield


if __name__ == "__main__":
    main(serving)
