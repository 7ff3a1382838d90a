"""The library screen: favourites, routines and exercises, and a page about the highlighted one.

The list is made from the content and the favourites, the summary line from the journal; nothing is stored here a second
time. The text typed after `/` filters by name and alias.
"""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.reactive import var
from textual.widgets import OptionList, Static

from l5tui.config.clock import new_header, now
from l5tui.config.errors import JournalError
from l5tui.config.keys import KEYS
from l5tui.config.session_plan import changed_doses, plan_of
from l5tui.domain.programme import Programme
from l5tui.domain.programme_entries import Today, new_over_said, over_to_say, today_of
from l5tui.domain.progression.seek_help import REPORT_HELPS, new_reason_shown, reasons_to_seek_help
from l5tui.domain.routine import Routine
from l5tui.domain.safety.gate import REFUSED
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.time_words import full_day
from l5tui.engine.plan import Plan
from l5tui.journal.trends import last_pair, sessions_this_week
from l5tui.library.faulty_routines import FaultyRoutine
from l5tui.tui.chrome import Hint, KeyLineWidget, TopLineWidget
from l5tui.tui.library.own_routines import OwnRoutinesScreen
from l5tui.tui.library.preview import PreviewPlayer, figure_rows
from l5tui.tui.library.routine_detail import OFF, SummaryParts, SummaryPartsWidget, detail, fault_page, summary_parts
from l5tui.tui.library.routine_list import MEND, LibraryGroups, options
from l5tui.tui.records import WRITING
from l5tui.tui.widgets.choices import ChoiceListWidget
from l5tui.tui.widgets.figure import FigureWidget
from l5tui.tui.widgets.page_blocks import PageVisual
from l5tui.tui.widgets.scrolling import ReaderWidget, ScrolledListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain
from l5tui.tui.widgets.text_field import FindFieldWidget

START: Final = "start"
BLOCKED: Final = "why none starts"
"""The words for enter while no session may start."""
HAS_FAULT: Final = "has a fault"
MEND_FIRST: Final = "{name} has a fault: mend it first"
THIS_WEEK: Final = ("session this week", "sessions this week")
DIGITS: Final = range(1, 10)
ROWS_AROUND: Final = 5
"""Rows of the tabs, lines, keys and blanks around the body, used before the body has a size."""
LONGEST: Final = 60
"""The most characters of the filter: more than any name has, so that text pasted by mistake stays short."""


class LibraryScreen(OwnRoutinesScreen):
    """The routines and exercises that can be started."""

    NAME: ClassVar[str] = "library"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "start the highlighted one", id="library.start"),
        Binding("f", "favourite", "make it a favourite, or one no longer", id="library.favourite"),
        *(
            Binding(str(digit), f"start_favourite({digit})", f"start favourite {digit}", id=f"favourite.{digit}")
            for digit in DIGITS
        ),
        Binding("slash", "find", "find by name", id="library.find"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("choose", ("list.up", "list.down")),
        Hint("favourite", ("library.favourite",)),
        Hint("start one", ("favourite.1", "favourite.9")),
        Hint("find", ("library.find",)),
        Hint("new", ("library.new",)),
        Hint("edit", ("library.edit",)),
        Hint("journal", ("place.next",)),
        Hint("quit", ("quit",)),
        Hint("keys", ("help",)),
    )
    NARROW_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("read", ("page.read",)),
        Hint("find", ("library.find",)),
        Hint("keys", ("help",)),
    )
    READING_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("scroll", ("text.up", "text.down")),
        Hint("back", ("page.close",)),
        Hint("favourite", ("library.favourite",)),
        Hint("keys", ("help",)),
    )
    FINDING_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("choose", ("find.up", "find.down")),
        Hint("clear", ("back",)),
    )

    finding: var[bool] = var(False)
    """Whether the list is filtered."""
    advice: var[str] = var("")
    """The line about a reason to seek help, until it is hidden; usually empty."""

    def compose(self) -> ComposeResult:
        yield from self.frame_start()
        yield Static(id="advice")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                with Horizontal(id="finder"):
                    yield Static(plain("/", STRONG), id="finder-mark")
                    yield FindFieldWidget(id="find", max_length=LONGEST)
                with ScrolledListWidget(id="list"):
                    yield ChoiceListWidget(id="choices")
            with Vertical(id="page"):
                yield TopLineWidget(id="title")
                yield SummaryPartsWidget(id="summary-parts")
                yield FigureWidget(id="figure")
                yield ReaderWidget()
        yield Static(id="brief")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self._pages: dict[tuple[str, int | None], PageVisual] = {}
        self._page_of: str | None = None
        self._settings = self.l5.settings
        self._restrictions: tuple[Restriction, ...] = ()
        self._doses: tuple[dict[str, int], frozenset[str], Programme | None] = ({}, frozenset(), None)
        self._today: Today | None = None
        self._blocked = False
        self._ask_gate()
        self._placed: str | None = None
        self._figure_rows = 0
        self._player = PreviewPlayer(self, self.query_one("#figure", FigureWidget))
        self._rows_shown = 0
        self._moved = False
        self._advised = False
        self.show_list()  # before `watch`, or reading these values for the first time would show the list again
        self.watch(self.app, "favourites", self._show_favourites, init=False)
        self.watch(self.app, "opened", self._show_favourites, init=False)
        self.watch(self.app, "entries", self._show_entries, init=False)

    # Content

    @cached_property
    def plans(self) -> dict[str, tuple[Routine, Plan]]:
        """Everything that can be started, by id, with the plan that would run."""
        content = self.l5.library
        startable = (content.startable(one) for one in (*content.routines, *content.exercises))
        found = (routine for routine in startable if routine is not None)
        rows, doses = self._restrictions, self.l5.doses()
        its = doses.programme
        dosed = (its.applied(routine) if its else routine for routine in found)
        return {routine.id: (routine, plan_of(routine, self.l5.settings, rows, doses)) for routine in dosed}

    @cached_property
    def cautions(self) -> dict[str, str]:
        """The subject of each safety question, by its id."""
        safety = self.l5.library.safety
        return {question.id: question.short for question in safety.questions} if safety else {}

    def status(self) -> Content:
        today = now().date()
        if self._today is not None:
            return plain("   ".join(filter(None, (full_day(today), self._lately))), MUTED)
        count = sessions_this_week(self.l5.days(), today, self.l5.first_weekday)
        parts = [full_day(today)]
        if count:
            parts.append(f"{count} {THIS_WEEK[count != 1]}")
        return plain("   ".join(parts), MUTED)

    @property
    def _lately(self) -> str:
        return self._today.week_words if self._today is not None and self._today.days_done else ""

    def show_list(self, *, from_first: bool = False, highlight: str | None = None) -> None:
        """Update the list and keep the highlighted row, or highlight another one; until the person has moved, the first
        row stays highlighted."""
        chosen = highlight or self.choices.chosen
        if from_first or (chosen == self.choices.first and not self._moved and highlight is None):
            chosen = None
        lengths = {one: plan.total_s if plan.segments else None for one, (_, plan) in self.plans.items()}
        groups = LibraryGroups(
            self.l5.library, self.l5.favourites, lengths, self._today, self._lately if self.has_class("-narrow") else ""
        )
        crowded = bool(self.advice) and self.has_class("-narrow", "-short")
        rows = options(
            groups,
            self.query_one(FindFieldWidget).value if self.finding else "",
            self._rows(),
            favourite_key=self.keys_by_id().get("library.favourite", "") if self.l5.opened and not crowded else "",
            settings_key=self.keys_by_id().get("settings", ""),
        )
        self._rows_shown = self._rows()
        self.choices.show(rows, chosen)
        self._placed = self.choices.chosen
        self.show_page()

    def _rows(self) -> int:
        """How many rows the list has room for."""
        return self.query_one("#list").size.height or self.size.height - ROWS_AROUND

    def show_page(self) -> None:
        before, self._page_of = self._page_of, self.choices.chosen
        if before != self._page_of:
            by_hand = self._page_of != self._placed  # it moves only if a person highlighted the row
            self._placed = None if by_hand else self._placed
            chosen = self.plans.get(self._page_of) if self._page_of else None
            self._player.choose(chosen[1] if chosen else None, move=by_hand)
            super().show_page()
        if (before is None) != (self._page_of is None):
            self.refresh_hints()
        self._show_summary()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self.choices.chosen == self._page_of:
            event.stop()
            event.prevent_default()  # the page of this row is shown already

    def about(self, chosen: str | None) -> PageVisual:
        if chosen is None:
            return PageVisual(())
        if faulty := self.chosen_faulty():
            return PageVisual(fault_page(faulty, self.keys_by_id().get("library.edit", "")))
        shown = self._player.step if self._figure_rows else None
        page = (chosen, shown)
        if page not in self._pages:
            few = self.app.native_ansi_color
            care, mark = (STRONG, STRONG) if few else ("bold $l5-rest", "bold $l5-do")
            routine, plan = self.plans[chosen]
            rows = self._restrictions
            self._pages[page] = PageVisual(
                detail(
                    routine,
                    plan,
                    self.cautions,
                    care,
                    restrictions=rows,
                    doses=changed_doses(plan, self.l5.doses()),
                    programme=self._doses[2],
                    shown=shown,
                    mark=mark,
                )
            )
        return self._pages[page]

    def _fit_figure(self) -> bool:
        """Give the figure the rows that are free now; True if their number has changed."""
        view, parts, rows = self.query_one("#figure", FigureWidget), self.query_one(SummaryPartsWidget), 0
        if self._player.step is not None and not self.reading:
            body = self.query_one("#body").size.height or self.size.height - ROWS_AROUND
            rows = figure_rows(self.size, body - 1 - parts.rows)
        if rows == self._figure_rows:
            return False
        seen, self._figure_rows = self._figure_rows > 0, rows
        view.display = rows > 0
        view.styles.height = rows
        parts.set_class(rows > 0, "-above-figure")  # a class of the screen would style all its widgets again
        if seen != view.display and self._page_of is not None:
            self.reader.page.page_visual = self.about(self._page_of)  # the page keeps its scroll position
        return True

    def _show_summary(self) -> None:
        chosen = self.choices.chosen
        title = self.query_one("#title", TopLineWidget)
        title.left, title.right, pieces = Content(""), Content(""), []
        if faulty := self.chosen_faulty():
            title.left, title.right = one_line(faulty.name, STRONG), plain(HAS_FAULT, "bold $l5-rest")
        elif chosen is not None:
            routine, plan = self.plans[chosen]
            last = last_pair(self.l5.entries, chosen, demo=self.l5.launch.demo)
            pieces = summary_parts(routine, plan, last, now().date())
            title.left = one_line(routine.name, STRONG)
            title.right = self._starts() if plan.segments else plain(OFF, "bold $l5-rest")
        self.query_one("#summary-parts", SummaryPartsWidget).parts = SummaryParts(tuple(pieces))
        brief = SummaryParts(tuple(piece for number, piece in enumerate(pieces) if number != 1))
        self.query_one("#brief", Static).update(brief.last_that_fit(self.size.width - 2), layout=False)
        self._show_figure()

    def _show_favourites(self) -> None:
        self.show_list()
        self._show_reason_to_seek_help()

    def _show_reason_to_seek_help(self) -> None:
        """Show that a programme is over, else one reason to seek help, and record that it was shown.

        At most one for each start of the app, and only here: never over a check-in (clinical data, d4).
        """
        app = self.l5
        if self._advised or not app.opened or not self.is_current:
            return
        if over := over_to_say(app.entries, now().date()):
            self._advised, self.advice = True, over[1]
            self.run_worker(app.keep(new_over_said(new_header(), over[0])), group="advice")
            return
        found = reasons_to_seek_help(app.entries, app.doses().sessions, now().date(), demo=app.launch.demo)
        if found:
            self._advised, self.advice = True, found[0].text + self._report_helps()
            self.run_worker(app.keep(new_reason_shown(new_header(), found[0].id)), group="advice")

    def _report_helps(self) -> str:
        """The sentence about the report, with its keys; empty in a small window, where the list needs the rows."""
        keys = {
            "journal": self.keys_by_id().get("place.journal", ""),
            "report": self.l5.settings.keys.get("journal.report", KEYS["journal.report"]),
        }
        return "" if self.has_class("-short") or self.has_class("-narrow") else REPORT_HELPS.format(**keys)

    def watch_advice(self, advice: str) -> None:
        self.set_class(bool(advice), "-with-advice")
        if self.is_mounted:
            hides = f"   {self.keys_by_id().get('back', '')} hides this"
            self.query_one("#advice", Static).update(plain(advice, TEXT) + plain(hides, MUTED))
            if self.has_class("-narrow", "-short"):
                self.call_after_refresh(self.show_list)

    def _ask_gate(self) -> bool:
        """Ask the gate for restrictions, and get the doses and what the programme has for today; True if any of these
        has changed since the list and the plans were made."""
        found, doses, before = self.l5.gate(), self.l5.doses(), (self._restrictions, self._doses, self._today)
        self._blocked, self._restrictions = found.need in REFUSED, found.restrictions
        self._doses = (doses.levels, doses.easier_first, its := doses.programme)
        entries, demo = self.l5.entries, self.l5.launch.demo
        self._today = today_of(its, entries, now().date(), demo=demo) if its and its.sessions else None
        return before != (self._restrictions, self._doses, self._today)

    def _show_entries(self) -> None:
        if self._ask_gate():
            self.__dict__.pop("plans", None)
            self._pages.clear()
            self._page_of = None
            self.show_list()
        self.show_tabs()
        self._show_summary()
        self.refresh_hints()
        self._show_reason_to_seek_help()

    def _follow_settings(self) -> None:
        """Apply settings that were changed meanwhile: sides in the plans, the figure, motion."""
        if self._settings is not self.l5.settings:
            self._settings = self.l5.settings
            self.__dict__.pop("plans", None)
            self._page_of = None
            self.show_list()

    def on_screen_resume(self, _: ScreenResume) -> None:
        self._follow_settings()
        self._show_entries()

    def on_screen_suspend(self) -> None:
        self._player.pause_unattended()

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self._show_summary()
        self.refresh_hints()

    def on_scrolled_list_widget_resized(self) -> None:
        if self._rows() != self._rows_shown:
            self.show_list()

    def watch_reading(self, reading: bool) -> None:
        super().watch_reading(reading)
        if self.is_mounted:
            self._show_figure()

    def _show_figure(self) -> None:
        """Show the figure, after fitting it into the free rows."""
        self._fit_figure()
        self.call_after_refresh(self._draw_figure)

    def _draw_figure(self) -> None:
        """Draw the figure; if the summary now needs another line, fit the figure again first."""
        if self._fit_figure():
            self.call_after_refresh(self._player.draw)
        else:
            self._player.draw()

    def hints(self) -> tuple[Hint, ...]:
        if self.finding:
            return self.FINDING_HINTS
        if self.has_class("-narrow") and not self.reading:
            return self.NARROW_HINTS
        return super().hints()

    def refresh_hints(self) -> None:
        super().refresh_hints()
        if self.is_mounted:
            narrow = self.has_class("-narrow") and self.choices.chosen in self.plans and not self.reading
            self.query_one(KeyLineWidget).lead = self._starts() if narrow else Content("")

    def _starts(self) -> Content:
        """The label of enter: start the highlighted item, or say why no session starts."""
        return self.enter_label(BLOCKED if self._blocked else START)

    def chosen_routine(self) -> Routine | None:
        faulty = self.chosen_faulty()
        return faulty.routine if faulty else self.l5.library.startable(self.choices.chosen or "")

    def chosen_faulty(self) -> FaultyRoutine | None:
        chosen = self.choices.chosen or ""
        return self.l5.library.faulty.get(chosen.removeprefix(MEND)) if chosen.startswith(MEND) else None

    # Keys

    def action_start(self) -> None:
        self._start(self.choices.chosen)

    def on_input_submitted(self) -> None:
        self.action_start()

    def action_start_favourite(self, digit: int) -> None:
        favourites = self.l5.favourites
        self._start(favourites[digit - 1] if digit <= len(favourites) else None)

    def _start(self, chosen: str | None) -> None:
        routine = self.l5.library.startable(chosen or "")  # without the programme's dose, which its plan takes anew
        if routine is not None:
            self.l5.start(routine)
        elif faulty := self.chosen_faulty():
            self.l5.show_message(MEND_FIRST.format(name=faulty.name))

    def action_favourite(self) -> None:
        chosen = self.choices.chosen
        if chosen in self.plans:
            self._moved = True  # the row stays highlighted at its new position
            self.run_worker(self._toggle(chosen), group="favourite")

    async def _toggle(self, chosen: str) -> None:
        try:
            await self.l5.change(lambda journal: journal.toggle_favourite(chosen))
            await self.l5.reload()
        except JournalError as error:
            self.l5.trouble(error, WRITING)

    def show_library_again(self, highlight: str | None = None) -> None:
        self.l5.reload_library()
        self.__dict__.pop("plans", None)
        self._pages.clear()
        self._page_of = None
        self._moved = self._moved or highlight is not None
        self.show_list(highlight=highlight)

    def action_find(self) -> None:
        self.reading = False
        self.finding = True
        finder = self.query_one(FindFieldWidget)
        finder.focus()
        if before := self.l5.search_texts.pop(self.NAME, ""):
            finder.value = before
        finder.action_select_all()  # typing replaces it

    @property
    def esc_hides_trouble(self) -> bool:
        return super().esc_hides_trouble and not self.finding and not self.advice

    def action_back(self) -> None:
        if self.finding:
            self.finding = False
        elif self.advice and not self.reading:
            self.advice = ""
        else:
            super().action_back()

    def watch_finding(self, finding: bool) -> None:
        self.set_class(finding, "-finding")
        if self.is_mounted and not finding:
            self.choices.focus()
            self.query_one(FindFieldWidget).value = ""
            self.l5.hold_search_text(self.NAME, "")
            self.show_list()

    def on_input_changed(self) -> None:
        if self.finding:
            self.l5.hold_search_text(self.NAME, self.query_one(FindFieldWidget).value)
            self.show_list(from_first=True)

    def action_move(self, way: int) -> None:
        if way < 0:
            self.choices.action_cursor_up()
        else:
            self.choices.action_cursor_down()
