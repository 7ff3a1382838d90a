"""`l5tui trends`: the numbers of the journal, each with how many answers it is of."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from l5tui.cli import Run
from l5tui.cli.files import load_content, open_journal, parse_day
from l5tui.config.clock import now
from l5tui.config.errors import ExitStatus
from l5tui.config.output import print_error, print_json, print_text
from l5tui.library.programmes import Programmes


def trends(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui trends`."""
    parser.add_argument("--since", metavar="DATE", help="only what began on that day or later: 2026-11-01")
    parser.add_argument("--json", action="store_true", help="as JSON; a number with too few answers is null")
    return _trends


def _trends(args: Namespace) -> int:
    from l5tui.journal.number_words import FOOTNOTE, sections_of
    from l5tui.journal.numbers import numbers_of, to_json

    since = parse_day(args.since, "--since") if args.since is not None else None
    content, journal = load_content(), open_journal(args)
    entries = journal.entries()
    numbers = numbers_of(entries, now(), since=since, followed=Programmes(content).followed(entries))
    if args.json:
        print_json(to_json(numbers) + "\n")
        return ExitStatus.OK
    for problem in content.problems:
        print_error(problem)

    def lines() -> Iterator[str]:
        for section in sections_of(numbers, content.exercises):
            yield section.title
            for line in section.lines:
                yield "  " * (1 + line.under) + (f"{line.side:<6}" if line.side else "") + line.words
            yield ""
        yield FOOTNOTE

    print_text(lines(), plain=args.ascii)
    return ExitStatus.OK
