"""Tables of other programs, such as a pain diary: a small TOML file says which columns are which.

    date = "Datum"            # the column's name, or its number from 1
    score = "Schmerz"         # whole numbers from 0 to 10; others are refused, never rounded
    note = ["Notiz", "Ort"]   # joined by a comma
    time = "Zeit"
    dates = "day.month.year"

Each row becomes a score without a session. Its uid is made of what the row says, so importing a table twice adds
nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from l5tui.config.clock import new_header
from l5tui.config.errors import ContentError, JournalError, cannot_read
from l5tui.config.output import did_you_mean, quoted
from l5tui.domain.new_entry import new_log
from l5tui.domain.pain import parse_pain
from l5tui.journal.csv_table import parse_time
from l5tui.journal.imports import Given, csv_rows, decoded, read_bytes

Column = str | int
NOON: Final = time(12)
"""The time of a row without one."""
EXAMPLE: Final = 'date = "Date"   score = "Pain"   note = "Notes"'


class Mapped(Struct, frozen=True, forbid_unknown_fields=True):
    """What a mapping file says."""

    date: Column
    score: Column | None = None
    note: Column | list[Column] | None = None
    time: Column | None = None
    dates: Literal["year-month-day", "day.month.year", "day/month/year", "month/day/year"] | None = None
    """The form of dates that the table has; without it 2026-11-22 and 22.11.2026 are taken."""
    header: bool = True
    """Whether the first row names the columns."""
    separator: str = ""
    encoding: str = ""


def read_mapping(path: Path) -> Mapped:
    """The mapping in a file.

    Raises:
        ContentError: it can't be read, or isn't one.
    """
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), Mapped)
    except OSError as error:
        raise ContentError(cannot_read(path, error), "Name the mapping file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path} isn't TOML ({error})", f"It holds lines such as {EXAMPLE}") from error
    except msgspec.ValidationError as error:
        raise ContentError(f"{path}: {error}", f"It holds lines such as {EXAMPLE}") from error
    if found.score is None and found.note is None:
        raise ContentError(f"{path}: neither score nor note is named", f"It holds lines such as {EXAMPLE}")
    if len(found.separator) > 1:
        raise ContentError(f"{path}: separator is one character", 'For a tab: separator = "\\t"')
    return found


def read_foreign(path: Path, mapped: Mapped) -> Given:
    """The entries in a table of another program.

    Raises:
        JournalError: it can't be read, or a column isn't there.
    """
    try:
        text = decoded(read_bytes(path), mapped.encoding)
    except LookupError as error:
        raise JournalError(f"there is no encoding {quoted(mapped.encoding)}", "such as utf-8 or cp1252") from error
    except ValueError as error:
        raise JournalError(f"{path} isn't in {mapped.encoding}", "Leave encoding out, or name another") from error
    rows = csv_rows(path, text, mapped.separator)
    header = [cell.strip() for cell in next(rows, (0, []))[1]] if mapped.header else []
    notes = mapped.note if isinstance(mapped.note, list) else [mapped.note]
    places = {
        name: _place(path, column, header)
        for name, column in (("date", mapped.date), ("time", mapped.time), ("score", mapped.score))
    }
    note_places = [_place(path, column, header) for column in notes]
    given = Given()
    seen: dict[str, int] = {}
    for line, row in rows:
        cells = {name: row[at].strip() for name, at in places.items() if at is not None and at < len(row)}
        words = [row[at].strip() for at in note_places if at is not None and at < len(row)]
        note = ", ".join(word for word in words if word)
        try:
            day = _day(cells.get("date", ""), mapped.dates)
            clock = parse_time(_clock(cells["time"])) if cells.get("time") else NOON
            score = _score(cells.get("score", ""))
            if score is None and not note:
                raise ValueError("it has neither a score nor a note")
            at = datetime.combine(day, clock.replace(microsecond=0)).astimezone()
        except (ValueError, OverflowError) as error:
            given.refused.append(f"line {line}: {error}")
            continue
        says = "\x1f".join((day.isoformat(), clock.isoformat(), str(score), note))
        seen[says] = seen.get(says, 0) + 1
        uid = sha256(f"{says}\x1f{seen[says]}".encode(errors="backslashreplace")).hexdigest()[:32]
        given.entries.append(new_log(new_header(at, uid=uid), score, note=note))
    return given


def _place(path: Path, column: Column | None, header: list[str]) -> int | None:
    """The index of a column; None if none is named."""
    if column is None:
        return None
    if isinstance(column, int):
        if column < 1:
            raise ContentError(f"columns are counted from 1, not {column}")
        return column - 1
    if column not in header:
        known = ", ".join(quoted(one) for one in header[:8]) or "no columns with a name"
        hint = f"It has {known}"
        raise JournalError(f"{path} has no column {quoted(column)}{did_you_mean(column, header)}", hint)
    return header.index(column)


_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "year-month-day": (r"(\d{4})[-/](\d\d?)[-/](\d\d?)", "ymd"),
    "day.month.year": (r"(\d\d?)\.(\d\d?)\.(\d{4})", "dmy"),
    "day/month/year": (r"(\d\d?)/(\d\d?)/(\d{4})", "dmy"),
    "month/day/year": (r"(\d\d?)/(\d\d?)/(\d{4})", "mdy"),
}
_TO_NAME_IT: Final = 'say in the mapping which it is: dates = "day/month/year" or "month/day/year"'


def _day(cell: str, form: str | None) -> date:
    """The date in a cell, which may have a time after it."""
    said = cell.replace("T", " ").split(" ")[0]
    for name in [form] if form else ["year-month-day", "day.month.year"]:
        pattern, order = _FORMS[name]
        if found := re.fullmatch(pattern, said, re.ASCII):
            part = dict(zip(order, map(int, found.groups()), strict=True))
            try:
                return date(part["y"], part["m"], part["d"])
            except ValueError as error:
                raise ValueError(f"{said} is no date that there is") from error
    if not form and re.fullmatch(_FORMS["day/month/year"][0], said, re.ASCII):
        raise ValueError(f"{said}: {_TO_NAME_IT}")
    raise ValueError(f"{said[:20] or 'an empty cell'} is no date" + (f" of the form {form}" if form else ""))


def _clock(cell: str) -> str:
    """The time of day in a cell that may have a date before it."""
    return cell.replace("T", " ").split(" ")[-1]


def _score(cell: str) -> int | None:
    """The score in a cell; a decimal that is a whole number (`4,0`) is one."""
    said = re.sub(r"^(\d+)[.,]0+$", r"\1", cell)
    score = parse_pain(said)
    if said and score is None:
        raise ValueError(f"{cell[:20]} is no whole number from 0 to 10")
    return score
