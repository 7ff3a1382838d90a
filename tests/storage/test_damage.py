"""A damaged journal opens with every intact line, reports the damage, and never has an entry that wasn't written."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from l5tui.domain.entry import Entry
from l5tui.journal.store import Journal
from tests.factories import log, long_session, uids

NOW = "2025-03-05T08:00:00+01:00"
NAMES = "abcdefgh"
Harm = Callable[[bytes], bytes]


def lines(raw: bytes) -> list[bytes]:
    return raw.splitlines(keepends=True)


def flip(raw: bytes, at: int, bit: int = 0) -> bytes:
    return raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]


def line_changed(number: int, old: bytes, new: bytes) -> Harm:
    def harm(raw: bytes) -> bytes:
        parts = lines(raw)
        assert old in parts[number]
        parts[number] = parts[number].replace(old, new)
        return b"".join(parts)

    return harm


def noise(raw: bytes) -> bytes:
    return random.Random(4).randbytes(len(raw))


DAMAGE: dict[str, Harm] = {
    "cut to one byte": lambda raw: raw[:1],
    "cut in the header": lambda raw: raw[:40],
    "cut after the header": lambda raw: lines(raw)[0],
    "cut in the first entry": lambda raw: raw[: len(lines(raw)[0]) + 30],
    "cut in the middle": lambda raw: raw[: len(raw) // 2],
    "cut at a line's end": lambda raw: b"".join(lines(raw)[:-2]),
    "cut in the last entry": lambda raw: raw[:-30],
    "its last two bytes cut": lambda raw: raw[:-2],
    "a bit flipped in the header": lambda raw: flip(raw, 30),
    "a bit flipped in a checksum": lambda raw: flip(raw, len(lines(raw)[0]) + 4),
    "a bit flipped in a line": lambda raw: flip(raw, len(raw) // 2, 3),
    "a bit flipped in the last line": lambda raw: flip(raw, len(raw) - 10, 6),
    "a line's end flipped": lambda raw: flip(raw, len(lines(raw)[0]) - 1),
    "a score changed by hand": line_changed(2, b'"pain":4', b'"pain":5'),
    "a line's uid changed": line_changed(2, b'"entries","b"', b'"entries","z"'),
    "a line's table changed": line_changed(2, b'"entries"', b'"entrles"'),
    "a line no longer JSON": line_changed(2, b"]\n", b"}\n"),
    "a line no longer UTF-8": line_changed(2, b"gardening", b"g\xe4rdening"),
    "zeroes at the start": lambda raw: b"\0" * 512 + raw[512:],
    "zeroes in the middle": lambda raw: raw[:1500] + b"\0" * 1000 + raw[2500:],
    "zeroes at the end": lambda raw: raw[:-600] + b"\0" * 600,
    "nothing but zeroes": lambda raw: b"\0" * len(raw),
    "nothing but noise": noise,
    "noise in the middle": lambda raw: raw[:2000] + noise(raw)[:700] + raw[2700:],
    "noise after the end": lambda raw: raw + noise(raw)[:300],
    "a page lost": lambda raw: raw[:1024] + raw[2048:],
    "a page twice": lambda raw: raw[:2048] + raw[1024:],
    "two pages swapped": lambda raw: raw[:1024] + raw[2048:3072] + raw[1024:2048] + raw[3072:],
    "the header gone": lambda raw: b"".join(lines(raw)[1:]),
    "a second header": lambda raw: lines(raw)[0] + raw,
    "the header at the end": lambda raw: b"".join(lines(raw)[1:]) + lines(raw)[0],
    "a line gone": lambda raw: b"".join(part for number, part in enumerate(lines(raw)) if number != 3),
    "a line twice": lambda raw: b"".join(lines(raw)[:3] + lines(raw)[2:]),
    "two lines swapped": lambda raw: b"".join([*lines(raw)[:2], lines(raw)[3], lines(raw)[2], *lines(raw)[4:]]),
    "all lines on one": lambda raw: raw.replace(b"\n", b" "),
    "itself twice": lambda raw: raw + raw,
    "itself twice without a newline between": lambda raw: raw.rstrip() + raw,
    "a log by another program in front": lambda raw: b"Nov 22 kernel: oops\n" + raw,
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "emptied": lambda raw: b"",
}
HARMLESS: dict[str, Harm] = {
    "its last newline cut": lambda raw: raw[:-1],
    "Windows' line ends": lambda raw: raw.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
}


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A journal with a history, and its copy: each entry was written as it stands in `written`, and no other way."""
    file = tmp_path_factory.mktemp("past") / "journal.json"
    journal = Journal(file)
    for number, name in enumerate(NAMES):
        journal.put(long_session(name, steps=3) if number % 2 else log(name, note="after gardening"))
    journal.edit("a", {"pain": 9}, NOW)
    return {path.name: path.read_bytes() for path in file.parent.iterdir() if path.suffix != ".lock"}


@pytest.fixture
def file(tmp_path: Path, past: dict[str, bytes]) -> Path:
    """That journal, for this test to damage."""
    for name, content in past.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path / "journal.json"


def written() -> dict[str, list[Entry]]:
    first: dict[str, list[Entry]] = {
        name: [long_session(name, steps=3) if number % 2 else log(name, note="after gardening")]
        for number, name in enumerate(NAMES)
    }
    edited = log("a", 9, note="after gardening", edits=[{"at": NOW, "field": "pain", "was": 4}])
    first["a"].append(edited)
    return first


def whole_lines(damaged: bytes, raw: bytes) -> set[str]:
    """Which entries' lines are still there, byte by byte; found without the journal's own code."""
    there = set(damaged.split(b"\n"))
    return {json.loads(line)[2] for line in raw.splitlines()[1:] if line in there}


def test_the_damage_cases_cover_enough_kinds() -> None:
    assert len(DAMAGE) >= 33


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_journal_opens_with_every_intact_line(file: Path, name: str) -> None:
    raw = file.read_bytes()
    damaged = DAMAGE[name](raw)
    assert damaged != raw
    file.write_bytes(damaged)

    journal = Journal(file)
    (notice,) = journal.open().notices
    assert str(file) in notice
    found = {entry["uid"]: entry for entry in journal.entries(deleted=True)}
    assert set(found) == set(NAMES), "FILE.prev has them all"
    history = written()
    assert all(found[uid] in history[uid] for uid in found)
    assert all(found[uid] == history[uid][-1] for uid in whole_lines(damaged, raw))
    assert file.read_bytes() == damaged, "reading changes nothing"


@pytest.mark.parametrize("name", DAMAGE)
def test_without_any_copy_a_damaged_journal_opens_with_its_intact_lines(file: Path, name: str) -> None:
    raw = file.read_bytes()
    damaged = DAMAGE[name](raw)
    file.write_bytes(damaged)
    file.with_name("journal.json.prev").unlink()

    left = whole_lines(damaged, raw)
    journal = Journal(file)
    try:
        found = {entry["uid"]: entry for entry in journal.entries(deleted=True)}
    except Exception as error:  # noqa: BLE001
        assert "not a journal" in str(error)  # noqa: PT017
        assert not left
        return
    assert set(found) >= left
    assert all(found[uid] in written()[uid] for uid in found)


@pytest.mark.parametrize("name", DAMAGE)
def test_the_next_write_keeps_the_damaged_file_and_makes_a_whole_one(file: Path, name: str) -> None:
    raw = file.read_bytes()
    damaged = DAMAGE[name](raw)
    file.write_bytes(damaged)
    before = file.with_name("journal.json.prev").read_bytes()

    Journal(file).put(log("new"))
    again = Journal(file)
    assert again.open().notices == ()
    assert set(uids(again.entries())) == {*NAMES, "new"}
    if damaged:
        assert file.with_name("journal.json.damaged-1").read_bytes() == damaged
    assert file.with_name("journal.json.prev").read_bytes() == before, "the good copy isn't replaced by a damaged one"


@pytest.mark.parametrize("name", HARMLESS)
def test_changes_by_an_editor_or_a_transfer_are_not_damage(file: Path, name: str) -> None:
    file.write_bytes(HARMLESS[name](file.read_bytes()))
    journal = Journal(file)
    assert journal.open().notices == ()
    assert {one["uid"]: one for one in journal.entries()} == {uid: history[-1] for uid, history in written().items()}


def test_a_journal_cut_anywhere_opens(file: Path) -> None:
    """With FILE.prev beside it, only the last edit can be missing, wherever the cut is."""
    raw = file.read_bytes()
    history = written()
    for end in range(1, len(raw) - 1, 41):
        file.write_bytes(raw[:end])
        found = {entry["uid"]: entry for entry in Journal(file).entries()}
        assert set(found) == set(NAMES)
        assert all(found[uid] in history[uid] for uid in found)


@pytest.mark.long
def test_a_journal_cut_at_every_byte_opens(file: Path) -> None:
    raw = file.read_bytes()
    history = written()
    for end in range(1, len(raw) - 1):
        file.write_bytes(raw[:end])
        found = {entry["uid"]: entry for entry in Journal(file).entries()}
        assert set(found) == set(NAMES)
        assert all(found[uid] in history[uid] for uid in found)


@pytest.mark.long
def test_a_journal_with_a_bit_flipped_at_any_byte_opens(file: Path) -> None:
    raw = file.read_bytes()
    history = written()
    for at in range(len(raw)):
        file.write_bytes(flip(raw, at, at % 8))
        found = {entry["uid"]: entry for entry in Journal(file).entries()}
        assert set(found) == set(NAMES)
        assert all(found[uid] in history[uid] for uid in found)


def test_of_two_concatenated_journals_the_newer_counts(file: Path) -> None:
    """The generations in their headers decide, not their order in the file."""
    new, old = file.read_bytes(), file.with_name("journal.json.prev").read_bytes()
    for both in (old + new, new + old):
        file.write_bytes(both)
        file.with_name("journal.json.prev").unlink(missing_ok=True)
        (entry,) = [entry for entry in Journal(file).entries() if entry["uid"] == "a"]
        assert entry == written()["a"][-1]


def test_intact_lines_of_a_damaged_copy_are_read_too(file: Path) -> None:
    file.write_bytes(b"".join(lines(file.read_bytes())[:3]))  # the header, a and b
    copy = file.with_name("journal.json.prev")
    kept = lines(copy.read_bytes())
    copy.write_bytes(b"".join([kept[0][:9], *kept[1:5], kept[5][:20]]))  # a to d, of which a is older
    found = {entry["uid"]: entry for entry in Journal(file).entries()}
    assert set(found) == set("bcd") | {"a"}
    assert found["a"] == written()["a"][-1]


def test_a_damaged_file_that_is_older_than_its_copy_adds_only_what_the_copy_lacks(file: Path) -> None:
    """This is the state after an old backup was restored and damaged."""
    new = file.read_bytes()
    old = file.with_name("journal.json.prev").read_bytes()
    file.with_name("journal.json.prev").write_bytes(new)
    file.write_bytes(old[:-20])
    found = {entry["uid"]: entry for entry in Journal(file).entries()}
    assert found["a"] == written()["a"][-1]


def test_a_damaged_journal_that_can_t_be_written_is_read_and_reported_once(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-30])
    journal = Journal(file)
    assert len(journal.open().notices) == 1
    journal.entries()
    assert journal.get("a") is not None
    assert len(journal.open().notices) == 1, "until something is written it is still so"
    journal.put(log("new"))
    assert journal.open().notices == ()
