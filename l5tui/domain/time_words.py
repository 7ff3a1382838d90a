"""Lengths of time as people read them."""

from __future__ import annotations


def clock(ms: float) -> str:
    """Minutes and seconds: `6:51`. Rounded up, as a count that runs down is."""
    seconds = -int(-ms // 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"


def spent(seconds: float) -> str:
    """Time that is over, in minutes and seconds, to the nearest."""
    return clock(round(seconds) * 1000)


def minutes(seconds: float) -> str:
    """A length in whole minutes, at least one: `20 min`."""
    return f"{max(1, round(seconds / 60))} min"


def practice(seconds: float) -> str:
    """How long somebody practised: `4 s`, or from a minute on `20 min`."""
    return f"{seconds:.0f} s" if round(seconds) < 60 else minutes(seconds)
