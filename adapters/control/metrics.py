"""What is counted of the running bot, for Prometheus.

Names and labels are for whoever draws them (``docs/deploy/grafana.json``), so they stay. No label
says who somebody is, or what a lesson is called: their number is small and known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, Info
from prometheus_client.exposition import choose_encoder
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from adapters.version import commit, version
from bot.service.monitoring import Observer

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
"""Envelopes in a batch, whose most are 256."""

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
"""Times of a transaction: some milliseconds usually, and seconds when a disk is in trouble."""

REPLY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
"""Times of an answer: a fraction of a second usually, and minutes when a platform is away."""

RESULTS = ("sent", "later", "gone", "unwanted", "failed")

Gauges = Callable[[], Mapping[str, float | Mapping[str, float]]]
"""What can be read off at this moment, by the name of its gauge, and by ``STEP`` where there are
several; what is not known is left out."""

STEP, STEPPED = "step", ("foretell_first_week_learners",)
"""The label of the gauges that are several."""

HELP = {
    "foretell_queue_depth": "Inputs that wait for the next batch.",
    "foretell_lanes_busy": "Chats to which something is being sent.",
    "foretell_loop_lag_seconds": "How late the event loop was when it was last measured.",
    "foretell_loop_lag_worst_seconds": "The worst lateness of this minute and the one before.",
    "foretell_healthy": "1 if all is well, as foretell health says.",
    "foretell_outbox_parcels": "Turns whose messages have not all arrived; gone chats left out.",
    "foretell_outbox_lag_seconds": "How long the oldest of these waits; 0 if there is none.",
    "foretell_reviews_due": "Questions that are due for review, of all learners.",
    "foretell_learners_active_day": "Learners who did something within a day.",
    "foretell_learners_active_week": "Learners who did something within a week.",
    "foretell_first_week_learners": (
        "Learners who first wrote in the same week, at least a week ago: how many took each step "
        "of their first week, rounded down to a multiple of five."
    ),
    "foretell_backup_timestamp_seconds": (
        "When the newest daily backup was made; 0 if none was, absent if none is to be made."
    ),
    "foretell_disk_free_bytes": "Free space on the disk of the database file.",
    "foretell_database_bytes": "Size of the database file with its write-ahead log.",
}
"""The gauges, and what each of them says."""


class Metrics(Observer):
    """Counts what happens, and writes it down as a page."""

    def __init__(self, platforms: Iterable[str] = ()) -> None:
        self._registry = registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)
        self._gauges: Gauges = dict
        Info("foretell_build", "The version that runs, and its commit.", registry=registry).info(
            {"version": version(), "commit": commit(version())}
        )
        self._turns = Counter("foretell_turns", "Inputs that counted.", registry=registry)
        self._repeated = Counter(
            "foretell_inputs_repeated",
            "Inputs that came again after they had counted, or have to wait for the next batch.",
            registry=registry,
        )
        self._batches = Histogram(
            "foretell_batch_size",
            "Inputs in a transaction that has any.",
            buckets=SIZES,
            registry=registry,
        )
        self._commits = Histogram(
            "foretell_commit_seconds",
            "Time of a transaction that was committed, with loading and deciding.",
            buckets=SECONDS,
            registry=registry,
        )
        self._failed = Counter(
            "foretell_batches_failed", "Transactions that were not committed.", registry=registry
        )
        self._sends = Counter(
            "foretell_sends",
            "Attempts to send a message, by what came of them.",
            ("platform", "result"),
            registry=registry,
        )
        self._replies = Histogram(
            "foretell_reply_seconds",
            "Time from an input to the first message of its answer being taken by the platform.",
            ("platform",),
            buckets=REPLY_SECONDS,
            registry=registry,
        )
        self._calls = Counter(
            "foretell_platform_calls",
            "Requests to a platform by the status of its answer; 429 is too many, none no answer.",
            ("platform", "status"),
            registry=registry,
        )
        self._connections = Counter(
            "foretell_connections",
            "How often a platform could be heard, for the first time or again.",
            ("platform",),
            registry=registry,
        )
        self._recalls = Counter(
            "foretell_answers_recalled",
            "How often a platform refused answers as too many, so that they keep to the pace of "
            "all messages for some minutes.",
            ("platform",),
            registry=registry,
        )
        # What has not happened yet is there as nothing, so that its first time is seen.
        for platform in platforms:
            self._connections.labels(platform)
            self._recalls.labels(platform)
            self._calls.labels(platform, "429")
            self._replies.labels(platform)
            for result in RESULTS:
                self._sends.labels(platform, result)
        registry.register(_Now(lambda: self._gauges()))

    def watch(self, gauges: Gauges) -> None:
        """Read these off whenever the page is asked for."""
        self._gauges = gauges

    def page(self, accept: str = "") -> tuple[str, bytes]:
        """All of it in the form that the header Accept prefers: its media type, and itself."""
        encode, media = choose_encoder(accept)
        return media, encode(self._registry)

    def committed(self, taken: int, turns: int, seconds: float) -> None:
        """Count a batch."""
        self._commits.observe(seconds)
        if taken:
            self._batches.observe(taken)
        self._turns.inc(turns)
        self._repeated.inc(max(0, taken - turns))

    def failed(self, taken: int) -> None:
        """Count a batch that failed."""
        self._failed.inc()

    def count_sending(self, platform: str, result: str) -> None:
        """Count an attempt to send a message."""
        self._sends.labels(platform, result).inc()

    def replied(self, platform: str, seconds: float) -> None:
        """Count the time of an answer."""
        self._replies.labels(platform).observe(seconds)

    def called(self, platform: str, status: int | None) -> None:
        """Count a request to a platform."""
        self._calls.labels(platform, "none" if status is None else str(status)).inc()

    def connected(self, platform: str) -> None:
        self._connections.labels(platform).inc()

    def recalled(self, platform: str) -> None:
        """Count that answers were brought back to the common pace."""
        self._recalls.labels(platform).inc()


class _Now:
    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        for name, value in self._gauges().items():
            if isinstance(value, Mapping):
                family = GaugeMetricFamily(name, HELP[name], labels=(STEP,))
                for step, number in value.items():
                    family.add_metric((step,), number)
                yield family
            else:
                yield GaugeMetricFamily(name, HELP[name], value)
