"""`l5tui log`: a note without a session, from a shell, a script, or a phone's terminal.

`log 4` is a pain score; the other kinds of notes are in `cli/log_other.py`.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from l5tui.cli import Run
from l5tui.cli.files import load_content, open_journal, settings
from l5tui.cli.log_other import OTHER, add_other_arguments, log_other, readable
from l5tui.config.clock import new_header, now
from l5tui.config.errors import ExitStatus, UsageError
from l5tui.config.output import print_error, print_text, quoted
from l5tui.config.typed_time import FORMS, TypedTimeError, parse_time
from l5tui.domain.entry import Entry, Kinds, LogEntry, SafetyEntry
from l5tui.domain.entry_times import moment_of
from l5tui.domain.new_entry import EntryHeader, new_log
from l5tui.domain.pain import HIGHEST, KINDS, LOWEST, PLACES, parse_pain
from l5tui.domain.pain_zones import VERY_HIGH, Zone, zone_of
from l5tui.domain.place import LEG_FROM, NERVE_KINDS, both_sides, parse_place
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.new_symptoms import NewSymptoms, all_symptoms_new, entries_for, new_symptoms_in
from l5tui.domain.safety.questions import Level
from l5tui.domain.safety.stop_page import S4_WITHOUT_CONTENT
from l5tui.domain.safety.words import ASK, HELP, own_number


def parse_at(text: str) -> datetime:
    """The time that a person typed, with its UTC offset.

    Raises:
        UsageError: it is invalid, too long ago, in the future, or in an hour that happened twice or never.
    """
    try:
        return parse_time(text)
    except TypedTimeError as error:
        raise UsageError(error.about(f"--at {quoted(text)}"), error.hint) from error


def log(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui log`."""
    places = "; ".join(PLACES)
    parser.add_argument(
        "pain", metavar="PAIN", nargs="*", help="a whole number: 0 is no pain, 10 is the worst pain imaginable"
    )
    for side in ("left", "right"):
        parser.add_argument(
            f"--{side}", metavar="PLACE", help=f"the furthest place from the spine, on the {side} ({places})"
        )
    parser.add_argument(
        "--kind",
        metavar="KIND",
        action="append",
        default=[],
        help=f"what is felt there ({', '.join(KINDS)}); may be said again for another",
    )
    parser.add_argument("--note", metavar="TEXT", default="", help="anything")
    parser.add_argument("--at", metavar="TIME", help=f"when it was: {FORMS}")
    add_other_arguments(parser)
    return _log


def _log(args: Namespace) -> int:
    if any(getattr(args, name) not in (None, False) for name in (*OTHER, "minutes")):
        at = parse_at(args.at) if args.at is not None else None
        return log_other(args, new_header(at), readable("--note", args.note), lambda: parse_score(args.pain))
    pain = parse_score(args.pain)
    left, right = both_sides(_place("left", args.left), _place("right", args.right))
    kinds = _kinds(args.kind, left, right)
    note = readable("--note", args.note)
    at = parse_at(args.at) if args.at is not None else None
    entry = new_log(new_header(at), pain, left=left, right=right, kinds=kinds, note=note)
    journal = open_journal(args)
    signs: list[str] = []
    if _may_be_signs(entry):
        found, signs = signs_of(entry, journal.entries(), settings()[0].emergency_number)
        journal.put_all([entry, *found])
    else:
        journal.put(entry)
    print_text([_noted(entry), *([VERY_HIGH] if zone_of(pain) is Zone.STOP else [])], plain=args.ascii)
    for line in signs:
        print_error(line)
    return ExitStatus.OK


def _may_be_signs(entry: LogEntry) -> bool:
    """Whether the safety rules must be checked: only tingling, numbness and both legs can matter to them."""
    felt = {*entry["kinds"]["left"], *entry["kinds"]["right"]}
    legs = min(entry["left"] or 0, entry["right"] or 0)
    return bool(felt.intersection(NERVE_KINDS)) or legs >= LEG_FROM


def parse_score(typed: Sequence[str]) -> int:
    """The score that was typed; `UsageError` if it isn't one."""
    text = " ".join(typed)
    pain = parse_pain(text)
    if pain is None:
        found = f", not {quoted(text)}" if text else ": l5tui log 4"
        raise UsageError(
            f"the pain score is a whole number from {LOWEST} to {HIGHEST}{found}",
            "0 is no pain, 10 is the worst pain imaginable",
        )
    return pain


def _place(side: str, text: str | None) -> int | None:
    if text is None:
        return None
    rank = parse_place(text)
    if rank is None:
        raise UsageError(f"--{side} is one of {'; '.join(PLACES)}, not {quoted(text)}")
    return rank


def _kinds(named: Sequence[str], left: int | None, right: int | None) -> Kinds:
    """The named kinds, for every side with a place."""
    kinds = []
    for text in named:
        found = [kind for kind in KINDS if text and kind.startswith(text.strip().casefold())]
        if len(found) != 1:
            raise UsageError(f"--kind is one of {', '.join(KINDS)}, not {quoted(text)}")
        kinds += [kind for kind in found if kind not in kinds]
    if kinds and not (left or right):
        raise UsageError("--kind is about a place", "Name the place with --left or --right")
    return {"left": list(kinds) if left else [], "right": list(kinds) if right else []}


def _noted(entry: LogEntry) -> str:
    felt = [
        f"{side} {PLACES[rank]}{' (' + ', '.join(kinds) + ')' if kinds else ''}"
        for side, rank, kinds in (
            ("left", entry["left"], entry["kinds"]["left"]),
            ("right", entry["right"], entry["kinds"]["right"]),
        )
        if rank is not None
    ]
    when = entry["started"][:16].replace("T", " ")
    return "; ".join((f"Noted for {when}: pain {entry['pain']}", *felt))


def signs_of(entry: LogEntry, entries: Iterable[Entry], number: str) -> tuple[list[SafetyEntry], list[str]]:
    """The safety entries that a logged score leads to (E4, S4), and their text in full.

    A score from before the last full check was covered by that check, and leads to none.

    Args:
        entry: the logged score.
        entries: the journal before it.
        number: the person's own emergency number.
    """
    content = load_content()
    safety = content.safety
    if safety is None:
        signs = all_symptoms_new(entry["left"], entry["right"], entry["kinds"])
    else:
        state = safety_state(safety, entries, now())
        asked, at = moment_of(state.asked), moment_of(entry["started"])
        if asked is not None and at is not None and at < asked:
            return [], []
        signs = new_symptoms_in(state, entry["left"], entry["right"], entry["kinds"])
    page = safety.pages[Level.EMERGENCY] if safety else None
    title, body = (page.title, page.body) if page else HELP
    help_lines = (title, *own_number(number), body)
    stop_line = safety.stop_texts["S4"] if safety else S4_WITHOUT_CONTENT
    return entries_for(signs, _headers()), list(_words(signs, help_lines, stop_line))


def _headers() -> Iterator[EntryHeader]:
    while True:
        yield new_header()


def _words(signs: NewSymptoms, help_lines: Iterable[str], stop_line: str) -> Iterator[str]:
    if signs.both_legs:
        yield from help_lines
        yield f"New signs in both legs: no session starts until all questions are answered again: {ASK}."
    if signs.kinds:
        yield stop_line
        yield f"No session starts until then. What was said, and how it is recorded: {ASK}."
