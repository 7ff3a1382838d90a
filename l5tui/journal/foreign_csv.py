"""Tables of other programs, such as a pain diary: a small TOML file says which columns are which.

    date = "Datum"            # the column's name, or its number from 1
    score = "Schmerz"         # whole numbers from 0 to 10; others are refused, never rounded
    note = ["Notiz", "Ort"]   # joined by a comma
    time = "Zeit"
    dates = "day.month.year"

Each row becomes a score without a session. Its uid is made of all of the row's cells, so importing a table twice adds
nothing, also by another mapping.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import time
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from l5tui.config.clock import new_header, now
from l5tui.config.errors import ContentError, JournalError
from l5tui.config.output import did_you_mean, quoted
from l5tui.domain.new_entry import new_log
from l5tui.domain.pain import parse_pain
from l5tui.journal.cell_times import FORMS, DateForm, moment_at, parse_moment
from l5tui.journal.imports import TITLES, UNCLOSED, Given, csv_rows, decoded, lines_words, read_bytes

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
    dates: DateForm | None = None
    """The form of dates that the table has; without it 2026-11-22 and 22.11.2026 are taken."""
    header: bool | None = None
    """Whether a row names the columns. Without it: if a column is named, or if the first row has no date."""
    separator: str = ""
    encoding: str = ""


def read_mapping(path: Path) -> Mapped:
    """The mapping in a file.

    Raises:
        ContentError: it can't be read, or isn't one.
    """
    try:
        found = msgspec.convert(tomllib.loads(read_bytes(path).decode("utf-8-sig")), Mapped)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path} isn't TOML ({error})", f"It holds lines such as {EXAMPLE}") from error
    except msgspec.ValidationError as error:
        hint = f"It is one of {', '.join(FORMS)}" if "`$.dates`" in str(error) else f"It holds lines such as {EXAMPLE}"
        raise ContentError(f"{path}: {error}", hint) from error
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
    notes = mapped.note if isinstance(mapped.note, list) else [mapped.note]
    columns = [mapped.date, mapped.time, mapped.score, *notes]
    names = [column for column in columns if isinstance(column, str)]
    given = Given()
    rows = list(csv_rows(path, text, given, mapped.separator, names))
    header, rows = _parted(rows, mapped, names)
    widest = max((len(row) for _, row in [(0, header), *rows]), default=0)
    date_at, time_at, score_at, *note_places = (_place(path, column, header, widest) for column in columns)
    places = {"date": date_at, "time": time_at, "score": score_at}
    today = now()
    seen: Counter[str] = Counter()
    for line, row in rows:
        whole = "\x1f".join(cell.strip() for cell in row).rstrip("\x1f")
        seen[whole] += 1
        cells = {name: row[at].strip() for name, at in places.items() if at is not None and at < len(row)}
        words = [row[at].strip() for at in note_places if at is not None and at < len(row)]
        note = ", ".join(word for word in words if word)
        try:
            if any(_has_date(line, date_at, mapped.dates) for cell in row for line in cell.splitlines()[1:]):
                raise ValueError(UNCLOSED)
            found = parse_moment(cells.get("date", ""), cells.get("time", ""), mapped.dates, _TO_NAME_IT)
            at = moment_at(found, NOON, today)
            score = _score(cells.get("score", ""))
            if score is None and not note:
                raise ValueError("it has neither a score nor a note")
        except ValueError as error:
            first = line - "".join(row).count("\n")
            given.refused.append(f"{lines_words(first, line)}: {error}")
            continue
        uid = sha256(f"{whole}\x1f{seen[whole]}".encode(errors="backslashreplace")).hexdigest()[:32]
        given.entries.append(new_log(new_header(at, uid=uid), score, note=note))
    return given


def _parted(
    rows: list[tuple[int, list[str]]], mapped: Mapped, names: list[str]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The row with the names of columns, and those after it. What stands before it is a title."""
    if mapped.header is False or not rows:
        return [], rows
    at = next((at for at, (_, row) in enumerate(rows[:TITLES]) if {*names} <= {cell.strip() for cell in row}), 0)
    if names:
        return [cell.strip() for cell in rows[at][1]], rows[at + 1 :]
    date_cell = "".join(rows[0][1][mapped.date - 1 : mapped.date]) if isinstance(mapped.date, int) else ""
    named = not any(sign.isdigit() for sign in date_cell) if mapped.header is None else True
    return ([cell.strip() for cell in rows[0][1]], rows[1:]) if named else ([], rows)


def _has_date(line: str, at: int | None, form: str | None) -> bool:
    """Whether a line within a cell is a row of its own: it has a date where a row has it, and other cells."""
    cells = re.split(r"[,;\t|]", line)
    try:
        parse_moment(cells[at or 0].strip(), "", form, "")
    except (ValueError, IndexError):
        return False
    return len(cells) > 1


def _place(path: Path, column: Column | None, header: list[str], widest: int) -> int | None:
    """The index of a column; None if none is named."""
    if column is None:
        return None
    if isinstance(column, int):
        if column < 1:
            raise ContentError(f"columns are counted from 1, not {column}")
        if column > widest > 0:
            raise JournalError(f"{path} has no column {column}", f"It has {widest}")
        return column - 1
    if header.count(column) > 1:
        raise JournalError(f"{path} has two columns {quoted(column)}", "Name it by its number, counted from 1")
    if column not in header:
        known = ", ".join(quoted(one) for one in header[:8]) or "no columns with a name"
        hint = f"It has {known}"
        raise JournalError(f"{path} has no column {quoted(column)}{did_you_mean(column, header)}", hint)
    return header.index(column)


_TO_NAME_IT: Final = 'say in the mapping which it is: dates = "day/month/year" or "month/day/year"'


def _score(cell: str) -> int | None:
    """The score in a cell; a decimal that is a whole number (`4,0`) is one."""
    said = re.sub(r"^(\d+)[.,]0+$", r"\1", cell)
    score = parse_pain(said)
    if said and score is None:
        raise ValueError(f"{cell[:20]} is no whole number from 0 to 10")
    return score
