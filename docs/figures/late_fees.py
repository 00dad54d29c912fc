"""Work out the fees in the lesson on coding agents; needs nothing but Python."""

DAILY = 20
CAP = 500
FREE = 3


def before(days: int, child: bool) -> int:
    """Give the fee, in cents, before the change."""
    if child:
        return 0
    return min(days * DAILY, CAP)


def below_zero(days: int, child: bool) -> int:
    """Give it by the first diff, which forgets to stop at zero."""
    if child:
        return 0
    late = days - FREE
    return min(late * DAILY, CAP)


def no_children(days: int, child: bool) -> int:
    """Give it by the second diff, which loses the children."""
    late = max(days - FREE, 0)
    return min(late * DAILY, CAP)


def off_at_the_end(days: int, child: bool) -> int:
    """Give it by the third diff, which takes the free days off after the limit."""
    if child:
        return 0
    return min(days * 20, 500) - 60


def right(days: int, child: bool) -> int:
    """Give the fee as it should be."""
    if child:
        return 0
    return min(max(days - FREE, 0) * DAILY, CAP)


if __name__ == "__main__":
    changes = (before, below_zero, no_children, off_at_the_end, right)
    print("days child", *(one.__name__ for one in changes))
    for days, child in (
        (1, False),
        (2, False),
        (5, False),
        (10, False),
        (40, False),
        (60, False),
        (10, True),
    ):
        print(days, child, *(one(days, child) for one in changes))
