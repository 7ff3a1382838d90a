"""What a report or an export would be, before it is copied or written: the page that is shown, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from msgspec import Struct

from l5tui.config.clock import now
from l5tui.config.errors import UsageError
from l5tui.domain.entry import Entry
from l5tui.domain.time_words import near_day
from l5tui.journal.export import ending_of, export_text, in_export, write_export, written
from l5tui.journal.report import TITLE, Report, make_report
from l5tui.journal.report_decisions import default_since, last_report
from l5tui.journal.report_formats import ENDINGS as REPORT_ENDINGS
from l5tui.journal.report_formats import as_text, report_text
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

FIRST: Final = 50
"""How many entries of an export are shown beforehand."""
WEEKS: Final = (4, 12)
"""The periods of a report besides that since the last one."""
WIDE: Final = 200
"""The most columns of a line of an export; longer ones wrap."""
FILE_HINT: Final = "choose another name; a file that is there is never replaced here"

REPORT_FILE: Final = ".html prints, with the chart; .md and .txt are text."
EXPORT_FILE: Final = "{}, as shown; t there: another form."


class Preview(Struct, frozen=True):
    """What is shown of a report or an export, and how it is taken out."""

    words: str
    """Which one it is, in the top line."""
    blocks: tuple[Block, ...]
    suggested: str
    """The name of the file that is offered."""
    whole: Callable[[], str]
    """All of it as text, for the clipboard."""
    write: Callable[[Path], str]
    """Writes it to a file, and returns what is said then."""
    endings: str
    """Which endings the file's name may have, in words."""
    period: tuple[date, date] | None = None
    """The days of a report."""


Make = Callable[[], Preview]


def report_previews(l5: AppProtocol) -> list[Make]:
    """The report since the last one, of some weeks, and of everything."""
    today = now().date()
    entries = l5.entries
    first = default_since([one for one in entries if one.get("kind") != "decision"], today)
    last = last_report(entries, today)
    began = default_since(entries, today)
    periods = [(f"since the last one, {near_day(began, today)}" if last else "from the first entry on", began)]
    periods += [(f"{weeks} weeks", today - timedelta(days=7 * weeks - 1)) for weeks in WEEKS]
    periods += [("everything", first)] if last else []

    def make(words: str, since: date) -> Preview:
        programme = l5.programme().programme
        made = make_report(l5.entries, since, today, now(), l5.library, programme=programme, demo=l5.launch.demo)

        def write(path: Path) -> str:
            write_export(path, report_text(made, ending_of(path.name, REPORT_ENDINGS)), hint=FILE_HINT)
            return f"The report is in {path}"

        suggested = f"back-report-{today:%Y-%m-%d}.html"
        return Preview(
            words, tuple(_report_blocks(made)), suggested, lambda: as_text(made), write, REPORT_FILE, (since, today)
        )

    return [lambda words=words, since=since: make(words, since) for words, since in periods]  # type: ignore[misc]


def _report_blocks(made: Report) -> Iterator[Block]:
    yield Paragraph(plain(TITLE, STRONG))
    for line in made.about:
        yield Paragraph(one_line(line, MUTED))
    for section in made.sections:
        yield Gap()
        yield Paragraph(one_line(section.heading, STRONG))
        for line in section.lines:
            yield Paragraph(one_line(line, TEXT), indent=2)


def export_previews(l5: AppProtocol) -> list[Make]:
    """The forms of an export."""
    today = now().date()
    names = l5.library.names
    forms = (
        ("a table for a spreadsheet", ".csv", False),
        ("a table with every exercise", ".csv", True),
        ("all of it, for l5tui", ".json", False),
        ("the scores, for a health record", ".fhir.json", False),
    )

    def make(words: str, ending: str, *, steps: bool) -> Preview:
        def told(entries: Iterable[Entry]) -> str:
            return export_text(ending, entries, now(), steps=steps, names=names)

        def write(path: Path) -> str:
            if (asked := ending_of(path.name)) != ending:
                raise UsageError(f"{asked} is another form than the one shown", f"End it in {ending}, or press t there")
            found = l5.entries
            write_export(path, told(found), hint=FILE_HINT)
            return ". ".join(written(ending, found, path))

        every = in_export(ending, l5.entries)
        lines = told(every[:FIRST]).removeprefix("\ufeff").splitlines()
        blocks: list[Block] = [Paragraph(one_line(line, TEXT), measure=WIDE) for line in lines]
        if len(every) > FIRST:
            blocks += [Gap(), Paragraph(plain(f"The first {FIRST} of {len(every)} entries are shown.", MUTED))]
        suggested = f"journal-{today:%Y-%m-%d}{'-steps' if steps else ''}{ending}"
        return Preview(words, tuple(blocks), suggested, lambda: told(l5.entries), write, EXPORT_FILE.format(ending))

    return [
        lambda words=words, ending=ending, steps=steps: make(words, ending, steps=steps)  # type: ignore[misc]
        for words, ending, steps in forms
    ]
