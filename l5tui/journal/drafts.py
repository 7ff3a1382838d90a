"""What a person typed and didn't confirm, kept beside the journal until they say what shall become of it.

Quitting, ctrl+c, a hang-up or TERM in the middle of a form costs no word. Each form tells what stands in it at every
change; when the program ends, each is a file of its own in FILE.drafts, or where the journal's folder takes nothing in
one of `paths.spool_folders`. A draft is no entry: it is in no list and no figure until the person keeps it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, cast

from l5tui import paths
from l5tui.journal.atomic import SYSTEM, Calls, make_folder
from l5tui.journal.private_files import found_in, name_of, read_private, remove, sweep, write_private

MARK: Final = "l5tui draft"
FORMAT: Final = 1
END: Final = ".draft"

FormName = Literal["log", "edit", "before", "after", "during", "find"]
"""A score without a session, a correction, the score before, after or within a session, what is looked for."""
FORMS: Final = frozenset({"log", "edit", "before", "after", "during", "find"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in one form."""

    uid: str
    """Of the draft; the entry that is made of it gets it too, so keeping it twice is harmless."""
    form: FormName
    at: str
    """When it was typed last: ISO 8601 with its offset."""
    values: dict[str, Any] = field(default_factory=dict)
    """What was answered, by the entry's fields (`pain`, `before.pain`, `note`)."""
    entry: str | None = None
    """The uid of the entry that it is about, if there is one."""
    about: str = ""
    """What it is about, in words: a routine's name, a day, a place of the app."""


class Drafts:
    """The drafts of one journal: those that are being typed, and those that an earlier start left.

    Every method may be called from any thread.

    Args:
        file: the journal's file.
        elsewhere: folders for when the journal's takes nothing.
        calls: the operating system.
    """

    def __init__(self, file: Path, elsewhere: Sequence[Path] | None = None, *, calls: Calls = SYSTEM) -> None:
        file = Path(os.path.realpath(file))
        self.folder = file.with_name(f"{file.name}.drafts")
        self._elsewhere = paths.spool_folders() if elsewhere is None else tuple(elsewhere)
        self._calls = calls
        self._start = f"{paths.APP}-{name_of(f'{file}/')}-"
        self._typed: dict[str, Draft] = {}

    # What is being typed

    @property
    def typed(self) -> tuple[Draft, ...]:
        """What stands in forms now."""
        return tuple(self._typed.values())

    def hold(self, draft: Draft) -> None:
        """This stands in a form now, in place of what stood there before."""
        self._typed[draft.uid] = draft

    def let_go(self, uid: str) -> None:
        """It was confirmed, or dropped."""
        self._typed.pop(uid, None)

    def let_go_of_entry(self, entry: str) -> None:
        """Another login goes on with that entry, and asks for it there."""
        for draft in self.typed:
            if draft.entry == entry:
                self.let_go(draft.uid)

    def keep(self) -> list[Draft]:
        """Keep on a disk what is being typed, for the program ends now. Returns what none took."""
        return [draft for draft in self.typed if not self._kept(draft)]

    # What an earlier start left

    def left(self) -> list[Draft]:
        """What was typed earlier and not confirmed, the oldest first."""
        found = {draft.uid: draft for _, draft in self._files()}
        return sorted(found.values(), key=lambda draft: draft.at)

    def drop(self, uid: str) -> None:
        """Take a draft away: it was kept in the journal, or is not wanted."""
        for path, draft in self._files():
            if draft.uid == uid:
                remove(self._calls, path)

    def forget(self, entries: Iterable[str]) -> None:
        """Take away the drafts about these entries, and what a crash left of any: they were purged."""
        gone = frozenset(entries)
        for path, draft in self._files():
            if draft.entry in gone or draft.uid in gone:
                remove(self._calls, path)
        sweep(self._calls, self.folder, "")

    def _kept(self, draft: Draft) -> bool:
        name = f"{name_of(draft.uid)}{END}"
        for folder in (self.folder, *self._elsewhere):
            try:
                if folder is self.folder or folder.name == paths.APP:
                    make_folder(self._calls, folder)
                path = folder / (name if folder is self.folder else f"{self._start}{name}")
                write_private(self._calls, path, MARK, FORMAT, asdict(draft))
            except OSError:
                continue
            return True
        return False

    def _files(self) -> list[tuple[Path, Draft]]:
        places = [(self.folder, ""), *((folder, self._start) for folder in self._elsewhere)]
        paths_ = [path for folder, start in places for path in found_in(self._calls, folder, start, END)]
        read = ((path, read_private(self._calls, path)) for path in paths_)
        return [
            (path, draft)
            for path, record in read
            if record and (record.table, record.key) == (MARK, FORMAT) and (draft := _draft_of(record.body))
        ]


def _draft_of(body: dict[str, Any]) -> Draft | None:
    """The draft that a file holds, or None where it has another shape."""
    uid, form, at, values = (body.get(name) for name in ("uid", "form", "at", "values"))
    entry, about = body.get("entry"), body.get("about", "")
    sound = isinstance(uid, str) and isinstance(at, str) and isinstance(values, dict) and isinstance(about, str)
    if not sound or not isinstance(form, str) or form not in FORMS or not isinstance(entry, str | None):
        return None
    return Draft(str(uid), cast(FormName, form), str(at), dict(values or {}), entry, str(about))
