"""What is typed and not confirmed: kept while it is typed, and offered in lines to a person at a keyboard.

A pipe is never asked: its lines were written as answers to other questions.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

from l5tui.config.clock import now, stamp
from l5tui.config.errors import JournalError
from l5tui.domain.entry import LogEntry, SessionEntry
from l5tui.domain.entry_times import moment_of
from l5tui.domain.pain import parse_pain
from l5tui.domain.place import Felt, PlaceError, read_felt
from l5tui.domain.safety.new_symptoms import Signs, signs_in_correction, signs_in_entry
from l5tui.journal.draft_entries import TITLES, Correction, becomes, is_kept, note_draft, told
from l5tui.journal.drafts import Draft, FormName
from l5tui.plain.answers import GoneError
from l5tui.plain.prompt import Talk
from l5tui.plain.records import Records
from l5tui.plain.safety import SafetyTalk

Noted = TypeVar("Noted", SessionEntry, LogEntry)


def offer_drafts(safety: SafetyTalk) -> None:
    """Offer each draft; what is kept goes into the journal, what is dropped is gone. A new place is acted on."""
    talk, records = safety.talk, safety.records
    if not talk.source.single_keys:
        return
    drafts = records.drafts
    for draft in drafts.left():
        if draft.form == "find":
            continue
        if is_kept(draft, records.entries()):
            drafts.drop(draft.uid)
            continue
        when = moment_of(draft.at)
        about = f", {draft.about}" if draft.about else ""
        typed = f"{when:%d %B, %H:%M}" if when else "earlier"
        talk.say(f"{TITLES[draft.form]}{about}: typed {typed}, not confirmed.", *told(draft))
        options = {"k": "keep it", "d": "drop it", "l": "later"}
        choice = talk.choose("What shall become of it?", options, hidden={"escape": "l"})
        if choice == "d" or (choice == "k" and _kept(safety, draft)):
            drafts.drop(draft.uid)


class ScoreDraft:
    """A score and its place while they are typed, kept as a draft should the line drop.

    Who keeps the score lets go of it.

    Args:
        talk: who types.
        records: where drafts are kept.
        uid: the draft's.
        form: which score it is.
        about: the routine's name.
        entry: the uid of the session's entry, where there is one.
    """

    def __init__(
        self, talk: Talk, records: Records, uid: str, form: FormName, about: str, entry: str | None = None
    ) -> None:
        self._talk = talk
        self._drafts = records.drafts
        self._uid, self._form, self._about, self._entry = uid, form, about, entry
        self._pain: int | None = None
        self.place_typed = False
        """Whether a place stands in a line that was never entered: no answer, but offered at the next start."""

    def __enter__(self) -> Self:
        self._talk.on_typed = self._typed_score
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._talk.on_typed = None

    def place(self, question: str, pain: int | None) -> Felt:
        """Ask for the place of a score that was entered.

        Raises:
            GoneError: nobody answers.
        """
        self._pain = pain
        self._hold(Felt())
        self._talk.on_typed = self._typed_place
        felt = self._talk.place(question)
        self._talk.on_typed = None
        self.place_typed = False
        self._hold(felt)
        return felt

    def let_go(self) -> None:
        """The score is kept; a place that wasn't entered stays as a draft."""
        if not self.place_typed:
            self._drafts.let_go(self._uid)

    def drop(self) -> None:
        """It isn't wanted here any more."""
        self._drafts.let_go(self._uid)

    def _typed_score(self, typed: str) -> None:
        self._pain = parse_pain(next(iter(typed.split()), ""))  # a way to begin may stand behind it
        self._hold(Felt())

    def _typed_place(self, typed: str) -> None:
        try:
            felt = read_felt(typed)
        except PlaceError:
            felt = Felt()
        self.place_typed = felt != Felt()
        self._hold(felt)

    def _hold(self, felt: Felt) -> None:
        values: dict[str, Any] = {} if self._pain is None else {"pain": self._pain}
        if felt != Felt():
            left, right = felt.ranks
            values |= {"left": left, "right": right, "kinds": felt.kinds}
        if values:
            at = now().isoformat(timespec="seconds")
            self._drafts.hold(Draft(self._uid, self._form, at, values, self._entry, self._about))
        else:
            self._drafts.let_go(self._uid)


def ask_note(talk: Talk, records: Records, entry: Noted, *, saved: bool) -> bool:
    """Ask for a note and keep it with the entry, or as much of it as was typed. True when all is on the disk.

    Args:
        talk: who types.
        records: the journal.
        entry: what it is about; it is in the journal already, or waits.
        saved: whether it is on the disk.
    """
    talk.say("A note? An empty line writes none.")
    noted = deepcopy(entry)
    draft = note_draft(entry, "", stamp().at)

    def hold(typed: str) -> None:
        noted["note"] = typed.strip()
        records.unwritten.hold(noted)
        records.drafts.hold(replace(draft, values={"note": noted["note"]}))

    talk.on_typed = hold
    try:
        noted["note"] = talk.line().strip()
    except GoneError:
        noted["note"] = talk.unfinished.strip()
    finally:
        talk.on_typed = None
    if noted["note"]:
        saved = records.keep(noted)
    records.unwritten.let_go(entry["uid"])
    records.drafts.let_go(draft.uid)
    records.drafts.save()
    return saved


def _kept(safety: SafetyTalk, draft: Draft) -> bool:
    records = safety.records
    signs, session = Signs(), None
    try:
        about = records.journal.get(draft.entry) if draft.entry else None
        new = becomes(draft, stamp(moment_of(draft.at), uid=draft.uid), about)
        if isinstance(new, Correction):
            records.journal.edit(new.uid, new.changes, now())
            signs, session = signs_in_correction(safety.gate().state, new.uid, new.changes)
        elif new is not None:
            if state := safety.gate().state:
                signs = signs_in_entry(state, new)
            records.keep(new)
    except JournalError as error:
        records.trouble(error)
        return False
    safety.act_on_signs(signs, session)
    return new is not None
