"""Drafts: what a person typed and didn't confirm, kept beside the journal until they keep or drop it.

Quitting, ctrl+c, a hang-up or TERM in the middle of a form loses nothing, and a kill at most the last second's typing.
Each form reports its values at every change; when typing pauses, and when the program ends, each draft is written to a
file of its own in FILE.drafts, or, if the journal's folder can't be written, in one of `paths.spool_folders`. A draft
isn't an entry: it is in no list and no chart until the person keeps it. While its form is open the file names the
process, so that no other login offers it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Final, Literal, NamedTuple, TypeGuard, cast, get_args

from msgspec import Struct, field
from msgspec.structs import asdict

from l5tui.config import paths
from l5tui.config.clock import now
from l5tui.config.output import amount
from l5tui.domain.entry import Entry, Kinds, Outcome, Status, Stop
from l5tui.domain.entry_reading import STATUS
from l5tui.domain.entry_times import moment_of
from l5tui.domain.new_entry import EntryHeader, new_activity, new_care, new_form, new_log, new_week
from l5tui.domain.next_morning import ANSWERS as NEXT_MORNINGS
from l5tui.domain.other_care import care_words, parse_care, parse_minutes
from l5tui.domain.pain import KINDS, PLACES, is_pain, rank_of
from l5tui.domain.programme import ANSWERS as DONE
from l5tui.domain.regular_questions import RegularQuestion
from l5tui.domain.safety.stop_page import STOPPED_BY
from l5tui.journal.field_paths import value_of
from l5tui.storage.atomic import SYSTEM, SystemCalls, make_folder
from l5tui.storage.owner import is_surely_dead, this_process, why_unreachable
from l5tui.storage.private_files import file_name_part, files_in, read_private, remove, sweep, write_private

MAGIC: Final = "l5tui draft"
FORMAT: Final = 1
END: Final = ".draft"

PAUSE_S: Final = 1.0
"""Seconds without a key after which a draft is written; a kill loses at most that much typing."""
GIVEN_UP_AFTER: Final = timedelta(hours=1)
"""How long a form counts as open when its process can't be reached from here (another machine or container)."""

FormName = Literal[
    "log", "edit", "before", "after", "during", "care", "activity", "week", "form", "find", "routine", "marked"
]
"""A score without a session, a correction, the score before, after or within a session, other care, the answers to
regular questions, a search text, a routine, the safety answers marked on a page."""
FORMS: Final = frozenset(get_args(FormName))
MARKED: Final = "marked"
NO_ENTRY: Final = frozenset({"find", "routine", MARKED})
"""Forms that keeping the draft makes no entry from; those of safety answers are made without asking
(`marked_answers`)."""


class Draft(Struct, frozen=True):
    """The unconfirmed values of one form."""

    uid: str
    """The draft's; the entry made from it gets the same, so keeping it twice is harmless."""
    form: FormName
    at: str
    """When it was last typed in: ISO 8601 with its offset."""
    values: dict[str, Any] = field(default_factory=dict)
    """The answers, by the entry's fields (`pain`, `before.pain`, `note`); of a routine its TOML (`text`) and the names
    of its exercises (`exercises`); of safety answers each by its question's id."""
    entry: str | None = None
    """The uid of the entry that it is about, if there is one."""
    about: str = ""
    """What it is about, in words: a routine's name, a day, a screen of the app."""


class Drafts:
    """The drafts of one journal: those that are being typed, and those left from earlier starts.

    Every method may be called from any thread.

    Args:
        file: the journal's file.
        elsewhere: folders to use when the journal's can't be written.
        calls: the operating system.
    """

    def __init__(self, file: Path, elsewhere: Sequence[Path] | None = None, *, calls: SystemCalls = SYSTEM) -> None:
        file = Path(os.path.realpath(file))
        self.folder = file.with_name(f"{file.name}.drafts")
        self._elsewhere = paths.spool_folders() if elsewhere is None else tuple(elsewhere)
        self._calls = calls
        self._start = f"{paths.APP}-{file_name_part(f'{file}/')}-"
        self._typed: dict[str, Draft] = {}
        self._written: dict[str, Draft] = {}
        """The drafts as they are on the disk."""
        self._mutex = RLock()
        self.on_change: Callable[[], None] | None = None
        """Called when something is typed, confirmed or dropped, so that the owner can call `save` once typing
        pauses.
        """

    # What is being typed

    @property
    def typed(self) -> tuple[Draft, ...]:
        """The drafts of the forms that are open now."""
        return tuple(self._typed.values())

    def hold(self, draft: Draft) -> None:
        """Record the present values of a form, replacing its earlier ones."""
        self._typed[draft.uid] = draft
        self._changed()

    def finish(self, uid: str) -> None:
        """The draft was confirmed or dropped; its file is removed by the next `save` or `keep`."""
        if self._typed.pop(uid, None) is not None or uid in self._written:
            self._changed()

    def finish_entry(self, entry: str) -> None:
        """Release the drafts about that entry: another login continues it, and asks there."""
        for draft in self.typed:
            if draft.entry == entry:
                self.finish(draft.uid)

    def save(self) -> None:
        """Write the open drafts, and remove the files of closed ones. A draft that can't be written is tried again."""
        with self._mutex:
            for draft in self.typed:
                if self._written.get(draft.uid) != draft and self._write(draft, this_process()):
                    self._written[draft.uid] = draft
            self._take_away_the_rest()

    def keep(self) -> list[Draft]:
        """Write the open drafts at the program's end. Returns those that couldn't be written anywhere."""
        with self._mutex:
            refused = [draft for draft in self.typed if not self._write(draft, None)]
            self._take_away_the_rest()
        return refused

    def _take_away_the_rest(self) -> None:
        for uid in [uid for uid in self._written if uid not in self._typed]:
            del self._written[uid]
            for path in self._places_of(uid):
                remove(self._calls, path)

    def _changed(self) -> None:
        if self.on_change is not None:
            self.on_change()

    # What an earlier start left

    def left(self) -> list[Draft]:
        """Drafts from earlier starts, oldest first, without those whose form is still open."""
        found = sorted((draft for _, draft, owner in self._files() if not _is_open(draft, owner)), key=_typed_at)
        return list({draft.uid: draft for draft in found}.values())

    def drop(self, uid: str) -> None:
        """Remove a draft: it was kept in the journal, or isn't wanted."""
        for path, draft, _ in self._files():
            if draft.uid == uid:
                remove(self._calls, path)

    def forget(self, entries: Iterable[str]) -> None:
        """Remove the drafts about these entries, which were purged, and all temporary files that a crash left. Safety
        answers stay, as their entries do."""
        gone = frozenset(entries)
        for path, draft, _ in self._files():
            if draft.form != MARKED and (draft.entry in gone or draft.uid in gone):
                remove(self._calls, path)
        sweep(self._calls, self.folder, "")

    def _places_of(self, uid: str) -> list[Path]:
        """The possible files of a draft, in order of preference."""
        name = f"{file_name_part(uid)}{END}"
        return [self.folder / name, *(folder / f"{self._start}{name}" for folder in self._elsewhere)]

    def _write(self, draft: Draft, owner: dict[str, Any] | None) -> bool:
        """Write a draft to the first folder that takes it. Returns whether one did.

        Args:
            draft: what to write.
            owner: the process that has the form open; None when it is closed.
        """
        for path in self._places_of(draft.uid):
            try:
                if path.parent == self.folder or path.parent.name == paths.APP:
                    make_folder(self._calls, path.parent)
                write_private(self._calls, path, MAGIC, FORMAT, {**asdict(draft), "owner": owner})
            except OSError:
                continue
            return True
        return False

    def _files(self) -> list[tuple[Path, Draft, object]]:
        """Every file with its draft, and the process that has its form open."""
        places = [(self.folder, ""), *((folder, self._start) for folder in self._elsewhere)]
        paths_ = [path for folder, start in places for path in files_in(self._calls, folder, start, END)]
        read = ((path, read_private(self._calls, path)) for path in paths_)
        return [
            (path, draft, record.body.get("owner"))
            for path, record in read
            if record and (record.table, record.key) == (MAGIC, FORMAT) and (draft := _draft_of(record.body))
        ]


def _typed_at(draft: Draft) -> str:
    return draft.at


def _is_open(draft: Draft, owner: object) -> bool:
    """Whether its form may still be open."""
    if owner is None or is_surely_dead(owner):
        return False
    typed = moment_of(draft.at)
    return why_unreachable(owner) is None or typed is None or now() - typed < GIVEN_UP_AFTER


def _draft_of(body: dict[str, Any]) -> Draft | None:
    """The draft in a file's document, or None if it has another shape."""
    uid, form, at, values = (body.get(name) for name in ("uid", "form", "at", "values"))
    entry, about = body.get("entry"), body.get("about", "")
    sound = isinstance(uid, str) and isinstance(at, str) and isinstance(values, dict) and isinstance(about, str)
    if not sound or not isinstance(form, str) or form not in FORMS or not isinstance(entry, str | None):
        return None
    return Draft(str(uid), cast(FormName, form), str(at), dict(values or {}), entry, str(about))


TITLES: Final = {
    "log": "A pain score without a session",
    "edit": "A correction",
    "before": "The score before a session",
    "after": "The score after a session",
    "during": "A score within a session",
    "care": "Other care",
    "activity": "How hard an activity is",
    "week": "The pain of the last 7 days",
    "form": "A questionnaire",
    "routine": "A routine in the editor",
}
"""The title of the offer, by form."""
SCORES: Final = {"pain": "pain", "before.pain": "pain before", "after.pain": "pain after", "score": "score"}
"""The name of each score field on screen."""


_PLACES: Final = tuple(f"{within}{name}" for within in ("", "before.", "after.") for name in ("left", "right", "kinds"))


class Correction(NamedTuple):
    """New values for an entry, by field."""

    uid: str
    changes: dict[str, Any]


def _is_time(value: object) -> bool:
    return moment_of(value) is not None


_CORRECTED: Final[Mapping[str, Callable[[object], bool]]] = {
    "worst": is_pain,
    "next_day": lambda value: value is None or value in NEXT_MORNINGS,
    "answer": lambda value: value is None or (isinstance(value, str) and value in DONE),
    "name": lambda value: isinstance(value, str),
    "tz": lambda value: value is None,
    "ended": lambda value: value is None or _is_time(value),
    "routine": lambda value: isinstance(value, dict) and all(isinstance(value.get(one), str) for one in ("id", "name")),
    "status": lambda value: value in get_args(Status),
    "stop": lambda value: value is None or value in get_args(Stop),
    **dict.fromkeys(("started", "before.at", "after.at"), _is_time),
}
"""Fields that only a correction has, and whether a value is one of theirs."""
_STEP: Final = re.compile(r"steps\.\d{1,3}\.(?:reps|partial_reps|seconds|held|outcome)")


def _is_correction(field: str, value: object) -> bool:
    """Whether it is the value of a field that only a correction has."""
    if _STEP.fullmatch(field):
        if field.endswith("outcome"):
            return value in get_args(Outcome)
        return type(value) in (int, float) and 0 <= value <= LONGEST_STEP_S  # type: ignore[operator]
    return field in _CORRECTED and _CORRECTED[field](value)


LONGEST_STEP_S: Final = 7200
"""The most seconds of a step that can be written."""
_CORRECTED_NAMES: Final = {
    "worst": "Highest during",
    "next_day": "The morning after",
    "answer": "As written",
    "name": "Activity",
    "started": "Began",
    "ended": "Ended",
    "status": "Done",
    "stop": "Stopped by",
}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {"status": STATUS, "stop": STOPPED_BY}
AS_ANOTHER: Final = "Kept, it becomes a routine of its own."
"""What keeping the draft of a routine does."""


def draft_lines(draft: Draft) -> list[str]:
    """The draft's values, a line each."""
    if draft.form == "routine":
        return [str(draft.values.get("exercises") or ""), AS_ANOTHER]
    lines = [care_words(draft.values)] if {"what", "minutes"} & draft.values.keys() else []
    lines += [f"{len(draft.values['ticks'])} ticked"] if "ticks" in draft.values else []
    for score_field, name in SCORES.items():
        if score_field in draft.values:
            score = draft.values[score_field]
            lines.append(f"{name} {'left out' if score is None else score}".capitalize())
    lines += [f"{within} {words}".strip().capitalize() for within, words in _places(draft)]
    for one, name in _CORRECTED_NAMES.items():
        if one in draft.values:
            said = "left out" if draft.values[one] is None else str(draft.values[one])
            lines.append(f"{name}: {_WORDS.get(one, {}).get(said, said[:16].replace('T', ' '))}")
    if isinstance(routine := draft.values.get("routine"), dict):
        lines.append(f"Routine: {routine.get('name')}")
    if steps := {field.split(".")[1] for field in draft.values if _STEP.fullmatch(field)}:
        lines.append(f"{amount(len(steps), 'exercise', 'exercises')} corrected")
    if note := str(draft.values.get("note") or ""):
        lines.append(f"Note: {note}")
    return lines


def entry_from_draft(draft: Draft, header: EntryHeader, about: Entry | None) -> Entry | Correction | None:
    """Make the entry or the correction of a draft; None if there is nothing to correct any more.

    Args:
        draft: the draft. Invalid values are left out, for a draft is a file, and anybody can change files.
        header: of when it was typed, with the draft's uid.
        about: the entry that it is about, as the journal has it.
    """
    values = {
        field: value
        for field, value in draft.values.items()
        if (field in SCORES and is_pain(value))
        or (field == "ticks" and isinstance(value, list))
        or (field == "minutes" and (value is None or (type(value) is int and parse_minutes(str(value)) is not None)))
        or (field == "what" and isinstance(value, str))
        or (field == "note" and isinstance(value, str))
        or (draft.form == "edit" and _is_correction(field, value))
        or (
            field in _PLACES
            and (_is_kinds(value) if field.endswith("kinds") else value is None or rank_of(value) is not None)
        )
    }
    if draft.form == "edit":
        return None if draft.entry is None else Correction(draft.entry, values)
    if draft.form == "after" and about is not None and about.get("kind") == "session":
        places = {f"after.{name}": values[name] for name in ("left", "right", "kinds") if name in values}
        return Correction(about["uid"], {"after.pain": values.get("pain"), "after.at": draft.at, **places})
    match draft.form:
        case "care" if what := parse_care(values.get("what") or ""):
            return new_care(header, what, minutes=values.get("minutes"), note=str(values.get("note") or ""))
        case "activity" if draft.about:
            return new_activity(header, draft.about, values.get("score"))
        case "week":
            return new_week(header, values.get("pain"))
        case "form":
            return new_form(header, draft.about, (one for one in values.get("ticks", ()) if type(one) is int))
    named = "" if draft.form == "log" or not draft.about else f"{TITLES[draft.form]}: {draft.about}"
    return new_log(
        header,
        values.get("pain"),
        left=values.get("left"),
        right=values.get("right"),
        kinds=values.get("kinds"),
        note=str(values.get("note") or named),
    )


def is_draft_kept(draft: Draft, entries: Iterable[Entry]) -> bool:
    """Whether the journal has the draft's values already: it was kept just before the program ended.

    Args:
        draft: the draft.
        entries: the journal's entries.
    """
    for entry in entries:
        if entry["uid"] == draft.uid:
            return True
        if entry["uid"] == draft.entry and draft.form in ("edit", "after"):
            within = "after." if draft.form == "after" else ""
            return all(value_of(entry, f"{within}{field}") == value for field, value in draft.values.items())
    return False


def answer_draft(question: RegularQuestion, uid: str, score: int, at: str) -> Draft:
    """The draft of the answer to a regular question."""
    return Draft(uid, question.kind, at, {question.field: score}, None, question.name)


def note_draft(entry: Entry, note: str, at: str) -> Draft:
    """The draft of an entry's note, as a correction of the entry."""
    about = entry["routine"]["name"] if entry["kind"] == "session" else ""
    return Draft(f"{entry['uid']}-note", "edit", at, {"note": note}, entry["uid"], about)


def _places(draft: Draft) -> Iterator[tuple[str, str]]:
    """Where pain was felt, with the part of the entry: `before`, `left calf or shin (tingling)`."""
    for within in ("", "before", "after"):
        start = f"{within}." if within else ""
        kinds = draft.values.get(f"{start}kinds")
        for side in ("left", "right"):
            rank = rank_of(draft.values.get(f"{start}{side}"))
            if rank is None:
                if f"{start}{side}" in draft.values and draft.form == "edit":
                    yield within, f"{side} not said"
                continue
            felt = [kind for kind in kinds[side] if kind != KINDS[0]] if _is_kinds(kinds) else []
            yield within, f"{side} {PLACES[rank]}" + (f" ({', '.join(felt)})" if felt else "")


def _is_kinds(value: object) -> TypeGuard[Kinds]:
    return (
        isinstance(value, dict)
        and value.keys() == {"left", "right"}
        and all(isinstance(side, list) and all(kind in KINDS for kind in side) for side in value.values())
    )
