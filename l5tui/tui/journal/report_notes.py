"""The choice of notes that stand in a report. Without a choice none does."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from l5tui.config.clock import new_header
from l5tui.domain.entry_reading import text
from l5tui.domain.entry_times import local_date
from l5tui.domain.time_words import full_day
from l5tui.journal.report_decisions import new_note_choice, notes_shown
from l5tui.tui.chrome import HairlineWidget, Hint, KeyLineWidget, L5Screen, TopLineWidget
from l5tui.tui.widgets.choices import ChoiceListWidget, ChoiceVisual
from l5tui.tui.widgets.scrolling import ScrolledListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

NO_NOTES: Final = "No entry of these days has a note."


class ReportNotesScreen(L5Screen[None]):
    """Chooses which notes of a period go into the report: none, unless the person says so.

    Args:
        since: the first day.
        until: the last day.
    """

    WIDEST: ClassVar[int | None] = 88
    GUTTER: ClassVar[int] = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "put it into reports, or leave it out", id="notes.choose"),
        Binding("escape", "close", "back to the report", id="back"),
        Binding("q", "close", "back to the report", id="notes.close"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("move", ("list.up", "list.down")),
        Hint("back", ("back",)),
        Hint("keys", ("help",)),
    )

    def __init__(self, since: date, until: date) -> None:
        super().__init__()
        self.since, self.until = since, until

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        with ScrolledListWidget(id="list"):
            yield ChoiceListWidget(id="choices")
        yield Static(id="none")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain("Notes in the report", STRONG)
        self.query_one(KeyLineWidget).lead = self.enter_label("in, or out")
        self.choices.focus()
        self._show()

    @property
    def choices(self) -> ChoiceListWidget:
        """The list."""
        return self.query_one(ChoiceListWidget)

    def _show(self) -> None:
        from textual.widgets.option_list import Option

        shown = notes_shown(self.l5.entries)
        rows = []
        for entry in self.l5.entries:
            day = local_date(entry.get("started"))
            note = " ".join(text(entry, "note").split())
            if day is not None and note and self.since <= day <= self.until:
                mark = "[x]" if entry["uid"] in shown else "[ ]"
                left = Content.assemble((f"{mark} ", TEXT), (f"{full_day(day)}  ", MUTED)) + one_line(note, TEXT)
                rows.append(Option(ChoiceVisual(left), id=entry["uid"]))
        self.choices.show(rows, self.choices.chosen)
        self.query_one("#none", Static).update("" if rows else plain(NO_NOTES, MUTED))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click; enter is the screen's own."""
        event.stop()

    def action_choose(self) -> None:
        if (uid := self.choices.chosen) is not None:
            self.run_worker(self._chosen(uid), group="notes")

    async def _chosen(self, uid: str) -> None:
        with self.l5.holding_keys():
            shown = uid not in notes_shown(self.l5.entries)
            await self.l5.keep(new_note_choice(new_header(), uid, shown=shown, entries=self.l5.entries))
            self._show()

    def action_close(self) -> None:
        self.dismiss(None)
