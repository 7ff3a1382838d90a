"""Fixtures for the tests of the full screen: a fully capable terminal, and a fixed date."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from l5tui.config import clock as system_clock

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=timezone(timedelta(hours=1)))
"""The wall-clock time at which every test begins: a Sunday evening, minutes after the session of `tests.factories`."""


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Report a terminal with all colours and characters, whatever terminal runs the tests."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the wall clock at the same date and time for every test; it runs on from there.

    `now` is not replaced in the modules that import it: a module loaded during the test would keep the replacement.
    """
    began = system_clock.steady()
    monkeypatch.setattr(system_clock, "_wall", lambda: NOW + timedelta(seconds=system_clock.steady() - began))


@pytest.fixture(autouse=True)
def hears_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a new question take an answer at once; tests of that delay switch it back on."""
    monkeypatch.setattr("l5tui.tui.key_guard.ANSWER_DELAY_S", 0.0)


@pytest.fixture(autouse=True)
def twice_however_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second press of `q` leave the emergency page however late a busy machine hands it on."""
    monkeypatch.setattr("l5tui.tui.safety.emergency.TWICE_S", 600.0)
