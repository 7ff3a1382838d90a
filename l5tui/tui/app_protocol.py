"""The parts of the app that screens use, declared below them, so that no screen imports the app or another feature.

`app.py` implements the protocol, and is the one module that imports the features. A screen reaches Textual's own `App`
through `self.app`; of it, only what functions across several screens use is declared here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from textual.screen import Screen

    from l5tui.config.config_file import Unsaved
    from l5tui.config.launch import Launch
    from l5tui.config.settings import Settings
    from l5tui.domain.entry import Entry, Stop
    from l5tui.domain.progression.levels import DoseHistory
    from l5tui.domain.routine import Routine
    from l5tui.domain.safety.full_check import EmergencyCheck
    from l5tui.domain.safety.gate import Gate
    from l5tui.domain.safety.new_symptoms import NewSymptoms
    from l5tui.engine.clock import Clock
    from l5tui.journal.may_write import MayWrite
    from l5tui.journal.sessionlog.handover import HandOver
    from l5tui.journal.store import Journal
    from l5tui.journal.trends import Day
    from l5tui.library import Content
    from l5tui.library.programmes import Followed, InForce
    from l5tui.terminal.capabilities import Capabilities
    from l5tui.terminal.presence import Presence
    from l5tui.terminal.signals import SignalHandler
    from l5tui.tui.records import Records
    from l5tui.tui.widgets.figure import Figures

T = TypeVar("T")


class JournalProtocol(Protocol):
    """The journal and the error messages that all screens share; `journal_app.py` implements it."""

    @property
    def records(self) -> Records: ...

    entries: tuple[Entry, ...]
    """The journal's entries, newest first."""
    favourites: tuple[str, ...]
    opened: bool
    saves: bool
    removed: bool
    troubles: tuple[str, ...]
    asking: bool
    search_texts: dict[str, str]

    @property
    def unreadable(self) -> bool: ...

    def hold_search_text(self, place: str, text: str) -> None: ...

    async def reload(self) -> None: ...

    async def reload_if_possible(self) -> None: ...

    async def follow(self) -> None: ...

    async def keep(self, entry: Entry, may_write: MayWrite = ...) -> bool: ...

    async def change(self, call: Callable[[Journal], T]) -> T: ...

    async def ask_about_removed(self) -> bool: ...

    def trouble(self, error: Exception | str, cause: str = "") -> None: ...

    def clear_trouble(self, cause: str) -> None: ...

    def close(self) -> None: ...

    async def end(self, *, asked: bool = False) -> None: ...


class TerminalProtocol(Protocol):
    """The terminal, as a session uses it."""

    terminal: Capabilities
    ascii_only: bool
    signal_handler: SignalHandler

    @property
    def presence(self) -> Presence | None: ...

    def query_presence(self) -> None: ...

    def write_to_terminal(self, text: str) -> None: ...

    def set_window_title(self, text: str) -> None: ...

    def wheel_as_arrows(self, *, wanted: bool) -> None: ...

    def bell(self) -> None: ...

    def flash(self) -> None: ...


class KeysProtocol(Protocol):
    """The handling of keys between screens; `key_queue.py` and `key_guard.py` implement it."""

    other_letters: bool

    def holding_keys(self) -> AbstractContextManager[None]: ...

    async def came_alone(self) -> bool: ...

    def show_message(self, words: str) -> None: ...

    def hide_message(self) -> None: ...


class SafetyFlowProtocol(Protocol):
    """The safety screens, for other features; `safety/flow.py` implements and documents it.

    One object is made for each start of a session: it knows whether the full check was answered in it.
    """

    checked: bool

    async def pass_gate(self) -> Gate | None: ...

    async def emergency(self) -> bool: ...

    async def emergency_in_session(self) -> bool: ...

    async def recheck(self) -> bool: ...

    async def ask_emergency_questions(
        self, check: EmergencyCheck, heading: str, said: str, asked: str, *, none: str = ""
    ) -> bool: ...

    async def act_on_new_symptoms(
        self, signs: NewSymptoms, session: str | None = None, *, kept: bool = True
    ) -> Stop | Literal["open"] | None: ...

    async def act_on_correction(self, uid: str, changed: Iterable[str]) -> None: ...


class AppProtocol(JournalProtocol, TerminalProtocol, KeysProtocol, Protocol):
    """The app, as its screens and the functions across several screens use it."""

    launch: Launch
    settings: Settings
    unsaved_settings: Unsaved
    library: Content
    figures: Figures
    session_clock: Callable[[float, int], Clock]

    @property
    def hand_over(self) -> HandOver: ...

    offered: set[tuple[str, bool]]

    @property
    def closing(self) -> bool: ...

    def gate(self, *, checked: bool = False, rechecked: bool = False) -> Gate: ...

    def programme(self) -> InForce: ...

    def programmes_followed(self) -> list[Followed]: ...

    def doses(self) -> DoseHistory: ...

    def known_doses(self) -> DoseHistory | None: ...

    def days(self) -> list[Day]: ...

    @property
    def first_weekday(self) -> int: ...

    def doses_with(self, entries: Iterable[Entry]) -> DoseHistory: ...

    def safety_flow(self) -> SafetyFlowProtocol: ...

    def open_safety_answers(self) -> None: ...

    def open_report(self) -> None: ...

    def reload_library(self) -> None: ...

    def open_help(self, screen: Screen[Any]) -> None: ...

    def open_settings(self) -> None: ...

    def start(self, routine: Routine) -> None: ...

    async def return_to_library(self) -> None: ...

    # Textual's

    async def push_screen_wait(self, screen: Screen[T]) -> T: ...

    def switch_mode(self, mode: str) -> object: ...

    def exit(self, result: int | None = None) -> None: ...

    def call_from_thread(self, callback: Callable[..., T], *args: Any) -> T: ...
