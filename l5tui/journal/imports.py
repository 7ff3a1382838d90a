"""Brings entries in from a file: JSON and CSV of l5tui's own, and CSV of other programs by a mapping.

An import adds entries whose uid the journal doesn't have, and changes none. A row that can't be taken is named and left
out; it is never guessed at. The tables of other programs are in `foreign_csv`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from shlex import quote
from typing import Any, Final, cast

import msgspec
from msgspec import Struct, field

from l5tui.config.clock import now
from l5tui.config.errors import JournalError, cannot_read
from l5tui.config.output import quoted
from l5tui.domain import entry as shapes
from l5tui.domain.entry import SCHEMA, Entry
from l5tui.domain.entry_times import FIRST_YEAR, LAST_YEAR, moment_of
from l5tui.domain.pain import is_pain
from l5tui.journal.migrations import migrate
from l5tui.journal.store import Journal
from l5tui.storage.format import is_journal
from l5tui.storage.schema import schema_of

LARGEST: Final = 256 * 1024 * 1024
"""The most bytes of a file that is read."""
MOST_ROWS: Final = 100_000
"""The most rows that are taken from one file; two hundred years of daily entries are fewer."""
SHAPES: Final[Mapping[str, type]] = {
    "session": shapes.SessionEntry,
    "log": shapes.LogEntry,
    "care": shapes.CareEntry,
    "activity": shapes.ActivityEntry,
    "week": shapes.WeekEntry,
    "form": shapes.FormEntry,
    "safety": shapes.SafetyEntry,
    "decision": shapes.DecisionEntry,
}
"""The shape of each kind of entry."""
TITLES: Final = 20
"""Among so many first lines the names of columns are looked for."""
AHEAD: Final = timedelta(days=1)
"""How far ahead of this clock an entry may begin: the clock of the machine that made it may be wrong."""
UNCLOSED: Final = "a quotation mark isn't closed, so where a row ends isn't known"
_UID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
"""A uid also names files, so no other characters are taken from a file of somebody else's."""


class Given(Struct):
    """What a file holds."""

    entries: list[Entry] = field(default_factory=list)
    """In the order of the file."""
    refused: list[str] = field(default_factory=list)
    """Why something of it isn't taken, a line each."""
    stepless: int = 0
    """Sessions from a table that has no steps."""

    def known_in(self, journal: Journal) -> tuple[int, int]:
        """How many of the entries the journal has, and how many it has as deleted ones."""
        uids = {entry["uid"] for entry in self.entries}
        shown = uids.intersection(entry["uid"] for entry in journal.entries())
        every = uids.intersection(entry["uid"] for entry in journal.entries(deleted=True))
        return len(shown), len(every) - len(shown)

    def new_in(self, journal: Journal) -> list[Entry]:
        """The entries that the journal doesn't have, also not as deleted ones."""
        known = {entry["uid"] for entry in journal.entries(deleted=True)}
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if entry["uid"] not in known:
                found.setdefault(entry["uid"], entry)
        return list(found.values())


def add_new(journal: Journal, given: Given) -> int:
    """Add the entries that the journal doesn't have; returns how many there were.

    Raises:
        JournalError: the journal can't be read or written; nothing was added.
    """
    with journal.changing():
        new = given.new_in(journal)
        if new:
            journal.put_all(reversed(new))  # an export begins with the newest, and the last written comes first
        return len(new)


def read_given(path: Path, dates: str | None = None, merge: str = "l5tui journal merge") -> Given:
    """The entries in a JSON or CSV file of l5tui's own.

    Args:
        path: the file.
        dates: the form of dates in a table, if a spreadsheet changed it.
        merge: the command that brings a journal in, for a hint.

    Raises:
        JournalError: it can't be read, is from a newer version, or isn't such a file.
    """
    raw = read_bytes(path)
    if is_journal(raw):
        raise JournalError(f"{path} is a journal, not an export", f"To bring it in: {merge} {quote(str(path))}")
    if path.name.casefold().endswith(".csv"):
        return _from_csv(path, raw, dates)
    try:
        found = json.loads(decoded(raw))
    except (ValueError, RecursionError) as error:
        raise JournalError(f"{path} isn't JSON", "Name a file that l5tui export wrote") from error
    if isinstance(found, Mapping) and found.get("resourceType") == "Bundle":
        raise JournalError(f"{path} is a FHIR export, which holds only scores", "Import the .json export instead")
    if not isinstance(found, list):
        raise JournalError(f"{path} isn't an export of l5tui", "That is a list of entries")
    return _checked(path, found)


def is_uid(value: object) -> bool:
    """Whether it can be the uid of an entry."""
    return isinstance(value, str) and _UID.fullmatch(value) is not None


def checked_entry(body: object, now: datetime) -> Entry | str:
    """The entry in the newest schema, or why it can't be taken.

    Args:
        body: the entry.
        now: the current time; nothing of a later day is taken.
    """
    if not isinstance(body, dict):
        return "it is no entry"
    uid, kind, schema, at = body.get("uid"), body.get("kind"), body.get("schema"), moment_of(body.get("started"))
    if not is_uid(uid):
        return "its uid isn't one of l5tui's"
    if type(schema) is not int or schema < 1:
        return f"its schema is {str(schema)[:20]}, not a number from 1 on"
    if at is None or not isinstance(kind, str):
        year = str(body.get("started"))[:4]
        dated = year.isdecimal() and not FIRST_YEAR <= int(year) <= LAST_YEAR
        return f"its year is {year}" if dated else "it has no time or no kind"
    if at > now + AHEAD:
        return f"{at:%Y-%m-%d} is in the future"
    whole: dict[str, Any] = migrate(body)
    if kind in SHAPES:
        try:
            msgspec.convert(whole, SHAPES[kind])
        except (msgspec.ValidationError, RecursionError) as error:
            wrong = next((score for score in _scores(whole) if type(score) is int and not is_pain(score)), None)
            return f"it has another shape: {error}" if wrong is None else f"{str(wrong)[:20]} is no score from 0 to 10"
    return cast(Entry, whole)


def _scores(body: Mapping[str, Any]) -> Iterator[object]:
    for one in (body, body.get("before"), body.get("after")):
        if isinstance(one, Mapping):
            yield from (one.get("pain"), one.get("score"), one.get("worst"))


def _checked(path: Path, found: Sequence[object]) -> Given:
    if any(isinstance(one, dict) and schema_of(one) > SCHEMA for one in found):
        raise JournalError(f"{path} was written by a newer version of l5tui", "Nothing was taken. Update l5tui first")
    given, at = Given(), now()
    taken: dict[str, int] = {}
    for number, body in enumerate(found, 1):
        entry = checked_entry(body, at)
        if isinstance(entry, str):
            given.refused.append(f"entry {number}: {entry}")
        elif (first := taken.setdefault(entry["uid"], number)) != number:
            given.refused.append(f"entry {number}: its uid is that of entry {first}")
        else:
            given.entries.append(entry)
    return given


def _from_csv(path: Path, raw: bytes, dates: str | None) -> Given:
    from l5tui.journal.csv_table import entries_of, is_own_header

    given = Given()
    lines = csv_rows(path, decoded(raw), given)
    _, header = next(lines, (0, []))
    if not is_own_header(header):
        raise JournalError(
            f"{path} isn't a table that l5tui wrote",
            "For a table of another program say what its columns are: --map FILE",
        )
    if (twice := next((name for name in header if name and header.count(name) > 1), None)) is not None:
        raise JournalError(f"{path} has two columns {quoted(twice)}", "Take one of them out")
    stepped, at = "exercise_id" in header, now()
    rows = ((line, dict(zip(header, cells, strict=False))) for line, cells in lines)
    for line, found in entries_of(rows, dates):
        entry = found if isinstance(found, str) else checked_entry(found, at)
        if isinstance(entry, str):
            given.refused.append(f"line {line}: {entry}")
        else:
            given.entries.append(entry)
            given.stepless += not stepped and entry["kind"] == "session"
    return given


# Files


def read_bytes(path: Path) -> bytes:
    """The content of a file that a person named.

    Raises:
        JournalError: it can't be read, or is too large.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # opening a pipe waits for its other end
            raise JournalError(f"{path} is no file but a pipe or a device", "Write it to a file first")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise JournalError(cannot_read(path, error), "Name another file") from error
    if len(raw) > LARGEST:
        raise JournalError(f"{path} is larger than {LARGEST // 1024**2} MB", "No journal is that large")
    return raw


def decoded(raw: bytes, encoding: str = "") -> str:
    """The text in these bytes: UTF-8, UTF-16 with its mark, else that of older Windows programs.

    Args:
        raw: the bytes.
        encoding: its name, if it is known.

    Raises:
        ValueError: it isn't in the named encoding.
        LookupError: there is no such encoding.
    """
    if encoding:
        return raw.decode(encoding)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def csv_rows(
    path: Path, text: str, given: Given, separator: str = "", names: Sequence[str] = ()
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table that aren't empty, each with the number of its last line.

    Args:
        path: the file, for messages.
        text: its text.
        given: gets the lines that a quotation mark swallows, because no other one closes it.
        separator: what separates cells; empty where it is to be found: in a first line such as `sep=;`, else in the
            line with the names of columns, else in the first one.
        names: the names of columns.

    Raises:
        JournalError: it isn't CSV, or has too many rows.
    """
    lines = io.StringIO(text, newline="").readlines()
    if told := re.fullmatch(r"sep=(.)\s*", lines[0] if lines else "", re.IGNORECASE):
        separator, lines[0] = separator or told[1], "\n"
    named = [line for line in lines[:TITLES] if names and all(name in line for name in names)]
    separator = separator or max(",;\t|", key=(named or lines or [""])[0].count)
    ended = False

    def read() -> Iterator[str]:
        nonlocal ended
        yield from lines
        ended = True

    reader = csv.reader(read(), delimiter=separator)
    count = before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                count += 1
                if count > MOST_ROWS + 1:
                    raise JournalError(
                        f"{path} has more than {MOST_ROWS:,} rows", "Is it the right file? Take a part of it"
                    )
                if ended:  # the reader asked for more, to end this row
                    given.refused.append(f"{lines_words(before + 1, reader.line_num)}: {UNCLOSED}")
                    return
                yield reader.line_num, row
            before = reader.line_num
    except csv.Error as error:
        raise JournalError(f"{path} can't be read as a table ({error})", "Save it as CSV again") from error


def lines_words(first: int, last: int) -> str:
    """`line 4`, or `lines 2 to 4`."""
    return f"line {last}" if first == last else f"lines {first} to {last}"


def shown(lines: Iterable[str], most: int) -> list[str]:
    """The first of the lines, and how many more there are."""
    every = list(lines)
    return [*every[:most], *([f"and {len(every) - most} more"] if len(every) > most else [])]
