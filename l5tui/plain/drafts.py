"""What is typed and not yet stored, in plain lines: kept while it is typed, and offered at the next start."""

from __future__ import annotations

from copy import deepcopy
from types import TracebackType
from typing import Any, Self, TypeVar

from msgspec.structs import replace

from l5tui.config.clock import new_header, now
from l5tui.config.errors import JournalError
from l5tui.domain.entry import LogEntry, SessionEntry
from l5tui.domain.entry_times import moment_of as time_of
from l5tui.domain.pain import parse_pain
from l5tui.domain.place import PlaceError, Symptoms, parse_symptoms
from l5tui.domain.safety.new_symptoms import (
    NewSymptoms,
    new_symptoms_in_correction,
    new_symptoms_in_entry,
    stop_in_correction,
)
from l5tui.journal.drafts import (
    MARKED,
    NO_ENTRY,
    TITLES,
    Correction,
    Draft,
    FormName,
    draft_lines,
    entry_from_draft,
    is_draft_kept,
    note_draft,
)
from l5tui.journal.marked_answers import KEPT_AFTER_CUT_OFF, marked_entries
from l5tui.journal.may_write import MayWrite, always
from l5tui.plain.answers import GoneError
from l5tui.plain.prompt import Prompt
from l5tui.plain.questionnaire import COMMAND
from l5tui.plain.records import Records
from l5tui.plain.safety import SafetyPrompt

Noted = TypeVar("Noted", SessionEntry, LogEntry)


def keep_marked_answers(prompt: Prompt, records: Records) -> None:
    """Keep each yes to a safety question that was marked when an earlier start was cut off."""
    for draft in records.drafts.left():
        if draft.form == MARKED:
            on_disk = [records.keep(entry) for entry in marked_entries(draft)]
            prompt.say(f"{KEPT_AFTER_CUT_OFF}.")
            if all(on_disk):
                records.drafts.drop(draft.uid)


def offer_drafts(safety: SafetyPrompt) -> None:
    """Offer each draft: a kept one goes into the journal, a dropped one is removed. New symptoms are acted on."""
    prompt, records = safety.prompt, safety.records
    if not prompt.source.single_keys:
        return
    drafts = records.drafts
    for draft in drafts.left():
        if draft.form in NO_ENTRY:  # the full screen has these forms, and offers them
            continue
        if is_draft_kept(draft, records.entries()):
            drafts.drop(draft.uid)
            continue
        if draft.form == "form":  # kept as it is, statements that nobody read would count as not ticked
            prompt.say(f"{TITLES['form']} was begun. {COMMAND} goes on with it, or m in the journal.")
            continue
        when = time_of(draft.at)
        about = f", {draft.about}" if draft.about else ""
        typed = f"{when:%d %B, %H:%M}" if when else "earlier"
        prompt.say(f"{TITLES[draft.form]}{about}: typed {typed}, not confirmed.", *draft_lines(draft))
        options = {"k": "keep it", "d": "drop it", "l": "later"}
        choice = prompt.choose("What shall become of it?", options, hidden={"escape": "l"})
        if choice == "d" or (choice == "k" and _kept(safety, draft)):
            drafts.drop(draft.uid)


class ScoreDraft:
    """A score and its place while they are typed, kept as a draft in case the connection drops.

    The code that stores the score calls `finish`.

    Args:
        prompt: asks the questions.
        records: where drafts are kept.
        uid: the draft's.
        form: which score it is.
        about: the routine's name.
        entry: the uid of the session's entry, where there is one.
    """

    def __init__(
        self, prompt: Prompt, records: Records, uid: str, form: FormName, about: str, entry: str | None = None
    ) -> None:
        self._prompt = prompt
        self._drafts = records.drafts
        self._uid, self._form, self._about, self._entry = uid, form, about, entry
        self._pain: int | None = None
        self.place_typed = False
        """Whether a place was typed and never entered: it is no answer, but is offered at the next start."""

    def __enter__(self) -> Self:
        self._prompt.on_typed = self._typed_score
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._prompt.on_typed = None

    def place(self, question: str, pain: int | None) -> Symptoms:
        """Ask for the place of an entered score.

        Raises:
            GoneError: nobody answers.
        """
        self._pain = pain
        self._hold(Symptoms())
        self._prompt.on_typed = self._typed_place
        felt = self._prompt.place(question)
        self._prompt.on_typed = None
        self.place_typed = False
        self._hold(felt)
        return felt

    def finish(self) -> None:
        """Remove the draft of the stored score; a place that wasn't entered stays as a draft."""
        if not self.place_typed:
            self._drafts.finish(self._uid)

    def drop(self) -> None:
        """Remove the draft: it isn't wanted any more."""
        self._drafts.finish(self._uid)

    def _typed_score(self, typed: str) -> None:
        self._pain = parse_pain(next(iter(typed.split()), ""))  # a letter for the way to begin may follow
        self._hold(Symptoms())

    def _typed_place(self, typed: str) -> None:
        try:
            felt = parse_symptoms(typed)
        except PlaceError:
            felt = Symptoms()
        self.place_typed = felt != Symptoms()
        self._hold(felt)

    def _hold(self, felt: Symptoms) -> None:
        values: dict[str, Any] = {} if self._pain is None else {"pain": self._pain}
        if felt != Symptoms():
            left, right = felt.ranks
            values |= {"left": left, "right": right, "kinds": felt.kinds}
        if values:
            at = now().isoformat(timespec="seconds")
            self._drafts.hold(Draft(self._uid, self._form, at, values, self._entry, self._about))
        else:
            self._drafts.finish(self._uid)


def ask_note(prompt: Prompt, records: Records, entry: Noted, *, saved: bool, may_write: MayWrite = always) -> bool:
    """Ask for a note and store it in the entry, even if it was only partly typed. True if all is on the disk.

    Args:
        prompt: asks for the note.
        records: the journal.
        entry: the note's entry, which is in the journal already, or waits.
        saved: whether the entry is on the disk.
        may_write: for a session's entry, whether this process may still write it.
    """
    prompt.say("A note? An empty line writes none.")
    noted = deepcopy(entry)
    draft = note_draft(entry, "", new_header().at)

    def hold(typed: str) -> None:
        noted["note"] = typed.strip()
        records.unwritten.hold(noted, may_write)
        records.drafts.hold(replace(draft, values={"note": noted["note"]}))

    prompt.on_typed = hold
    try:
        noted["note"] = prompt.line().strip()
    except GoneError:
        noted["note"] = prompt.unfinished.strip()
    finally:
        prompt.on_typed = None
    if noted["note"]:
        saved = records.keep(noted, may_write)
    records.unwritten.finish(entry["uid"])
    records.drafts.finish(draft.uid)
    records.drafts.save()
    return saved


def _kept(safety: SafetyPrompt, draft: Draft) -> bool:
    records = safety.records
    signs, session = NewSymptoms(), None
    try:
        about = records.journal.get(draft.entry) if draft.entry else None
        new = entry_from_draft(draft, new_header(time_of(draft.at), uid=draft.uid), about)
        if isinstance(new, Correction):
            records.journal.edit(new.uid, new.changes, now())
            state = safety.gate().state
            if stop := stop_in_correction(state, new.uid, new.changes, records.journal.entries(), new_header()):
                records.keep(stop)
            signs, session = new_symptoms_in_correction(state, new.uid, new.changes)
        elif new is not None:
            if state := safety.gate().state:
                signs = new_symptoms_in_entry(state, new)
            records.keep(new)
    except JournalError as error:
        records.trouble(error)
        return False
    safety.act_on_signs(signs, session)
    return new is not None
