"""Gives public names to the parts of Textual that l5tui needs and that have only private names.

Tried with Textual 8.2.7 (the oldest that works: 8.2.6 reads keys of the key protocol differently) and 8.2.8 (the newest
8.x there is). Nothing else of l5tui touches a private name of Textual, but for the driver, whose subclass must override
some (`terminal/driver.py`). `tests/terminal/textual_names.py` has each name, what it takes and what it is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeVar

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import AwaitMount

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = [
    "ANSI_SEQUENCES_KEYS",
    "FUNCTIONAL_KEYS",
    "CachedStylesheet",
    "ChopsUpdate",
    "CompositorUpdate",
    "ExtensibleApp",
    "ExtensibleScreen",
    "KeyParser",
    "LayoutUpdate",
]

Result = TypeVar("Result")


class KeyParser(XTermParser):
    """Textual's parser of what a terminal sends."""

    def keys_with_alt(self, character: str) -> Iterable[events.Key]:
        """The keys of a character that came with alt."""
        return self._sequence_to_key_events(character, alt=True)

    @property
    def waits(self) -> bool:
        """Whether it waits for the rest of a sequence."""
        return self._awaiting.timeout is not None


class ExtensibleScreen(Screen[Result]):
    """Textual's screen, with methods where its own are private."""

    def take_as_styled(self, count: int) -> None:
        """Take its widgets as styled with the sheet as it is after so many changes."""
        self._css_update_count = count


class ExtensibleApp(App[Result]):
    """Textual's app, with methods to override where its own are private."""

    @property
    def textual_driver(self) -> Driver | None:
        """The driver; None before the app runs."""
        return self._driver

    @property
    def closing(self) -> bool:
        """Whether the app was told to exit, so that a flow of several screens that still runs shows no more of them."""
        return self._exit

    def filter_drawn(self, drawn: RenderableType | None) -> RenderableType | None:
        """Replaces what Textual is about to draw."""
        return drawn

    def failed(self, error: Exception) -> None:
        """Handles an unhandled error; the app ends after this. No traceback is printed."""

    async def run_bindings(self, key: str, *, priority: bool = False) -> bool:
        """Run the binding of a key. Returns whether there was one.

        Args:
            key: the key's name.
            priority: look only at the bindings that come before what has the focus.
        """
        return await super()._check_bindings(key, priority)

    def _get_screen(self, screen: Screen[object] | str) -> tuple[Screen[object], AwaitMount]:
        """A new screen's widgets get their styles when they are mounted, so its first appearance updates none again."""
        is_new = isinstance(screen, Screen) and not screen.is_running
        found, mounted = super()._get_screen(screen)
        if is_new and isinstance(found, ExtensibleScreen):
            found.take_as_styled(self._css_update_count)
        return found, mounted

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, self.filter_drawn(renderable))

    def _handle_exception(self, error: Exception) -> None:
        self.failed(error)
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        return await self.run_bindings(key, priority=priority)


SHEETS: Final = 1024
"""More than the sheets of all widgets together, so that none is removed from the cache."""


class CachedStylesheet(Stylesheet):
    """A style sheet that caches what it has parsed while the variables stay the same.

    A Textual without these private names parses more often, and nothing else changes.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(SHEETS)
        self.parsed_with = variables

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self.parsed_with:
            super().set_variables(variables)
            self.parsed_with = variables
            self._require_parse = True

    def reparse(self) -> None:
        if getattr(self, "_require_parse", True):
            self.parse()
