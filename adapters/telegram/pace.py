"""What Telegram allows, and what of it is used.

From Telegram's "Bots FAQ" (core.telegram.org/bots/faq, "My bot is hitting limits"): about 30
messages a second over all, one a second in a chat (a short burst passes), 20 a minute in a group.
"""

from bot.values import value


@value
class Rule:
    """One message each ``interval`` seconds, and ``burst`` at once after a pause."""

    interval: float
    burst: int


@value
class Pace:
    """The limits kept. A ``burst`` and what refills in its time stay within the vendor's limit.

    Over all, one request goes out each ``overall`` seconds, replies up to ``early`` of these before
    their time, and no more than ``most`` arrive in any ``span`` of seconds. An answer is waited for
    so long as ``patience`` says before it counts as come.

    Where replies may go above that, no more than ``at_once`` of them are on their way, since all of
    these may be refused; an answer to one is waited for ``longer``. Of ``most`` a ``share`` is left
    for what nobody asked for. ``recalled`` is for how many seconds
    they keep to it once Telegram has refused one; each time in a row it is twice as long, up to
    ``longest``. ``held`` is for how many seconds nothing goes out, at most, because Telegram asks
    for a pause.
    """

    overall: float = 1 / 29
    early: int = 2
    most: int = 30
    span: float = 1.0
    patience: float = 1.0
    private: tuple[Rule, ...] = (Rule(1.05, 3),)
    # 5 at once and 15 more within a minute are 20.
    group: tuple[Rule, ...] = (Rule(1.05, 3), Rule(4.0, 5))
    at_once: int = 64
    longer: float = 5.0
    share: int = 10
    recalled: float = 300.0
    longest: float = 3600.0
    held: float = 30.0

    def faster(self, factor: float) -> "Pace":
        """The same limits on a clock that runs ``factor`` times as fast."""

        def scaled(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
            return tuple(Rule(rule.interval / factor, rule.burst) for rule in rules)

        return Pace(
            self.overall / factor,
            self.early,
            self.most,
            self.span / factor,
            self.patience / factor,
            scaled(self.private),
            scaled(self.group),
            self.at_once,
            self.longer / factor,
            self.share,
            self.recalled / factor,
            self.longest / factor,
            self.held / factor,
        )
