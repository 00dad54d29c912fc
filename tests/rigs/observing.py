"""An observer that remembers what it was told."""

from collections import Counter
from dataclasses import dataclass, field

from bot.service.monitoring import Observer


@dataclass
class Told(Observer):
    """What was told: how often each thing."""

    sends: Counter[tuple[str, str]] = field(default_factory=Counter)
    replies: list[tuple[str, float]] = field(default_factory=list)
    calls: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    connections: Counter[str] = field(default_factory=Counter)
    batches: list[tuple[int, int]] = field(default_factory=list)
    failures: int = 0

    def committed(self, taken: int, turns: int, seconds: float) -> None:
        assert seconds > 0
        self.batches.append((taken, turns))

    def failed(self, taken: int) -> None:
        self.failures += 1

    def count_sending(self, platform: str, result: str) -> None:
        self.sends[platform, result] += 1

    def replied(self, platform: str, seconds: float) -> None:
        self.replies.append((platform, seconds))

    def called(self, platform: str, status: int | None) -> None:
        self.calls[platform, status] += 1

    def connected(self, platform: str) -> None:
        self.connections[platform] += 1
