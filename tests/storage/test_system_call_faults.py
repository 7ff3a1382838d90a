"""A fault at each system call in turn leaves the old or the new state, never less."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
from l5tui.storage.format import parse
from tests.factories import log, long_session
from tests.storage.fault_injection import CountingCalls, FailingCall

NOW = "2025-03-05T08:00:00+01:00"
DAY = date(2025, 3, 5)
Act = Callable[[Journal], object]

ACTS: list[Act] = [
    lambda journal: journal.put(long_session("a")),
    lambda journal: journal.put(log("b")),
    lambda journal: journal.set_favourites(["bridge", "cat_cow"]),
    lambda journal: journal.edit("a", {"after.pain": 9}, NOW),
    lambda journal: journal.delete("b", NOW),
    lambda journal: journal.purge(),
]
"""A life in six acts; each is one commit (the last is several)."""


def state(journal: Journal) -> dict[str, Any]:
    return {"entries": {one["uid"]: one for one in journal.entries(deleted=True)}, "first": journal.favourites()}


def states(folder: Path) -> list[dict[str, Any]]:
    """What the journal holds before, between and after the acts."""
    journal = Journal(folder / "expected.json")
    found = [state(journal)]
    for act in ACTS:
        act(journal)
        found.append(state(journal))
    return found


def made(path: Path, system: CountingCalls) -> Journal:
    return Journal(path, calls=system, today=lambda: DAY, timeout=1.0)


def calls_in_all(folder: Path) -> list[str]:
    """Every call of all the acts, in order."""
    system = CountingCalls()
    journal = made(folder / "counted" / "journal.json", system)
    for act in ACTS:
        act(journal)
    return system.seen


def live_through(path: Path, system: FailingCall, expected: list[dict[str, Any]]) -> None:
    """All the acts; each that fails must leave the old or the new state on the disk, and succeed when done again."""
    journal = made(path, system)
    for number, act in enumerate(ACTS):
        try:
            act(journal)
        except JournalError as error:
            assert "\n" not in str(error)  # noqa: PT017
            assert state(Journal(path)) in (expected[number], expected[number + 1]), f"after {system.failed}"
            assert state(journal) in (expected[number], expected[number + 1])
            if system.failed not in ("unlink", None):
                assert not list(path.parent.glob("*.tmp-*")), f"after {system.failed}"
            with suppress(JournalError):  # what has been done already may not be there to be done again
                act(journal)
        assert state(Journal(path)) == expected[number + 1], f"call {system.at}, {system.failed}"
        if path.exists():
            assert parse(path.read_bytes())
    copies = [copy for copy in path.parent.iterdir() if copy.suffix != ".lock"]
    assert path.with_name("journal.json.prev") in copies
    assert all(parse(copy.read_bytes()) for copy in copies), [copy.name for copy in copies]


ERRORS = (errno.ENOSPC, errno.EIO, errno.EINTR, errno.EACCES)


def test_a_fault_at_every_call_loses_nothing(tmp_path: Path) -> None:
    """This is the short version: every call fails with one of the errors in turn."""
    expected = states(tmp_path)
    total = len(calls_in_all(tmp_path))
    assert total > 100
    for at in range(1, total + 1):
        live_through(tmp_path / f"{at}" / "journal.json", FailingCall(at, ERRORS[at % len(ERRORS)]), expected)


@pytest.mark.long
@pytest.mark.parametrize("error", [*ERRORS, errno.EDQUOT, errno.EROFS], ids=errno.errorcode.get)
def test_every_fault_at_every_call_loses_nothing(tmp_path: Path, error: int) -> None:
    expected = states(tmp_path)
    for at in range(1, len(calls_in_all(tmp_path)) + 1):
        live_through(tmp_path / f"{at}" / "journal.json", FailingCall(at, error), expected)


def test_a_short_write_and_then_a_full_disk_at_every_write(tmp_path: Path) -> None:
    expected = states(tmp_path)
    writes = [at for at, name in enumerate(calls_in_all(tmp_path), 1) if name == "write"]
    assert len(writes) >= len(ACTS)
    for at in writes:
        system = FailingCall(at, short=True)
        live_through(tmp_path / f"{at}" / "journal.json", system, expected)
        assert system.failed == "write"


def test_writing_continues_after_a_short_write(tmp_path: Path) -> None:
    class Slow(CountingCalls):
        def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
            if name == "write" and len(arguments[1]) > 1:
                return CountingCalls.write(self, arguments[0], arguments[1][:1])
            return None

    system = Slow()
    journal = made(tmp_path / "journal.json", system)
    journal.put(log())
    assert state(Journal(tmp_path / "journal.json"))["entries"] == {"l1": log()}
    assert system.seen.count("write") > 300
