"""What was typed and not confirmed at an earlier start, offered in lines to a person at a keyboard.

A pipe is never asked: its lines were written as answers to other questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from l5tui.domain.pain import parse_pain
from l5tui.errors import JournalError
from l5tui.journal.draft_entries import TITLES, Correction, becomes, has_place, told
from l5tui.journal.drafts import Draft, FormName
from l5tui.journal.when import moment_of
from l5tui.stamp import now, stamp

if TYPE_CHECKING:
    from l5tui.plain.flow import Flow


def offer_drafts(flow: Flow) -> None:
    """Offer each draft; what is kept goes into the journal, what is dropped is gone."""
    if not flow.talk.source.single_keys:
        return
    drafts = flow.records.drafts
    for draft in drafts.left():
        if draft.form == "find" or has_place(draft):
            continue  # what a place means is asked on the full screen
        when = moment_of(draft.at)
        about = f", {draft.about}" if draft.about else ""
        typed = f"{when:%d %B, %H:%M}" if when else "earlier"
        flow.talk.say(f"{TITLES[draft.form]}{about}: typed {typed}, not confirmed.", *told(draft))
        options = {"k": "keep it", "d": "drop it", "l": "later"}
        choice = flow.talk.choose("What shall become of it?", options, hidden={"escape": "l"})
        if choice == "d" or (choice == "k" and _kept(flow, draft)):
            drafts.drop(draft.uid)


@contextmanager
def score_held(flow: Flow, uid: str, form: FormName, about: str, entry: str | None = None) -> Iterator[None]:
    """While a score is typed, have it kept as a draft, should the line drop. Who keeps the score lets go of it."""

    def hold(typed: str) -> None:
        pain = parse_pain(next(iter(typed.split()), ""))  # a way to begin may stand behind it
        if pain is None:
            flow.records.drafts.let_go(uid)
        else:
            at = now().isoformat(timespec="seconds")
            flow.records.drafts.hold(Draft(uid, form, at, {"pain": pain}, entry, about))

    flow.talk.on_typed = hold
    try:
        yield
    finally:
        flow.talk.on_typed = None


def _kept(flow: Flow, draft: Draft) -> bool:
    journal = flow.records.journal
    try:
        about = journal.get(draft.entry) if draft.entry else None
        new = becomes(draft, stamp(moment_of(draft.at), uid=draft.uid), about)
        if isinstance(new, Correction):
            journal.edit(new.uid, new.changes, now())
        elif new is not None:
            flow.records.keep(new)
    except JournalError as error:
        flow.records.trouble(error)
        return False
    return new is not None
