"""`l5tui report`: one page for a health professional, on standard output or in a file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import timedelta
from pathlib import Path

from l5tui.cli import Run
from l5tui.cli.files import load_content, open_journal, parse_day
from l5tui.config.clock import new_header, now
from l5tui.config.errors import ExitStatus, JournalError, UsageError
from l5tui.config.output import print_error, print_text
from l5tui.library.programmes import Programmes

AGAIN = "From tomorrow on a report begins on {} unless you say otherwise"


def report(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui report`."""
    parser.add_argument("--since", metavar="DATE", help="the first day: 2026-11-01; by default the last report's day")
    parser.add_argument("--until", metavar="DATE", help="the last day; by default today")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="ends in .html, .md or .txt")
    parser.add_argument("--name", metavar="NAME", default="", help="your name, if it is to stand there")
    parser.add_argument("--force", action="store_true", help="replace a file of that name")
    return _report


def _report(args: Namespace) -> int:
    from l5tui.journal.export import ending_of, refuse_journal, write_export
    from l5tui.journal.report import make_report
    from l5tui.journal.report_decisions import default_since, new_report_made
    from l5tui.journal.report_formats import ENDINGS, as_text, report_text

    ending = ending_of(args.output.name, ENDINGS) if args.output is not None else ""
    content, journal, at = load_content(), open_journal(args), now()
    if args.output is not None:
        refuse_journal(args.output, journal.file)
    for problem in content.problems:
        print_error(problem)
    entries = journal.entries()
    until = parse_day(args.until, "--until") if args.until is not None else at.date()
    since = (
        parse_day(args.since, "--since") if args.since is not None else min(default_since(entries, at.date()), until)
    )
    if since > until:
        raise UsageError(f"the report would begin on {since} and end on {until}", "Its first day comes first")
    programme = Programmes(content).in_force(entries, at.date()).programme
    made = make_report(entries, since, until, at, content, programme=programme, name=args.name.strip())
    if args.output is None:
        print_text(as_text(made).splitlines(), plain=args.ascii)
        return ExitStatus.OK
    write_export(args.output, report_text(made, ending), replace=args.force)
    done = f"The report of {since} to {until} is in {args.output}"
    try:
        journal.put(new_report_made(new_header(at), since, until))
    except JournalError as error:
        print_text(f"{done}.", plain=args.ascii)
        why = error.what.partition(", so nothing")[0]
        print_error(f"that it was made can't be kept, so the next report begins on the same day: {why}")
        return ExitStatus.OK
    again = AGAIN.format(default_since(journal.entries(), at.date() + timedelta(days=1)))
    print_text(f"{done}. {again}", plain=args.ascii)
    return ExitStatus.OK
