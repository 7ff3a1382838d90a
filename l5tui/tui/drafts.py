"""Offers drafts at the start of the app: input that wasn't confirmed when the app was closed."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from textual.binding import Binding, BindingType
from textual.content import Content

from l5tui.config.clock import new_header, now
from l5tui.config.errors import JournalError, L5Error
from l5tui.domain.entry_times import moment_of
from l5tui.domain.safety.new_symptoms import new_symptoms_in_entry
from l5tui.domain.time_words import full_day
from l5tui.journal.drafts import (
    MARKED,
    TITLES,
    Correction,
    Draft,
    draft_lines,
    entry_from_draft,
    is_draft_kept,
)
from l5tui.journal.marked_answers import KEPT_AFTER_CUT_OFF, marked_entries
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.chrome import Hint, TopLineWidget
from l5tui.tui.dialog import OfferScreen
from l5tui.tui.records import WRITING
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

KEEPING_ROUTINE: Final = "keeping a routine"
"""A cause of an error message."""
Choice = Literal["keep", "drop", "later"]


class DraftScreen(OfferScreen[Choice]):
    """Asks what to do with a draft. `later` leaves it, to be offered again at the next start."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('keep')", "keep it", id="draft.keep"),
        Binding("d", "choose('drop')", "drop it", id="draft.drop"),
        Binding("escape", "choose('later')", "later", id="draft.later"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("later", ("draft.later",)), Hint("keys", ("help",)))

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def on_mount(self) -> None:
        draft = self.draft
        about = one_line(f"   {draft.about}" if draft.about else "", MUTED)
        self.query_one(TopLineWidget).left = plain(TITLES[draft.form], STRONG) + (
            Content("   ") + about if about else about
        )
        lines = [plain(f"{_typed_at(draft)}, not confirmed.", STRONG)]
        lines += [one_line(line, TEXT) for line in draft_lines(draft)]
        keys = self.keys_by_id()
        choices = [
            self.enter_label("keep it"),
            Content.assemble((f"   {keys.get('draft.drop', 'd')}    drop it", TEXT)),
        ]
        self.say(lines, choices)

    def action_choose(self, choice: Choice) -> None:
        self.dismiss(choice)


def _typed_at(draft: Draft) -> str:
    when = moment_of(draft.at)
    if when is None:
        return "Typed earlier"
    return f"Typed {when:%H:%M}" if when.date() == now().date() else f"Typed {full_day(when.date())}, {when:%H:%M}"


async def keep_marked_answers(app: AppProtocol) -> None:
    """Keep each yes to a safety question that was marked when an earlier start was cut off."""
    drafts = app.records.drafts
    for draft in await app.records.do(lambda _: drafts.left()):
        if draft.form == MARKED:
            on_disk = [await app.keep(entry) for entry in marked_entries(draft)]
            app.show_message(KEPT_AFTER_CUT_OFF)
            if all(on_disk):
                await app.records.do(lambda _, uid=draft.uid: drafts.drop(uid))  # type: ignore[misc]


async def offer_drafts(app: AppProtocol) -> None:
    """Offer the drafts of earlier starts; a search text is filled in again at the next `/`.

    A questionnaire that was begun isn't offered: kept as it is, statements that nobody read would count as not ticked.
    It stays a draft, with which its form goes on.
    """
    drafts = app.records.drafts
    left = await app.records.do(lambda _: drafts.left())
    for draft in (one for one in left if one.form == "find"):
        app.search_texts[draft.about] = str(draft.values.get("note") or "")
        await app.records.do(lambda _, uid=draft.uid: drafts.drop(uid))  # type: ignore[misc]
    for draft in (one for one in left if one.form not in ("find", MARKED)):
        choice: Choice
        if is_draft_kept(draft, app.entries):
            choice = "drop"
        elif draft.form == "form":
            choice = "later"
        else:
            choice = await app.push_screen_wait(DraftScreen(draft))
        if choice == "later" or (choice == "keep" and not await _kept(app, draft)):
            continue
        await app.records.do(lambda _, uid=draft.uid: drafts.drop(uid))  # type: ignore[misc]


async def _kept(app: AppProtocol, draft: Draft) -> bool:
    """Whether the draft's entry is in the journal now, or waits to be written; of a routine whether it has its file."""
    if draft.form == "routine":
        return _routine_kept(app, draft)
    about = next((entry for entry in app.entries if entry["uid"] == draft.entry), None)
    new = entry_from_draft(draft, new_header(moment_of(draft.at), uid=draft.uid), about)
    if new is None:
        return False
    if not isinstance(new, Correction):
        signs = new_symptoms_in_entry(app.gate().state, new)
        on_disk = await app.keep(new)
        await app.safety_flow().act_on_new_symptoms(signs)
        return on_disk
    correction = new
    try:
        await app.change(lambda journal: journal.edit(correction.uid, correction.changes, now()))
    except JournalError as error:
        app.trouble(error, WRITING)
        return False
    await app.reload_if_possible()
    await app.safety_flow().act_on_correction(correction.uid, correction.changes)
    return True


def _routine_kept(app: AppProtocol, draft: Draft) -> bool:
    from l5tui.library.own_routines import save_draft

    try:
        routine = save_draft(str(draft.values.get("text") or ""), app.library)
    except L5Error as error:
        app.trouble(error, KEEPING_ROUTINE)
        return False
    app.reload_library()
    app.show_message(f"{routine.name} is kept")
    return True
