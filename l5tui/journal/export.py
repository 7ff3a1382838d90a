"""Exports of the journal to a new file: CSV for a spreadsheet, JSON for anything else, FHIR for a health record.

The ending of the file's name decides. JSON is the whole journal: `l5tui import` of it gives the same entries again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from l5tui.config.errors import JournalError, UsageError, cannot_write
from l5tui.config.output import amount, quoted
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import scores
from l5tui.domain.entry_times import instant
from l5tui.storage.atomic import SYSTEM, SystemCalls, sync_folder, temporary_name, write_new
from l5tui.storage.format import dumps, is_journal

ENDINGS: Final = (".csv", ".fhir.json", ".json")
"""The endings of an export; a longer one comes before the one that it ends in."""
LOINC: Final = """The .fhir.json export uses a code of LOINC. This material contains content from LOINC (http://loinc.org).
LOINC is copyright (c) Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC)
Committee and is available at no cost under the license at http://loinc.org/license. LOINC(R) is a registered United
States trademark of Regenstrief Institute, Inc."""
"""The notice that goes with it, also in the file NOTICE."""
_HEAD: Final = 200
"""The bytes of a file in which the first line of a journal says that it is one."""
FORCE: Final = "choose another name, or add --force to replace it"


def to_json(entries: Iterable[Entry]) -> str:
    """The entries as they are in the journal: a JSON array with one entry a line, and a newline at the end.

    The newest comes first, and entries of the same instant are ordered by their uid, so that equal journals give equal
    bytes, in whatever order they were written or merged.
    """
    ordered = sorted(entries, key=lambda entry: str(entry.get("uid")))
    ordered.sort(key=lambda entry: instant(entry.get("started")), reverse=True)
    lines = ",\n".join(map(dumps, ordered))
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def ending_of(name: str, endings: Iterable[str] = ENDINGS) -> str:
    """Which of the endings a file's name has.

    Raises:
        UsageError: none.
    """
    *some, last = every = tuple(endings)
    for ending in every:
        if name.casefold().endswith(ending) and len(name) > len(ending):
            return ending
    raise UsageError(
        f"the name ends in {', '.join(some)} or {last}, not {quoted(name)}", "The ending decides the file's form"
    )


def export_text(
    ending: str, entries: Iterable[Entry], at: datetime, *, steps: bool = False, names: Mapping[str, str] | None = None
) -> str:
    """The export as text.

    Args:
        ending: one of `ENDINGS`.
        entries: the entries, newest first.
        at: now.
        steps: for CSV, a row for each step.
        names: for CSV, the names of exercises by id.
    """
    if ending == ".csv":
        from l5tui.journal.csv_table import to_csv

        return to_csv(entries, steps=steps, names=names)
    if ending == ".fhir.json":
        from l5tui.journal.fhir import to_fhir

        return to_fhir(entries, at)
    return to_json(entries)


def in_export(ending: str, entries: Iterable[Entry]) -> list[Entry]:
    """Those of the entries that such an export has anything of."""
    if ending == ".fhir.json":
        return [entry for entry in entries if any(score is not None for score in scores(entry))]
    return [entry for entry in entries if ending != ".csv" or entry.get("kind") != "decision"]


def written(ending: str, entries: Iterable[Entry], path: Path) -> Iterator[str]:
    """What is said after an export: how much of the entries is in the file."""
    every = list(entries)
    if ending == ".fhir.json":
        count = sum(score is not None for entry in every for score in scores(entry))
        yield f"{amount(count, 'pain score', 'pain scores')} written to {path}"
        return
    found = in_export(ending, every)
    yield f"{amount(len(found), 'entry', 'entries')} written to {path}"
    if decisions := len(every) - len(found):
        yield f"{amount(decisions, 'decision is', 'decisions are')} only in a .json export"


def refuse_journal(path: Path, journal: Path) -> None:
    """Refuse to write a file in the place of the journal, of one of the files beside it, or of any other journal.

    Args:
        path: the file that is to be written; links are followed.
        journal: the journal's file, with links followed.

    Raises:
        JournalError: it would be one of them.
    """
    found = Path(os.path.realpath(path))
    try:
        same = found == journal or found.samefile(journal)
    except OSError:  # one of them isn't there
        same = False
    beside = found.parent == journal.parent and found.name.casefold().startswith(f"{journal.name}.".casefold())
    inside = any(one.name == f"{journal.name}.live" and one.parent == journal.parent for one in found.parents)
    if same:
        raise JournalError(f"{path} is the journal itself", "Choose another name")
    if beside or inside or _is_journal(found):
        raise JournalError(f"{path} belongs to a journal of l5tui", "Choose another name")


def _is_journal(path: Path) -> bool:
    if not path.is_file():  # opening a pipe would wait for its other end
        return False
    try:
        with path.open("rb") as file:
            return is_journal(file.read(_HEAD))
    except OSError:
        return False


def write_export(
    path: Path, text: str, calls: SystemCalls = SYSTEM, *, replace: bool = False, hint: str = FORCE
) -> None:
    """Write a file, private (0600), atomically.

    Args:
        path: the file.
        text: its content.
        calls: the operating system.
        replace: replace a file of that name; what it is a link to stays.
        hint: what to do if there is one.

    Raises:
        JournalError: a file of that name exists, or it can't be written.
    """
    written = temporary_name(path) if replace else os.fspath(path)
    try:
        write_new(calls, written, [text.encode(errors="backslashreplace")])
        if replace:
            try:
                calls.replace(written, os.fspath(path))
            except OSError:
                calls.unlink(written)
                raise
        sync_folder(calls, path.parent)
    except FileExistsError as error:
        raise JournalError(f"{path} is there already", hint) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise JournalError(f"there is no folder {path.parent}", "make it first, or choose another") from error
    except OSError as error:
        raise JournalError(cannot_write(path, error), "make room, or choose another folder") from error
