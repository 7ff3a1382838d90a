"""Offers unfinished sessions in plain lines: interrupted ones, and those that another login runs; also drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from types import TracebackType
from typing import Any, Final, Protocol, Self, TypeVar

from msgspec.structs import replace

from l5tui.config.clock import new_header, now
from l5tui.config.errors import JournalError
from l5tui.domain.entry import Entry, LogEntry, SessionEntry
from l5tui.domain.entry_times import moment_of as time_of
from l5tui.domain.pain import parse_pain
from l5tui.domain.place import PlaceError, Symptoms, parse_symptoms
from l5tui.domain.safety.gate import ResumeDecision
from l5tui.domain.safety.new_symptoms import NewSymptoms, new_symptoms_in_correction, new_symptoms_in_entry
from l5tui.domain.safety.words import CANT_GO_ON, ONLY_STOPPED_HERE
from l5tui.domain.time_words import clock
from l5tui.engine.clock import Clock
from l5tui.journal.drafts import (
    TITLES,
    Correction,
    Draft,
    FormName,
    draft_lines,
    entry_from_draft,
    is_draft_kept,
    note_draft,
)
from l5tui.journal.sessionlog.log_files import Unfinished, archive_log
from l5tui.journal.sessionlog.running import (
    RunningSession,
    closing_entry,
    find_unfinished,
    goes_on_here,
    may_go_on,
    stop_to_keep,
    take_up,
)
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog, read_interrupted
from l5tui.journal.sessionlog.takeover import take_over
from l5tui.journal.unwritten import MayWrite, always
from l5tui.plain.answers import GoneError
from l5tui.plain.prompt import Prompt
from l5tui.plain.records import Records
from l5tui.plain.safety import SafetyPrompt
from l5tui.storage.owner import why_unreachable

WHAT_NOW: Final = "What shall become of it?"
CUT_OFF: Final = "this session was cut off. Nothing of it is lost."
ELSEWHERE: Final = "this session is running in another login."


class SessionGuide(Protocol):
    """The part of `Flow` that resuming a session needs."""

    records: Records
    safety: SafetyPrompt
    session_clock: Callable[[float, int], Clock]
    prompt: Prompt

    def guide(self, run: RunningSession, *, away_s: float = 0) -> int:
        """Guide from the session's position to its end; returns the exit status."""
        ...


def offer_unfinished(flow: SessionGuide) -> int | None:
    """Offer interrupted sessions, and those of other logins; returns the exit status if one was resumed here."""
    live = flow.records.journal.live
    try:
        found = find_unfinished(live)
    except (JournalError, OSError) as error:
        flow.records.trouble(error)
        return None
    for one in found:
        try:
            left = read_interrupted(one.path)
            status = _offer_running(flow, one, left) if one.running else _offer_left(flow, one, left)
        except JournalError as error:
            flow.records.trouble(error)
            continue
        if status is not None:
            return status
    return None


def _offer_left(flow: SessionGuide, one: Unfinished, left: InterruptedSession) -> int | None:
    for notice in left.notices:
        flow.records.trouble(notice)
    choice = "k"
    if not left.progress.over:
        flow.prompt.say(*_where_it_is(left, CUT_OFF))
        choice = _what_becomes_of(flow, one, left)
    if choice != "g":
        _keep_stop(flow, left)
    if choice == "g":
        return _go_on(flow, *SessionLog.resume(one.path), away_s=one.away_s)
    if choice != "l":
        there = flow.records.unwritten.state_of(one.uid)
        new = closing_entry(left, one, there, discard=choice == "d")
        if new is None or flow.records.keep(new):
            archive_log(one.path)
    return None


def _keep_stop(flow: SessionGuide, left: InterruptedSession) -> None:
    """Store the stop rule that an interrupted session leads to."""
    entries: list[Entry] = []
    with suppress(JournalError):  # if the journal can't be read, the entry waits until it can be written
        entries = flow.records.entries()
    if stop := stop_to_keep(left, entries):
        flow.records.keep(stop)


def _what_becomes_of(flow: SessionGuide, one: Unfinished, left: InterruptedSession) -> str:
    """What the person wants of it. Going on is offered only where it may go on, and asks the recheck after a while away
    (clinical data, c4). Whether it may is asked again after the answer: another login may have been stopped meanwhile.
    """
    may = _may_go_on(flow, one, left)
    while True:
        flow.prompt.say(CANT_GO_ON.get(may, ""))
        options = {"k": "keep what was done, and end it", "d": "discard it; the score stays"}
        if may in CANT_GO_ON:
            choice = flow.prompt.choose(WHAT_NOW, options)
        else:
            options = {"g": "go on where it was; it begins paused", **options, "l": "later"}
            choice = flow.prompt.choose(WHAT_NOW, options, hidden={"escape": "l"})
        if choice != "g":
            return choice
        may = _may_go_on(flow, one, left)
        if may is ResumeDecision.RECHECK:
            nothing_new = flow.safety.recheck()
            may = _may_go_on(flow, one, left, rechecked=True) if nothing_new else ResumeDecision.BLOCKED
        if may is ResumeDecision.GO_ON:
            return choice


def _may_go_on(
    flow: SessionGuide, one: Unfinished, left: InterruptedSession, *, rechecked: bool = False
) -> ResumeDecision:
    """Whether it may go on now, by the journal as it is now."""
    return may_go_on(left, one.away_s, flow.safety.gate(), rechecked=rechecked)


def _offer_running(flow: SessionGuide, one: Unfinished, left: InterruptedSession) -> int | None:
    where = why_unreachable(left.owner)
    if where is not None:
        flow.prompt.say(f"A session is running {where}. It is left alone; the journal works here too.")
        return None
    flow.prompt.say(*_where_it_is(left, ELSEWHERE))
    goes_on = _may_go_on(flow, one, left) not in CANT_GO_ON
    flow.prompt.say("" if goes_on else ONLY_STOPPED_HERE)
    take = "take it over here; it begins paused" if goes_on else "stop it there"
    options = {"t": take, "l": "leave it there"}
    while flow.prompt.choose(WHAT_NOW, options, hidden={"take": "t", "leave": "l", "escape": "l"}) == "t":
        try:
            log, left = take_over(one.path)
        except JournalError as error:
            said = f"{error}."
            flow.prompt.say(said[:1].upper() + said[1:])
            continue
        if left.progress.over:
            _keep_stop(flow, left)  # the other login may not have stored it
        if goes_on_here(left, one.away_s, flow.safety.gate()):
            return _go_on(flow, log, left, away_s=one.away_s)
        log.close()  # it was paused for long, or may not continue now
        return _offer_left(flow, one, left)
    return None


def _go_on(flow: SessionGuide, log: SessionLog, left: InterruptedSession, *, away_s: float = 0) -> int:
    run, first = take_up(log, left, flow.session_clock)
    if first is not None:
        flow.records.keep(first)
    return flow.guide(run, away_s=away_s)


def _where_it_is(left: InterruptedSession, what: str) -> Iterator[str]:
    """Which session it is, its position, and how much of it is left."""
    where, left_ms = left.stands_at
    when = time_of(left.entry["started"])
    yield f"{left.plan.name}{f', {when:%d %B, %H:%M}' if when else ''}: {what}"
    yield f"{where or 'At its end'}. {clock(left_ms)} are left."


Noted = TypeVar("Noted", SessionEntry, LogEntry)


def offer_drafts(safety: SafetyPrompt) -> None:
    """Offer each draft: a kept one goes into the journal, a dropped one is removed. New symptoms are acted on."""
    prompt, records = safety.prompt, safety.records
    if not prompt.source.single_keys:
        return
    drafts = records.drafts
    for draft in drafts.left():
        if draft.form == "find":
            continue
        if is_draft_kept(draft, records.entries()):
            drafts.drop(draft.uid)
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
            signs, session = new_symptoms_in_correction(safety.gate().state, new.uid, new.changes)
        elif new is not None:
            if state := safety.gate().state:
                signs = new_symptoms_in_entry(state, new)
            records.keep(new)
    except JournalError as error:
        records.trouble(error)
        return False
    safety.act_on_signs(signs, session)
    return new is not None
