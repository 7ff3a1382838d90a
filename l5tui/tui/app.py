"""The full-screen app: what its screens share, and which screen comes when. Only this module imports the features.

Screens know it as `app_protocol.AppProtocol`, so that none of them needs another feature, or the app itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
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
from l5tui.config.launch import Launch
from l5tui.config.paths import own_content
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import NOTICE, notice_was_read
from l5tui.domain.new_entry import new_decision
from l5tui.domain.progression.levels import DoseHistory, dose_history
from l5tui.domain.safety.gate import Gate, Need, gate
from l5tui.engine.clock import Clock
from l5tui.journal.sessionlog.handover import HandOver
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.journal.unwritten import report_unwritten
from l5tui.library import Content, load
from l5tui.terminal.capabilities import capabilities
from l5tui.terminal.cell_diff import changes
from l5tui.terminal.driver import TerminalDriver
from l5tui.terminal.driver_messages import InputEndedMessage, InputFailedMessage, OutputStalledMessage
from l5tui.terminal.key_layouts import layout_of
from l5tui.terminal.presence import Presence
from l5tui.terminal.session_clock import session_clock
from l5tui.terminal.signals import SignalHandler
from l5tui.tui.app_protocol import SafetyFlowProtocol
from l5tui.tui.ascii_fallback import AsciiFilter
from l5tui.tui.chrome import key_name
from l5tui.tui.drafts import offer_drafts
from l5tui.tui.journal_app import JournalApp
from l5tui.tui.records import Records
from l5tui.tui.theme import THEMES, CachedStylesheet, theme_name
from l5tui.tui.widgets.figure import Figures

if TYPE_CHECKING:
    from rich.console import RenderableType

    from l5tui.domain.routine import Routine

# ruff: noqa: ARG002 - Textual decides these signatures


_REVERSE = Style(reverse=True)
_UPRIGHT = Style(reverse=False)


class ReverseFilter(LineFilter):
    """What an app adds to its line filters while it flashes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same cells with their two colours exchanged."""
        return [segment if segment.control else _turned(segment) for segment in segments]


def _turned(segment: Segment) -> Segment:
    style = segment.style or Style.null()
    return Segment(segment.text, style + (_UPRIGHT if style.reverse else _REVERSE), None)


PLACE_MODES = ("library", "journal", "guide")
FLASH_S = 0.15
FEW_COLOURS = 16


class L5App(JournalApp):
    """l5tui in a terminal.

    What the journal holds stands in `entries` and `favourites`, what went wrong in `troubles`; screens watch them and
    ask for changes through `keep` and `record`.
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
        self.stylesheet = CachedStylesheet(variables=self.get_css_variables())
        self.layout_of_keys = layout_of(os.environ)
        self.launch = launch
        self.signal_handler = signal_handler or SignalHandler()
        self.fault: Exception | None = None
        self._flashing = False
        self.figures = Figures(self.trouble)
        self.session_clock: Callable[[float, int], Clock] = session_clock
        self.settings = launch.settings
        self.unsaved_settings = Unsaved()
        self.library = library or load(own=own_content())
        journal = Journal(launch.journal, unlocked=launch.settings.unlocked_journal)
        self.records = Records(journal, None if launch.demo else Spool(launch.journal))
        self.signal_handler.before_end(self.records.unwritten.keep_aside)
        self.signal_handler.before_end(self.records.drafts.keep)
        self.hand_over = HandOver(lambda: self.records.journal.live)
        self.signal_handler.handle_first(self.hand_over.find_request)
        self.offered: set[tuple[str, bool]] = set()
        """Unfinished sessions that the person was offered: the uid of each, and whether it ran in another login."""
        self.ascii_only = not self.terminal.unicode
        self._doses: tuple[tuple[tuple[Entry, ...], date], DoseHistory] | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_name(launch.settings.theme, few=few)
        self.set_keymap(dict(launch.settings.keys))
        for place in PLACE_MODES:
            self.add_mode(place, partial(_place_screen, place))

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

    async def _open(self) -> None:
        await self.open_journal()
        with self.holding_keys():
            await self._start_of_day()

    async def _start_of_day(self) -> None:
        """What happens once, after the journal was opened: the notice, what was left unfinished, what was asked for."""
        from l5tui.tui.session.unfinished import close_ended, offer_unfinished

        if not self.launch.demo and not notice_was_read(self.entries):
            from l5tui.tui.help.notice import NoticeScreen

            if not await self.push_screen_wait(NoticeScreen()):
                self.exit(0)
                return
            await self.keep(new_decision(new_header(), NOTICE, "read"))
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
        """The one gate that every way to a session passes, as it stands now.

        Args:
            checked: a full check was answered within this start.
            rechecked: the recheck was answered with "nothing new" within this start.
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
        """The safety feature's screens, for one start of a session, or for what comes within it and after it."""
        from l5tui.tui.safety.flow import SafetyFlow

        return SafetyFlow(self)

    def open_safety_answers(self) -> None:
        """Show what was answered to the safety questions, and keep what is changed there."""
        from l5tui.tui.safety.flow import SafetyFlow

        self.run_worker(SafetyFlow(self).answers(), name="safety", group="safety", exclusive=True)

    # What opens over any screen

    def open_help(self, screen: Screen[Any]) -> None:
        """Show all keys of a screen."""
        from l5tui.tui.help.screen import HelpScreen

        self.push_screen(HelpScreen(screen))

    def open_settings(self) -> None:
        """Show the settings."""
        from l5tui.tui.settings.screen import SettingsScreen

        self.push_screen(SettingsScreen())

    # Doses

    def doses(self) -> DoseHistory:
        """The level of each exercise as the journal has it now; worked out anew only for other entries."""
        today = now()
        known = (self.entries, today.date())
        if self._doses is None or self._doses[0][0] is not known[0] or self._doses[0][1] != known[1]:
            self._doses = (known, self.doses_with(self.entries))
        return self._doses[1]

    def doses_with(self, entries: Iterable[Entry]) -> DoseHistory:
        """The level of each exercise as it would be with these entries."""
        return dose_history(entries, self.library.exercises.values(), now(), demo=self.launch.demo)

    # The terminal

    def to_be_drawn(self, drawn: RenderableType | None) -> RenderableType | None:
        driver = self.textual_driver
        return changes(drawn, driver.cells) if isinstance(driver, TerminalDriver) else drawn

    def write_to_terminal(self, text: str) -> None:
        """Send the terminal something that isn't on the screen: a notification."""
        if text and self.textual_driver is not None:
            self.textual_driver.write(text)

    @property
    def presence(self) -> Presence | None:
        """What is known of whoever sits at the terminal; None without one."""
        driver = self.textual_driver
        return driver.presence if isinstance(driver, TerminalDriver) else None

    def ask_whether_anybody_is_there(self) -> None:
        """Ask the terminal what it answers by itself."""
        if isinstance(driver := self.textual_driver, TerminalDriver):
            driver.ask_whether_anybody_is_there()

    def name_window(self, text: str) -> None:
        """Name the window; an empty text gives it its own name again."""
        if isinstance(driver := self.textual_driver, TerminalDriver):
            driver.name_window(text)

    def wheel_as_arrows(self, *, wanted: bool) -> None:
        """Whether the mouse's wheel may arrive as arrow keys; see `TerminalDriver.wheel_as_arrows`."""
        if isinstance(driver := self.textual_driver, TerminalDriver):
            driver.wheel_as_arrows(wanted=wanted)

    def flash(self) -> None:
        """Show the screen reversed for an instant, once."""
        if not self._flashing:
            self._turn(flashing=True)
            self.set_timer(FLASH_S, lambda: self._turn(flashing=False))

    def _turn(self, *, flashing: bool) -> None:
        self._flashing = flashing
        self.screen.refresh()

    def on_input_ended_message(self, _: InputEndedMessage) -> None:
        """Nobody is there any more; the app is about to exit."""
        self.signal_handler.save_now()

    def on_input_failed_message(self, message: InputFailedMessage) -> None:
        """Keys can't be read any more: a fault of the program, and nothing that was confirmed may be lost by it."""
        self.fault = self.fault or message.error
        self.signal_handler.save_now()

    def on_output_stalled_message(self, _: OutputStalledMessage) -> None:
        """Nobody sees what is shown: a session that runs stands still."""
        for screen in self.screen_stack:
            pause_unattended = getattr(screen, "pause_unattended", None)
            if pause_unattended is not None:
                pause_unattended()

    def failed(self, error: Exception) -> None:
        """A fault of the program: kept for the command line, which writes it down."""
        self.fault = self.fault or error

    # Keys

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding.key, ascii_only=self.ascii_only)

    def action_place(self, step: int) -> None:
        """To the next place, or the one before."""
        here = PLACE_MODES.index(self.current_mode) if self.current_mode in PLACE_MODES else 0
        self.switch_mode(PLACE_MODES[(here + step) % len(PLACE_MODES)])

    async def home(self) -> None:
        """Leave all that is shown over the place, unanswered, for the library."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.switch_mode("library")

    async def action_leave(self) -> None:
        """What ctrl+c does: a session asks first, everything else closes."""
        asking = (getattr(screen, "ask_to_leave", None) for screen in reversed(self.screen_stack))
        ask = next(filter(None, asking), None)
        if ask is None or not ask():
            self.close()

    async def action_quit(self) -> None:
        self.close()

    def start(self, routine: Routine) -> None:
        """Do a routine, from the check-in on."""
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
    """Open the app; what it ends with is the exit status.

    Raises:
        Exception: a fault of the program, with the terminal as it was before.
    """
    with SignalHandler() as signal_handler:
        app = L5App(launch, signal_handler=signal_handler)
        status = app.run(mouse=False)
        app.unsaved_settings.end()
        left = app.records.close()
    told = report_unwritten(app.records.unwritten, *left)
    if app.fault is not None:
        raise app.fault
    if told:
        return ExitStatus.FAILED
    return app.return_code or 0 if status is None else status
