"""What was typed and not confirmed when the app was closed: offered at the next start, and asked about before esc
drops something.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from l5tui.domain.entry import Entry
from l5tui.domain.new import new_log
from l5tui.domain.pain import is_pain
from l5tui.errors import JournalError
from l5tui.journal.drafts import Draft
from l5tui.journal.store import Journal
from l5tui.journal.when import moment_of
from l5tui.screens.base import L5Screen
from l5tui.screens.panel import Option, Panel
from l5tui.screens.records import WRITING
from l5tui.stamp import now, stamp
from l5tui.widgets.days import full_day
from l5tui.widgets.furniture import Hairline, Hint, TopLine
from l5tui.widgets.words import MUTED, STRONG, TEXT, one_line, plain

if TYPE_CHECKING:
    from l5tui.app import L5App

Choice = Literal["keep", "drop", "later"]
DROP: Final = "drop"
TITLES: Final = {
    "log": "A pain score without a session",
    "edit": "A correction",
    "before": "The score before a session",
    "after": "The score after a session",
    "during": "A score within a session",
}
SCORES: Final = {"pain": "pain", "before.pain": "pain before", "after.pain": "pain after", "score": "score"}
"""What each field of a draft is called."""


def drop_panel() -> Panel:
    """Asks before something typed is dropped; answers with `DROP`, or None when the app is to close."""
    options = [Option("escape", "go on writing", "stay"), Option("d", "drop it", DROP)]
    return Panel("Drop what you typed?", options, role="rest", marked="escape")


class DraftScreen(L5Screen[Choice]):
    """Asks what to do with a draft. `later` leaves it, to be asked again at the next start."""

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('keep')", "keep it", id="draft.keep"),
        Binding("d", "choose('drop')", "drop it", id="draft.drop"),
        Binding("escape", "choose('later')", "later", id="draft.later"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("later", ("draft.later",)), Hint("keys", ("help",)))

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def compose(self) -> ComposeResult:
        yield TopLine(id="top")
        yield Hairline(id="hairline")
        yield Static(id="about")
        yield Static(id="choices-for-it")
        yield from self.frame_end()

    def on_mount(self) -> None:
        draft = self.draft
        about = one_line(f"   {draft.about}" if draft.about else "", MUTED)
        self.query_one(TopLine).left = plain(TITLES[draft.form], STRONG) + (Content("   ") + about if about else about)
        lines = [plain(f"{_typed_at(draft)}, not confirmed.", STRONG)]
        lines += [one_line(line, TEXT) for line in told(draft)]
        self.query_one("#about", Static).update(Content("\n").join(lines))
        keys = self.keys_by_id()
        choices = [
            self.enter_label("keep it"),
            Content.assemble((f"   {keys.get('draft.drop', 'd')}    drop it", TEXT)),
        ]
        self.query_one("#choices-for-it", Static).update(Content("\n").join(choices))

    def action_choose(self, choice: Choice) -> None:
        self.dismiss(choice)


def told(draft: Draft) -> list[str]:
    """What was typed, a line each."""
    lines = []
    for field, name in SCORES.items():
        if field in draft.values:
            score = draft.values[field]
            lines.append(f"{name} {'left out' if score is None else score}".capitalize())
    if note := str(draft.values.get("note") or ""):
        lines.append(f"Note: {note}")
    return lines


def _typed_at(draft: Draft) -> str:
    when = moment_of(draft.at)
    if when is None:
        return "Typed earlier"
    return f"Typed {when:%H:%M}" if when.date() == now().date() else f"Typed {full_day(when.date())}, {when:%H:%M}"


async def offer_drafts(app: L5App, left: list[Draft]) -> None:
    """Offer what was typed and not confirmed when the app was closed."""
    drafts = app.records.drafts
    for draft in left:
        if draft.form == "find":
            continue
        if any(entry["uid"] == draft.uid for entry in app.entries):  # kept just before the end
            choice: Choice = "drop"
        else:
            choice = await app.push_screen_wait(DraftScreen(draft))
        if choice == "later" or (choice == "keep" and not await _kept(app, draft)):
            continue
        await app.records.do(lambda _, uid=draft.uid: drafts.drop(uid))  # type: ignore[misc]


async def _kept(app: L5App, draft: Draft) -> bool:
    """Whether what was typed is in the journal now, or waits to be written."""
    values = _sound(draft.values)
    if draft.form == "after" and (entry := _entry(app, draft.entry)) is not None and entry.get("kind") == "session":
        changes = {"after.pain": values.get("pain"), "after.at": draft.at}
        return await _corrected(app, entry["uid"], changes)
    if draft.form == "edit":
        return draft.entry is not None and await _corrected(app, draft.entry, values)
    about = "" if draft.form == "log" or not draft.about else f"{TITLES[draft.form]}: {draft.about}"
    note = str(values.get("note") or about)
    entry_stamp = replace(stamp(moment_of(draft.at)), uid=draft.uid)
    await app.keep(new_log(entry_stamp, values.get("pain"), note=note))
    return True


async def _corrected(app: L5App, uid: str, changes: dict[str, Any]) -> bool:
    def correct(journal: Journal) -> None:
        journal.edit(uid, changes, now())

    try:
        await app.change(correct)
    except JournalError as error:
        app.trouble(error, WRITING)
        return False
    await app.look_if_possible()
    return True


def _entry(app: L5App, uid: str | None) -> Entry | None:
    return next((entry for entry in app.entries if entry["uid"] == uid), None)


def _sound(values: dict[str, Any]) -> dict[str, Any]:
    """The answers that are what their fields may hold: a draft is a file, and files can be changed."""
    return {
        field: value
        for field, value in values.items()
        if (field in SCORES and is_pain(value)) or (field == "note" and isinstance(value, str))
    }
