"""The full-screen app: the state that its screens share, and the order of screens. Only this module imports features.

Screens know it as `app_protocol.AppProtocol`, so none of them imports another feature, or the app itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen

from l5tui.config.clock import new_header, now
from l5tui.config.config_file import Unsaved
from l5tui.config.errors import ExitStatus
from l5tui.config.garbage import STARTED_S, resume_collection
from l5tui.config.launch import Launch
from l5tui.config.paths import own_content
from l5tui.config.week import first_weekday
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import NOTICE, notice_was_read
from l5tui.domain.new_entry import new_decision
from l5tui.domain.programme_entries import PROGRAMME
from l5tui.domain.progression.levels import DoseHistory, dose_history
from l5tui.domain.safety.gate import Gate, Need, gate
from l5tui.engine.clock import Clock
from l5tui.journal.trends import Day, days
from l5tui.library import Content, load
from l5tui.library.programmes import Followed, InForce, Programmes, with_programme
from l5tui.terminal.capabilities import capabilities
from l5tui.terminal.cell_diff import changes
from l5tui.terminal.driver import TerminalDriver
from l5tui.terminal.driver_messages import InputEndedMessage, InputFailedMessage, OutputStalledMessage
from l5tui.terminal.key_layouts import layout_of
from l5tui.terminal.presence import Presence
from l5tui.terminal.session_clock import session_clock
from l5tui.terminal.signals import SignalHandler
from l5tui.terminal.textual_internals import CachedStylesheet
from l5tui.tui.app_protocol import SafetyFlowProtocol
from l5tui.tui.ascii_fallback import AsciiFilter
from l5tui.tui.chrome import key_name
from l5tui.tui.journal_app import JournalApp
from l5tui.tui.records import Records
from l5tui.tui.theme import THEMES, theme_name
from l5tui.tui.widgets.figure import Figures

if TYPE_CHECKING:
    from rich.console import RenderableType

    from l5tui.domain.routine import Routine
    from l5tui.journal.sessionlog.handover import HandOver

# ruff: noqa: ARG002 - Textual decides these signatures


_REVERSE = Style(reverse=True)
_UPRIGHT = Style(reverse=False)


class ReverseFilter(LineFilter):
    """The line filter that is active while the screen flashes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same cells with foreground and background exchanged."""
        return [segment if segment.control else _reversed(segment) for segment in segments]


def _reversed(segment: Segment) -> Segment:
    style = segment.style or Style.null()
    return Segment(segment.text, style + (_UPRIGHT if style.reverse else _REVERSE), None)


PLACE_MODES = ("library", "journal", "guide")
FLASH_S = 0.15
FEW_COLOURS = 16


class L5App(JournalApp):
    """l5tui in a terminal.

    The journal's content is in `entries` and `favourites`, and errors are in `troubles`. Screens watch these, and
    ask for changes through `keep` and `change`.
    """

    TITLE = "l5tui"
    CSS_PATH = "l5tui.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_MODE: ClassVar[str] = "library"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "leave", "quit", id="quit.now", priority=True, show=False),
        Binding("ctrl+z", "suspend_process", "suspend", id="suspend", priority=True, show=False),
    ]

    def __init__(
        self, launch: Launch, *, library: Content | None = None, signal_handler: SignalHandler | None = None
    ) -> None:
        # Before Textual takes NO_COLOR out of the environment. It is kept by the terminal's own few colours.
        self.terminal = capabilities(os.environ, ascii_only=launch.ascii)
        few = self.terminal.colours <= FEW_COLOURS
        super().__init__(driver_class=TerminalDriver, ansi_color=few)
        self.stylesheet = self.sheets = CachedStylesheet(variables=self.get_css_variables())
        self.layout_of_keys = layout_of(os.environ)
        self.launch = launch
        self.signal_handler = signal_handler or SignalHandler()
        self.fault: Exception | None = None
        self._flashing = False
        self.figures = Figures(self.trouble, lambda: self.library.figures)
        self.session_clock: Callable[[float, int], Clock] = session_clock
        self.settings = launch.settings
        self.unsaved_settings = Unsaved()
        self.library = library or load(own=own_content(), extras=launch.settings.extras_on)
        self._programmes = Programmes(self.library)
        self.offered: set[tuple[str, bool]] = set()
        """Unfinished sessions that were offered: the uid of each, and whether it ran in another login."""
        self.ascii_only = not self.terminal.unicode
        self._doses: tuple[tuple[tuple[Entry, ...], date], DoseHistory] | None = None
        self._days: tuple[tuple[Entry, ...], list[Day]] | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_name(launch.settings.theme, few=few)
        self.set_keymap(dict(launch.settings.keys))
        for place in PLACE_MODES:
            self.add_mode(place, partial(_place_screen, place))

    @cached_property
    def records(self) -> Records:
        """The journal and the input that isn't confirmed yet. It is made once something is shown, because importing
        what it needs takes a while."""
        from l5tui.journal.spool import Spool
        from l5tui.journal.store import Journal

        journal = Journal(self.launch.journal, unlocked=self.settings.unlocked_journal)
        made = Records(journal, None if self.launch.demo else Spool(self.launch.journal))
        self.signal_handler.before_end(made.unwritten.spool_all)
        self.signal_handler.before_end(made.drafts.keep)
        return made

    @cached_property
    def hand_over(self) -> HandOver:
        """Hands a session over to another login; made before there is one."""
        from l5tui.journal.sessionlog.handover import HandOver

        made = HandOver(lambda: self.records.journal.live)
        self.signal_handler.handle_first(made.find_request)
        return made

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = [*super().get_line_filters()]
        if self.ascii_only:
            filters.append(AsciiFilter())
        return [*filters, ReverseFilter()] if self._flashing else filters

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def on_mount(self) -> None:
        self.troubles = (*self.launch.notices, *(str(problem) for problem in self.library.problems))
        self.run_worker(self._open(), name="open", exit_on_error=True)
        self.set_timer(STARTED_S, resume_collection)

    async def _open(self) -> None:
        _ = self.hand_over
        await self.open_journal()
        with self.holding_keys():
            await self._start_of_day()

    async def _start_of_day(self) -> None:
        """Run once after the journal was opened: the notice, unfinished sessions, drafts, and the routine asked for."""
        from l5tui.tui.drafts import keep_marked_answers, offer_drafts
        from l5tui.tui.session.unfinished import close_ended, offer_unfinished

        if not self.launch.demo and not notice_was_read(self.entries):
            from l5tui.tui.help.notice import NoticeScreen

            if not await self.push_screen_wait(NoticeScreen()):
                self.exit(0)
                return
            await self.keep(new_decision(new_header(), NOTICE, "read"))
        await keep_marked_answers(self)
        await close_ended(self)
        if self.gate().need is Need.EMERGENCY:
            await self.safety_flow().emergency()
            if self.closing:
                return
        resumed = await offer_unfinished(self)
        await offer_drafts(self)
        routine = None if resumed is True else resumed or self.library.startable(self.launch.start or "")
        if routine:
            self.start(routine)

    # Safety

    def gate(self, *, checked: bool = False, rechecked: bool = False) -> Gate:
        """The gate that every session must pass, computed from the journal now.

        Args:
            checked: a full check was answered in this start.
            rechecked: the recheck was answered with "nothing new" in this start.
        """
        return gate(
            self.library.safety,
            self.entries,
            now(),
            exercises=list(self.library.exercises),
            checked=checked,
            rechecked=rechecked,
            demo=self.launch.demo,
        )

    def safety_flow(self) -> SafetyFlowProtocol:
        """The safety screens for one start of a session, and for what happens during and after it."""
        from l5tui.tui.safety.flow import SafetyFlow

        return SafetyFlow(self)

    def open_safety_answers(self) -> None:
        """Show the recorded safety answers, and store what the person changes there."""
        from l5tui.tui.safety.flow import SafetyFlow

        self.run_worker(SafetyFlow(self).answers(), name="safety", group="safety", exclusive=True)

    def open_report(self) -> None:
        """Go to the journal, and show the report for a health professional."""
        self.run_worker(self._report(), group="report")

    async def _report(self) -> None:
        from l5tui.tui.journal.screen import JournalScreen

        await self.switch_mode("journal")
        if isinstance(self.screen, JournalScreen):
            self.screen.action_report()

    def reload_library(self) -> None:
        """Read the content again, after the person's own or what is switched on was changed."""
        before = {str(problem) for problem in self.library.problems}
        self._programmes = Programmes(load(own=own_content(), extras=self.settings.extras_on))
        mended = before - {str(problem) for problem in self._programmes.content.problems}
        self.troubles = tuple(line for line in self.troubles if line not in mended)
        self._doses = None
        self.watch_entries()

    # Screens that open over any other

    def open_help(self, screen: Screen[Any]) -> None:
        """Show all keys of a screen."""
        from l5tui.tui.help.screen import HelpScreen

        self.push_screen(HelpScreen(screen))

    def open_settings(self) -> None:
        """Show the settings."""
        from l5tui.tui.settings.screen import SettingsScreen

        self.push_screen(SettingsScreen())

    # The programme and doses

    def watch_entries(self) -> None:
        """A programme may have been taken, replaced or ended: its own routines are there while it is in force."""
        found = self.programme()
        self.clear_trouble(PROGRAMME)
        if found.problem:
            self.trouble(found.problem, PROGRAMME)
        self.library = with_programme(self._programmes.content, found.programme)

    def programme(self) -> InForce:
        """The programme that is in force today."""
        return self._programmes.in_force(self.entries, now().date())

    def programmes_followed(self) -> list[Followed]:
        """Each time that a programme was followed."""
        return self._programmes.followed(self.entries)

    def doses(self) -> DoseHistory:
        """The dose level of each exercise; computed again only if the journal's entries have changed."""
        doses = self.known_doses()
        if doses is None:
            known = (self.entries, now().date())
            doses = self.doses_with(known[0])
            self._doses = (known, doses)
        return doses

    def known_doses(self) -> DoseHistory | None:
        """The same if it is computed, else None: with entries of years that takes a while."""
        known = self._doses
        return known[1] if known and known[0][0] is self.entries and known[0][1] == now().date() else None

    def days(self) -> list[Day]:
        """The days of the journal's chart, oldest first; computed again only if the journal's entries have changed."""
        if self._days is None or self._days[0] is not self.entries:
            self._days = (self.entries, days(self.entries, date.min, date.max, demo=self.launch.demo))
        return self._days[1]

    @property
    def first_weekday(self) -> int:
        """The first day of the person's week, 0 for Monday."""
        return first_weekday(self.settings.week_starts, os.environ)

    def doses_with(self, entries: Iterable[Entry]) -> DoseHistory:
        """The dose level of each exercise if these were the journal's entries, and the programme in force then."""
        every = list(entries)
        found = self._programmes.in_force(every, now().date())
        return dose_history(
            every, self.library.exercises.values(), now(), demo=self.launch.demo, programme=found.programme
        )

    # The terminal

    def filter_drawn(self, drawn: RenderableType | None) -> RenderableType | None:
        driver = self.textual_driver
        return changes(drawn, driver.cells) if isinstance(driver, TerminalDriver) else drawn

    def write_to_terminal(self, text: str) -> None:
        """Send a sequence that draws nothing, such as a notification."""
        if text and self.textual_driver is not None:
            self.textual_driver.write(text)

    @property
    def presence(self) -> Presence | None:
        """Whether the terminal still answers; None without a terminal."""
        driver = self.textual_driver
        return driver.presence if isinstance(driver, TerminalDriver) else None

    def query_presence(self) -> None:
        """Ask the terminal for its status; its answer shows that the connection works."""
        if isinstance(driver := self.textual_driver, TerminalDriver):
            driver.query_presence()

    def set_window_title(self, text: str) -> None:
        """Set the window's title; an empty text restores its own."""
        if isinstance(driver := self.textual_driver, TerminalDriver):
            driver.set_window_title(text)

    def wheel_as_arrows(self, *, wanted: bool) -> None:
        """Say whether the mouse's wheel may be sent as arrow keys; see `TerminalDriver.wheel_as_arrows`."""
        if isinstance(driver := self.textual_driver, TerminalDriver):
            driver.wheel_as_arrows(wanted=wanted)

    def flash(self) -> None:
        """Show the screen in reversed colours once, for a moment."""
        if not self._flashing:
            self._set_reversed(flashing=True)
            self.set_timer(FLASH_S, lambda: self._set_reversed(flashing=False))

    def _set_reversed(self, *, flashing: bool) -> None:
        self._flashing = flashing
        self.screen.refresh()

    def on_input_ended_message(self, _: InputEndedMessage) -> None:
        """Save everything: the terminal is gone, and the app is about to exit."""
        self.signal_handler.save_now()

    def on_input_failed_message(self, message: InputFailedMessage) -> None:
        """Save everything: keys can't be read any more because of a fault, and no confirmed input may be lost."""
        self.fault = self.fault or message.error
        self.signal_handler.save_now()

    def on_output_stalled_message(self, _: OutputStalledMessage) -> None:
        """Pause a running session, because nobody sees the screen."""
        for screen in self.screen_stack:
            pause_unattended = getattr(screen, "pause_unattended", None)
            if pause_unattended is not None:
                pause_unattended()

    def failed(self, error: Exception) -> None:
        """Keep the error of a crash for the command line, which writes it to a file."""
        self.fault = self.fault or error

    # Keys

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding.key, ascii_only=self.ascii_only)

    def action_place(self, step: int) -> None:
        """Go to the next or previous place."""
        here = PLACE_MODES.index(self.current_mode) if self.current_mode in PLACE_MODES else 0
        self.switch_mode(PLACE_MODES[(here + step) % len(PLACE_MODES)])

    async def return_to_library(self) -> None:
        """Close all screens over the place without an answer, and go to the library."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.switch_mode("library")

    async def action_leave(self) -> None:
        """The action of ctrl+c: a session asks first, everything else closes the app."""
        asking = (getattr(screen, "ask_to_leave", None) for screen in reversed(self.screen_stack))
        ask = next(filter(None, asking), None)
        if ask is None or not ask():
            self.close()

    async def action_quit(self) -> None:
        self.close()

    def start(self, routine: Routine) -> None:
        """Begin a routine with its check-in."""
        from l5tui.tui.session.flow import do_routine

        self.run_worker(do_routine(self, routine), name="session", group="session", exclusive=True)


def _place_screen(place: str) -> Screen[None]:
    if place == "journal":
        from l5tui.tui.journal.screen import JournalScreen

        return JournalScreen()
    if place == "guide":
        from l5tui.tui.guide.screen import GuideScreen

        return GuideScreen()
    from l5tui.tui.library.screen import LibraryScreen

    return LibraryScreen()


def run_app(launch: Launch) -> int:
    """Run the app; returns its exit status.

    Raises:
        Exception: an error of the program; the terminal is restored before.
    """
    with SignalHandler() as signal_handler:
        app = L5App(launch, signal_handler=signal_handler)
        status = app.run(mouse=False)
        app.unsaved_settings.end()
        left = app.records.close()
    from l5tui.journal.unwritten import report_unwritten

    told = report_unwritten(app.records.unwritten, *left)
    if app.fault is not None:
        raise app.fault
    if told:
        return ExitStatus.FAILED
    return app.return_code or 0 if status is None else status
