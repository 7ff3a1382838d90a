"""`l5tui log 4`: a pain score without a session, from a shell, a script, or a phone's terminal."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from l5tui.cli import Run
from l5tui.cli.at import FORMS, parse_at
from l5tui.cli.files import open_journal, settings
from l5tui.config.clock import stamp
from l5tui.config.errors import ExitStatus, UsageError
from l5tui.config.output import complain, quoted, say
from l5tui.domain.checkin import VERY_HIGH
from l5tui.domain.entry import Kinds, LogEntry
from l5tui.domain.new_entry import new_log
from l5tui.domain.pain import HIGHEST, KINDS, LOWEST, PLACES, parse_pain
from l5tui.domain.pain_zones import Zone, zone_of
from l5tui.domain.place import LEG_FROM, NERVE_KINDS, both_sides, parse_place


def log(parser: ArgumentParser) -> Run:
    """`l5tui log PAIN`."""
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
    return _log


def _log(args: Namespace) -> int:
    pain = _pain(args.pain)
    left, right = both_sides(_place("left", args.left), _place("right", args.right))
    kinds = _kinds(args.kind, left, right)
    note = _note(args.note)
    at = parse_at(args.at) if args.at is not None else None
    entry = new_log(stamp(at), pain, left=left, right=right, kinds=kinds, note=note)
    journal = open_journal(args)
    signs: list[str] = []
    if _may_be_signs(entry):
        from l5tui.cli.signs import signs_of

        found, signs = signs_of(entry, journal.entries(), settings()[0].emergency_number)
        journal.put_all([entry, *found])
    else:
        journal.put(entry)
    say([_noted(entry), *([VERY_HIGH] if zone_of(pain) is Zone.STOP else [])], plain=args.ascii)
    for line in signs:
        complain(line)
    return ExitStatus.OK


def _may_be_signs(entry: LogEntry) -> bool:
    """Whether the questions must be looked at: only tingling, numbness and both legs can be signs of safety."""
    felt = {*entry["kinds"]["left"], *entry["kinds"]["right"]}
    legs = min(entry["left"] or 0, entry["right"] or 0)
    return bool(felt.intersection(NERVE_KINDS)) or legs >= LEG_FROM


def _pain(typed: Sequence[str]) -> int:
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
    """What was named, for every side where something is felt."""
    kinds = []
    for text in named:
        found = [kind for kind in KINDS if text and kind.startswith(text.strip().casefold())]
        if len(found) != 1:
            raise UsageError(f"--kind is one of {', '.join(KINDS)}, not {quoted(text)}")
        kinds += [kind for kind in found if kind not in kinds]
    if kinds and not (left or right):
        raise UsageError("--kind is about a place", "Name the place with --left or --right")
    return {"left": list(kinds) if left else [], "right": list(kinds) if right else []}


def _note(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError("--note has bytes that are no text in this locale") from error
    return text


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
