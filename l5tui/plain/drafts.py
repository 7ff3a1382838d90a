"""What was typed and not confirmed at an earlier start, offered in lines to a person at a keyboard.

A pipe is never asked: its lines were written as answers to other questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from l5tui.domain.pain import parse_pain
from l5tui.errors import JournalError
from l5tui.journal.draft_entries import TITLES, Correction, becomes, has_place, told
from l5tui.journal.drafts import Draft, FormName
from l5tui.journal.when import moment_of
from l5tui.plain.records import Records
from l5tui.plain.talk import Talk
from l5tui.stamp import now, stamp


def offer_drafts(talk: Talk, records: Records) -> None:
    """Offer each draft; what is kept goes into the journal, what is dropped is gone."""
    if not talk.source.single_keys:
        return
    drafts = records.drafts
    for draft in drafts.left():
        if draft.form == "find" or has_place(draft):
            continue  # what a place means is asked on the full screen
        when = moment_of(draft.at)
        about = f", {draft.about}" if draft.about else ""
        typed = f"{when:%d %B, %H:%M}" if when else "earlier"
        talk.say(f"{TITLES[draft.form]}{about}: typed {typed}, not confirmed.", *told(draft))
        options = {"k": "keep it", "d": "drop it", "l": "later"}
        choice = talk.choose("What shall become of it?", options, hidden={"escape": "l"})
        if choice == "d" or (choice == "k" and _kept(records, draft)):
            drafts.drop(draft.uid)


@contextmanager
def score_held(
    talk: Talk, records: Records, uid: str, form: FormName, about: str, entry: str | None = None
) -> Iterator[None]:
    """While a score is typed, have it kept as a draft, should the line drop. Who keeps the score lets go of it."""

    def hold(typed: str) -> None:
        pain = parse_pain(next(iter(typed.split()), ""))  # a way to begin may stand behind it
        if pain is None:
            records.drafts.let_go(uid)
        else:
            at = now().isoformat(timespec="seconds")
            records.drafts.hold(Draft(uid, form, at, {"pain": pain}, entry, about))

    talk.on_typed = hold
    try:
        yield
    finally:
        talk.on_typed = None


def _kept(records: Records, draft: Draft) -> bool:
    journal = records.journal
    try:
        about = journal.get(draft.entry) if draft.entry else None
        new = becomes(draft, stamp(moment_of(draft.at), uid=draft.uid), about)
        if isinstance(new, Correction):
            journal.edit(new.uid, new.changes, now())
        elif new is not None:
            records.keep(new)
    except JournalError as error:
        records.trouble(error)
        return False
    return new is not None
