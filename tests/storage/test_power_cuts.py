"""In every state that a power cut may leave, the journal opens with everything that the person was told is saved.

The second test shows that the first works: with any one sync left out, some state must break the rule.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
from l5tui.storage.format import parse
from tests.factories import log
from tests.storage.power_loss import PowerLossDisk, build

NOW = "2025-03-05T08:00:00+01:00"


class NoLinks(PowerLossDisk):
    """A file system without hard links: copies are made instead."""

    def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
        if name == "link":
            raise OSError(errno.EPERM, "no links here")
        return super().before(number, name, arguments)


Kind = type[PowerLossDisk]
Scene = Callable[[Kind, Path, int], PowerLossDisk]


def first_write(kind: Kind, root: Path, skip: int) -> PowerLossDisk:
    """The very first entry: the folders are made, too."""
    disk = kind(root, skip)
    Journal(root / "share" / "l5tui" / "journal.json", calls=disk).put(log("a"))
    disk.tell("a")
    return disk


def next_day(kind: Kind, root: Path, skip: int) -> PowerLossDisk:
    """A write that makes both copies, and one that makes FILE.prev alone."""
    file = root / "share" / "l5tui" / "journal.json"
    Journal(file).put(log("a"))
    disk = kind(root, skip)
    disk.tell("a")
    journal = Journal(file, calls=disk, today=lambda: date(2025, 3, 5))
    journal.put(log("b"))
    disk.tell("ab")
    journal.put(log("c"))
    disk.tell("abc")
    return disk


def damaged(kind: Kind, root: Path, skip: int) -> PowerLossDisk:
    """A write to a damaged journal: its last line is torn, so FILE.prev has to be good until the new one is."""
    file = root / "share" / "l5tui" / "journal.json"
    for name in "abx":
        Journal(file).put(log(name))
    file.write_bytes(file.read_bytes()[:-20])
    disk = kind(root, skip)
    disk.tell("ab")
    Journal(file, calls=disk).put(log("c"))
    disk.tell("abc")
    return disk


SCENES: list[Scene] = [first_write, next_day, damaged]


def complaints(disk: PowerLossDisk, root: Path, target: Path) -> Iterator[str]:
    """What is wrong in any state after any call."""
    seen: set[tuple[str, frozenset[tuple[str, bytes]]]] = set()
    for told, crash in disk.crashes:
        for state in crash.states():
            key = (told, frozenset(state.items()))
            if key in seen:
                continue
            seen.add(key)
            build(state, root, target)
            if complaint := complaint_about(target / "share" / "l5tui" / "journal.json", told):
                yield f"{complaint} in {[Path(path).name for path in state]} after {told!r}"
    assert len(seen) > 5


def complaint_about(file: Path, told: str) -> str | None:
    try:
        found = {entry["uid"] for entry in Journal(file).entries()}
    except JournalError as error:
        return str(error)
    names = set(told) if told != "nothing" else set()
    if not names <= found:
        return f"{names - found} is missing"
    if len(found - names) > 1:
        return f"{found - names} came from nowhere"
    copies = [file.with_name("journal.json.prev"), *file.parent.glob("journal.json.????-??-??")]
    for copy in copies:
        if copy.exists() and not parse(copy.read_bytes()):
            return f"{copy.name} is not whole"
    return None


@pytest.mark.parametrize("kind", [PowerLossDisk, NoLinks])
@pytest.mark.parametrize("scene", SCENES)
def test_no_power_cut_loses_what_was_saved(tmp_path: Path, scene: Scene, kind: Kind) -> None:
    root = tmp_path / "home"
    root.mkdir()
    assert list(complaints(scene(kind, root, 0), root, tmp_path / "after")) == []


@pytest.mark.parametrize("kind", [PowerLossDisk, NoLinks])
@pytest.mark.parametrize("scene", [first_write, next_day])
def test_every_single_sync_is_needed(tmp_path: Path, scene: Scene, kind: Kind) -> None:
    (tmp_path / "all").mkdir()
    syncs = scene(kind, tmp_path / "all", 0).syncs
    assert syncs >= 4
    for skip in range(1, syncs + 1):
        root = tmp_path / f"without-{skip}"
        root.mkdir()
        assert any(complaints(scene(kind, root, skip), root, tmp_path / "after")), f"sync {skip} is not missed"
