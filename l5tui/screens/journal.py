"""The journal: is it getting better, and what was done. The chart, then the entries, then all of the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from l5tui.domain.entry import Entry
from l5tui.domain.new import new_log
from l5tui.errors import JournalError
from l5tui.journal.export import to_csv, to_json, write_export
from l5tui.journal.store import Journal
from l5tui.journal.trends import days
from l5tui.journal.when import local_date
from l5tui.screens.journal_forms import ExportForm, Form, ScoreForm
from l5tui.screens.panes import Panes
from l5tui.stamp import now, stamp
from l5tui.widgets import entry_words
from l5tui.widgets.chart import PainChart, Span, Sparklines
from l5tui.widgets.choices import Choices, Row
from l5tui.widgets.field import Field
from l5tui.widgets.furniture import Hairline, Hint
from l5tui.widgets.prose import Block, Gap, Paragraph
from l5tui.widgets.reader import Reader, Scrolled
from l5tui.widgets.words import MUTED, STRONG, TEXT, plain, spread

SPANS: Final = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (None, "all"))
FOOTNOTE: Final = (
    "People mostly start when pain is high, so scores often fall on their own. This chart cannot show why."
)
"""Under each trend (clinical data, section g)."""
SHORT_FOOTNOTE: Final = "Scores often fall on their own. This chart cannot show why."
NOTHING: Final = ("Nothing here yet.", "Your scores before and after each session will stand here.")
MOST_ROWS: Final = 1000
"""Rows listed at the most; older ones are found by /."""


class JournalScreen(Panes):
    """The second place."""

    NAME: ClassVar[str] = "journal"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "read", "open the entry", id="journal.open"),
        Binding("a", "add", "write down a score without a session", id="journal.add"),
        Binding("e", "edit", "correct scores and note", id="journal.edit"),
        Binding("d", "delete", "delete; u undoes", id="journal.delete"),
        Binding("u", "undo", "undo the last correction or deletion", id="journal.undo"),
        Binding("slash", "find", "find", id="journal.find"),
        Binding("t", "next_span", "another span of time", id="journal.span"),
        Binding("x", "export", "export to a file", id="journal.export"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("add score", ("journal.add",)),
        Hint("edit", ("journal.edit",)),
        Hint("delete", ("journal.delete",)),
        Hint("undo", ("journal.undo",)),
        Hint("find", ("journal.find",)),
        Hint("span", ("journal.span",)),
        Hint("export", ("journal.export",)),
        Hint("keys", ("help",)),
    )
    READING_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("scroll", ("text.up", "text.down")),
        Hint("back", ("page.close",)),
        Hint("edit", ("journal.edit",)),
        Hint("keys", ("help",)),
    )
    FINDING_HINTS: ClassVar[tuple[Hint, ...]] = (Hint("clear", ("back",)),)

    span: var[int] = var(1)
    """Which of the spans is on the chart."""
    finding: var[bool] = var(False)
    """Whether the entries are filtered."""

    def compose(self) -> ComposeResult:
        yield from self.frame_start()
        yield Static(id="range")
        with Vertical(id="trend"):
            yield PainChart(id="chart")
            yield Sparklines(id="sparklines")
        yield Static(id="footnote")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                with Horizontal(id="finder"):
                    yield Static(plain("/", STRONG), id="finder-mark")
                    yield Field(placeholder="a day, a routine, a word of a note", id="find")
                with Scrolled(id="list"):
                    yield Choices(id="choices")
            with Vertical(id="page"):
                yield Reader()
        yield Hairline(id="brief-line")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.watch(self.app, "entries", self.show_entries, init=False)
        self.watch(self.app, "opened", self.show_entries, init=False)
        self.show_entries()

    # What is shown

    @property
    def listed(self) -> list[Entry]:
        """The entries that are listed, newest first."""
        kept = [entry for entry in self.l5.entries if entry.get("kind") in entry_words.LISTED]
        wanted = self.query_one("#find", Input).value if self.finding else ""
        return [entry for entry in kept if entry_words.matches(entry, wanted)] if wanted.strip() else kept

    def status(self) -> Content:
        span = self._chart_span()
        scores = sum(len(day.before) for day in span.days)
        unanswered = sum(day.unanswered for day in span.days)
        words = f"{scores} score{'s' if scores != 1 else ''} in {SPANS[self.span][1]}"
        return plain(words + (f", {unanswered} not answered" if unanswered else ""), MUTED)

    def show_entries(self) -> None:
        """Show everything again, after the journal or what is wanted of it has changed."""
        if not self.is_mounted:
            return
        chosen = self.choices.chosen
        listed = self.listed
        width = self._row_width()
        demo = self.l5.launch.demo
        rows = [Option(Row(entry_words.row(entry, width, demo=demo)), id=entry["uid"]) for entry in listed[:MOST_ROWS]]
        if len(listed) > MOST_ROWS:
            older = f"{len(listed) - MOST_ROWS} older ones: / finds them"
            rows.append(Option(Row(plain(older, MUTED)), disabled=True))
        self.choices.show(rows, chosen)
        self.set_class(not listed, "-empty")
        self.show_page()
        self.show_trend()
        self.show_tabs()
        self.call_after_refresh(self._fit_rows, width)

    def _row_width(self) -> int:
        return max(20, self.query_one("#left").size.width - 2)

    def _fit_rows(self, width: int) -> None:
        """Write the rows again if the list has another width now than they were made for."""
        if self.query_one("#left").display and self._row_width() != width:
            self.show_entries()

    def show_trend(self) -> None:
        """Show the chart of the span, its legend, and the footnote."""
        span = self._chart_span()
        self.query_one(PainChart).span = span
        self.query_one(Sparklines).span = span
        self.query_one("#range", Static).update(self._range())
        wide = self.size.width >= 4 + len(FOOTNOTE)
        self.query_one("#footnote", Static).update(plain(FOOTNOTE if wide else SHORT_FOOTNOTE, MUTED))

    def _chart_span(self) -> Span:
        today = now().date()
        length, _ = SPANS[self.span]
        since = today - timedelta(days=length - 1) if length else self._first_day(today)
        return Span(since, today, tuple(days(self.l5.entries, since, today, demo=self.l5.launch.demo)))

    def _first_day(self, today: date) -> date:
        dated = (
            local_date(entry.get("started")) for entry in self.l5.entries if entry.get("kind") in ("session", "log")
        )
        return min((day for day in dated if day is not None), default=today - timedelta(days=6))

    def _range(self) -> Content:
        pieces = []
        for number, (_, name) in enumerate(SPANS):
            active = number == self.span
            style = ("bold reverse" if self.app.native_ansi_color else f"{STRONG} on $l5-focus") if active else MUTED
            pieces.append(Content.styled(f" {name} ", style))
        spans = Content(" ").join(pieces)
        legend = Content.assemble(
            ("●", "$l5-do"), (" before   ", TEXT), ("○", TEXT), (" after   ", TEXT), ("±1 is wobble", MUTED)
        )
        return spread(spans, legend, self.size.width - 4)

    def about(self, chosen: str | None) -> list[Block]:
        entry = self._entry(chosen)
        if entry is not None:
            names = {one.id: one.name for one in self.l5.library.exercises.values()}
            return [*entry_words.page(entry, names), Gap(), Paragraph(plain(FOOTNOTE, MUTED))]
        if not self.l5.opened:
            return [Paragraph(plain("The journal is being opened.", MUTED))]
        if self.finding and self.query_one("#find", Input).value:
            wanted = self.query_one("#find", Input).value
            return [Paragraph(plain(f"Nothing with {wanted}.", TEXT))]
        add = self.keys_by_id().get("journal.add", "a")
        return [
            Paragraph(plain(NOTHING[0], STRONG)),
            Paragraph(plain(NOTHING[1], TEXT)),
            Gap(),
            Paragraph(Content.assemble((add, TEXT), (" write down a pain score now", MUTED))),
        ]

    def _entry(self, uid: str | None) -> Entry | None:
        return next((entry for entry in self.l5.entries if entry["uid"] == uid), None) if uid else None

    @property
    def highlighted(self) -> Entry | None:
        """The entry that keys are about."""
        return self._entry(self.choices.chosen)

    def on_screen_resume(self) -> None:
        self.show_entries()

    def on_resize(self, _: Resize) -> None:
        self.call_after_refresh(self.show_entries)

    def hints(self) -> tuple[Hint, ...]:
        return self.FINDING_HINTS if self.finding else super().hints()

    def watch_span(self) -> None:
        if self.is_mounted:
            self.show_trend()
            self.show_tabs()

    # What the keys do

    def action_next_span(self) -> None:
        self.span = (self.span + 1) % len(SPANS)

    def action_add(self) -> None:
        def filled(form: Form | None) -> None:
            if form is not None:
                self.run_worker(self.l5.keep(new_log(stamp(), form.pain["pain"], note=form.note)), group="journal")

        self.app.push_screen(ScoreForm(), filled)

    def action_edit(self) -> None:
        entry = self.highlighted
        if entry is None:
            return

        def filled(form: Form | None) -> None:
            if form is not None:
                changes: dict[str, object] = {**form.pain}
                if form.note != entry.get("note", ""):
                    changes["note"] = form.note
                self._change(lambda journal: journal.edit(entry["uid"], changes, now()))

        self.app.push_screen(ScoreForm(entry), filled)

    def action_delete(self) -> None:
        entry = self.highlighted
        if entry is not None:
            undo = self.keys_by_id().get("journal.undo", "u")
            self._change(lambda journal: journal.delete(entry["uid"], now()), f"Deleted. {undo} undoes")

    def action_undo(self) -> None:
        self._change(lambda journal: journal.undo(), "Undone")

    def _change(self, change: Callable[[Journal], object], said: str = "") -> None:
        """Change the journal, show what it holds then, and say what was done."""

        async def do() -> None:
            try:
                done = await self.l5.records.do(change)
                await self.l5.look()
            except JournalError as error:
                self.l5.trouble(error)
                return
            if said == "Undone" and done is None:
                self.notify("Nothing to undo.", timeout=3)
            elif said:
                self.notify(said + ".", timeout=4)

        self.run_worker(do(), group="journal")

    def action_export(self) -> None:
        def chosen(path: Path | None) -> None:
            if path is not None:
                self.run_worker(self._export(path), group="journal")

        self.app.push_screen(ExportForm(f"journal-{now():%Y-%m-%d}.csv"), chosen)

    async def _export(self, path: Path) -> None:
        entries = self.l5.entries
        text = to_json(entries) if path.suffix == ".json" else to_csv(entries)
        try:
            await self.l5.records.do(lambda _: write_export(path, text))
        except JournalError as error:
            self.l5.trouble(error)
        else:
            self.notify(f"{len(entries)} entries are in {path}.", timeout=6, markup=False)

    def action_find(self) -> None:
        self.reading = False
        self.finding = True
        self.query_one("#find", Input).focus()

    def on_input_changed(self) -> None:
        if self.finding:
            self.show_entries()

    def on_input_submitted(self) -> None:
        self.choices.focus()

    def watch_finding(self, finding: bool) -> None:
        self.set_class(finding, "-finding")
        if self.is_mounted and not finding:
            self.query_one("#find", Input).value = ""
            self.choices.focus()
            self.show_entries()

    def action_back(self) -> None:
        if self.finding:
            self.finding = False
        else:
            super().action_back()
