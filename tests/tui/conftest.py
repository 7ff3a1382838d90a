"""A terminal that draws everything, and a day that stays."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from l5tui.config import clock as system_clock

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=timezone(timedelta(hours=1)))
"""A Sunday evening, in the minutes after the session of `tests.factories`. Every test begins then."""


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours and signs as in a good terminal, whatever runs the tests."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day is the same for all that asks for it, whatever day and hour it is, and goes on from there.

    Where `now` is asked for it mustn't be replaced by name: a module that is loaded meanwhile would keep what it finds.
    """
    began = system_clock.steady()
    monkeypatch.setattr(system_clock, "_wall", lambda: NOW + timedelta(seconds=system_clock.steady() - began))


@pytest.fixture(autouse=True)
def hears_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that has just come takes an answer at once, but where a test is about just that."""
    monkeypatch.setattr("l5tui.tui.key_guard.ANSWER_DELAY_S", 0.0)
