"""`l5tui journal`: list, repair, purge and merge the journal.

`repair` and `purge` print what they would do, and do it only with `--yes`. Neither asks on a terminal: an action that
can't be undone shouldn't depend on one key, and `--yes` works in a script too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from l5tui.cli import Run
from l5tui.cli.files import command, open_journal, parse_day
from l5tui.config.errors import ExitStatus, UsageError
from l5tui.config.output import amount, print_error, print_json, print_text, quoted, shortened
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import NOTICE, practised_s, was_practised

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from l5tui.journal.repair import Salvage

_NOTE = 60
_WHAT = 24
"""The width of the column that tells what it was."""
_ENTRY: Final = ("entry", "entries")
_SAFETY_STAYS: Final = (
    "What was answered for safety, and what stopped a session, stays: l5tui safety shows it. It goes with the journal."
)
_NOTHING_DELETED: Final = "Nothing is deleted, so nothing is to be erased."


def journal(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui journal`."""
    parser.add_argument(
        "work",
        metavar="repair|purge|merge",
        nargs="?",
        help="repair: bring back what damage took; purge: erase deleted entries, from every copy too; "
        "merge OTHER: bring in what another journal has",
    )
    parser.add_argument("others", metavar="OTHER", nargs="*", help="merge: the other journal, such as a conflict copy")
    parser.add_argument("--dry-run", action="store_true", help="merge: only show what would change")
    parser.add_argument(
        "--git", action="store_true", help="merge: as a merge driver of git, with its files %%O %%A %%B"
    )
    parser.add_argument("--since", metavar="DATE", help="only what began on that day or later: 2026-11-01")
    parser.add_argument("--json", action="store_true", help="the entries whole, as a JSON array")
    parser.add_argument("--yes", action="store_true", help="do the repair or purge that is only shown without it")
    parser.add_argument(
        "--doubtful", action="store_true", help="repair: also what can be read but may not say what was written"
    )
    return _journal


def _journal(args: Namespace) -> int:
    _check_options(args)
    if args.work == "merge":
        from l5tui.cli.merge import merge

        return merge(args, line_of)
    if args.work is not None:
        return _repair(args) if args.work == "repair" else _purge(args)
    since = parse_day(args.since, "--since") if args.since is not None else None
    entries = _since(open_journal(args).entries(), since)
    if args.json:
        from l5tui.journal.export import to_json

        print_json(to_json(entries))
    elif told := [entry for entry in entries if not _unlisted(entry)]:
        from l5tui.domain.entry_times import shared_minutes, zone_where_shared

        shared = shared_minutes(entry.get("started") for entry in told)
        lines = (line_of(entry, zone_where_shared(entry.get("started"), shared)) for entry in told)
        print_text(lines, plain=args.ascii)
    else:
        print_error("nothing in the journal" + (f" since {since}" if since else " yet"))
    return ExitStatus.OK


def _repair(args: Namespace) -> int:
    """Print what can be salvaged; with `--yes`, restore it."""
    from l5tui.journal.repair import find_salvage, repair

    journal = open_journal(args)
    found = repair(journal, doubtful=args.doubtful) if args.yes else find_salvage(journal)
    *told, _ = found.lines()
    print_text([*told, *(_done if args.yes else _offered)(found, args)], plain=args.ascii)
    return ExitStatus.OK


def _purge(args: Namespace) -> int:
    """Print what was deleted; with `--yes`, remove it for good."""
    journal = open_journal(args)
    every = journal.entries(deleted=True)
    stays = [_SAFETY_STAYS] if any(entry.get("kind") == "safety" for entry in every) else []
    if args.yes:
        gone = journal.purge()
        erased = f"{amount(gone, *_ENTRY)} erased, from every copy too" if gone else _NOTHING_DELETED
        print_text([erased, *stays], plain=args.ascii)
        return ExitStatus.OK
    deleted = [entry for entry in every if entry.get("deleted") and entry.get("kind") != "safety"]
    if not deleted:
        print_text([_NOTHING_DELETED, *stays], plain=args.ascii)
        return ExitStatus.OK
    print_text(
        [
            *map(line_of, deleted),
            f"{amount(len(deleted), 'deleted entry', 'deleted entries')} can be erased for good: from the journal, its"
            " copies, and the logs of sessions. Exports stay as they are.",
            *stays,
            f"Nothing was erased yet. To do it: {command(args, 'journal purge --yes')}",
        ],
        plain=args.ascii,
    )
    return ExitStatus.OK


def _offered(found: Salvage, args: Namespace) -> list[str]:
    """The lines about what a repair would do, and how to run it."""
    doubtful = found.doubtful if args.doubtful else []
    would = []
    if found.damaged:
        would.append("write the journal whole again, and keep the damaged file beside it")
    if back := [*found.missing, *doubtful]:
        would.append(f"bring {amount(len(back), *_ENTRY)} back")
    lines = []
    if would:
        call = command(args, f"journal repair --yes{' --doubtful' if doubtful else ''}")
        lines = [f"A repair would {', and '.join(would)}.", f"Nothing was changed yet. To do it: {call}"]
    if found.doubtful and not doubtful:
        call = command(args, "journal repair --yes --doubtful")
        lines.append(f"What is not certain comes back only when asked for: {call}")
    return lines or ["Nothing needs to be repaired."]


def _done(found: Salvage, args: Namespace) -> list[str]:
    back = len(found.missing) + (len(found.doubtful) if args.doubtful else 0)
    if back:
        return [f"Repaired: the journal is whole, and {amount(back, *_ENTRY)} came back."]
    return ["Repaired: the journal is whole." if found.needed else "Nothing needed to be repaired."]


def _check_options(args: Namespace) -> None:
    """Raise `UsageError` if an option belongs to another action."""
    call = "l5tui journal" if args.work is None else f"l5tui journal {args.work}"
    if args.work not in {None, "repair", "purge", "merge"}:
        raise UsageError(f"l5tui journal doesn't take {quoted(args.work.strip())}", "See l5tui journal --help")
    if args.others and args.work != "merge":
        raise UsageError(f"l5tui journal doesn't take {quoted(args.others[0])}", "See l5tui journal --help")
    given = {
        "--since": args.since is not None,
        "--json": args.json,
        "--yes": args.yes,
        "--doubtful": args.doubtful,
        "--dry-run": args.dry_run,
        "--git": args.git,
    }
    takes = {
        None: {"--since", "--json"},
        "repair": {"--yes", "--doubtful"},
        "purge": {"--yes"},
        "merge": {"--dry-run", "--git"},
    }[args.work]
    for option in (name for name, is_given in given.items() if is_given and name not in takes):
        raise UsageError(f"{call} doesn't take {option}", "See l5tui journal --help")


def _since(entries: Iterable[Entry], day: date | None) -> list[Entry]:
    """The entries of that day and later, by the local date where they were made."""
    from l5tui.domain.entry_times import local_date

    return [entry for entry in entries if day is None or (local_date(entry["started"]) or date.min) >= day]


def _unlisted(entry: Entry) -> bool:
    """Whether a list leaves the entry out: that the notice was read is of no interest, and safety has its own list."""
    return entry.get("kind") == "safety" or (entry.get("kind") == "decision" and entry.get("about") == NOTICE)


def line_of(entry: Entry, zone: str = "") -> str:
    """An entry on one line. Entries come from files, also of newer versions, so no field is assumed to be valid.

    Args:
        entry: the entry.
        zone: `UTC+14`, if another entry has the same local minute in another zone; otherwise empty.
    """
    fields: dict[str, Any] = dict(entry)
    when = str(fields["started"])[:16].replace("T", " ")
    what, more = _told(fields)
    note = " ".join(str(fields.get("note") or "").split())
    if zone:
        what = f"{shortened(what, _WHAT - len(zone) - 2)} {zone}"
    return f"{when}  {what:<{_WHAT}}{more}{'  ' + shortened(note, _NOTE) if note else ''}".rstrip()


def _told(fields: dict[str, Any]) -> tuple[str, str]:
    from l5tui.domain.other_care import care_words
    from l5tui.domain.pain import show_pain
    from l5tui.domain.programme_entries import PROGRAMME, decision_words
    from l5tui.domain.regular_questions import answer_words
    from l5tui.domain.safety.stop_page import stop_in_short
    from l5tui.domain.safety.stop_rules import stops_for_today
    from l5tui.domain.time_words import practice

    match fields.get("kind"):
        case "session":
            after = "" if stops_for_today(fields.get("stop")) else f"-> {show_pain(fields['after']['pain'])}"
            scores = f"{show_pain(fields['before']['pain']):>2} {after:<5}"
            length = practice(practised_s(fields)) if was_practised(fields) else "-"
            how = stop_in_short(fields.get("stop"), fields.get("worst")) or fields["status"]
            return shortened(str(fields["routine"]["name"]), 23), f"{scores}  {length:>7}  {how:<11}"
        case "log":
            return "pain", f"{show_pain(fields['pain']):>2}"
        case "activity":
            return shortened(str(fields["name"]), 23), f"{show_pain(fields['score']):>2}"
        case "care":
            return shortened(care_words(fields), 23), ""
        case "week":
            return "pain, average of 7 days", f"{answer_words(fields):>2}"
        case "form":
            return shortened(str(fields["name"]), 23), answer_words(fields)
        case "decision" if fields.get("about") == PROGRAMME:
            return "decision", shortened(decision_words(fields), _NOTE)
        case "decision":
            return "decision", shortened(str(fields["about"]), _NOTE)
        case other:
            return shortened(str(other), 23), ""
