"""Gives public names to the parts of Textual that l5tui needs and that have only private names.

Tried with Textual 8.2.7 (the oldest that works: 8.2.6 reads keys of the key protocol differently) and 8.2.8 (the newest
8.x there is). Nothing else of l5tui touches a private name of Textual, but for the driver, whose subclass must override
some (`terminal/driver.py`). `tests/terminal/textual_names.py` has each name, what it takes and what it is for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import textual
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import AwaitMount

from l5tui.library.prepared import stored

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

    def _on_timer_update(self) -> None:
        """Where the layout and the whole screen are both to be drawn anew, Textual draws the whole screen twice."""
        twice = self._layout_required and self._repaint_required and self._compositor.size == self.outer_size
        if twice and self.is_current and not self._in_batch:
            self._dirty_widgets.add(self)
            self._repaint_required = False
        super()._on_timer_update()

    def on_unmount(self) -> None:
        """Textual keeps what a closed screen watched of the app until that changes, and the screen with it; and what
        was drawn of the last thousand widgets, some 3 MB for each session."""
        StylesCache.get_inner_outer.cache_clear()
        watched: dict[str, list[tuple[object, object]]] = getattr(self.app, "__watchers", {})
        for watchers in watched.values():
            watchers[:] = [one for one in watchers if one[0] is not self]

    def _compositor_refresh(self) -> None:
        """In a batch nothing is shown, so nothing is drawn; what is to be drawn stays noted until after it."""
        if not self._in_batch:
            super()._compositor_refresh()

    @property
    def _in_batch(self) -> bool:
        return isinstance(self.app, ExtensibleApp) and self.app.batching


class ExtensibleApp(App[Result]):
    """Textual's app, with methods to override where its own are private. It shows no tooltips and no toasts."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._disable_tooltips = self._disable_notifications = True  # two widgets less on each screen

    @property
    def textual_driver(self) -> Driver | None:
        """The driver; None before the app runs."""
        return self._driver

    @property
    def closing(self) -> bool:
        """Whether the app was told to exit, so that a flow of several screens that still runs shows no more of them."""
        return self._exit

    @property
    def batching(self) -> bool:
        """Whether nothing is shown before a batch of changes has ended."""
        return self._batch_count > 0

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


ParsedKey = tuple[str, bool, int, str]
"""A sheet's text, and how it counts: as a widget's default, with which tie breaker, in which scope."""


def _textual_version() -> str:
    """The installed version of Textual, by the name of the folder of its metadata: asking for it would cost 2 ms."""
    packages = Path(textual.__file__).parents[1]
    return next((name for name in sorted(os.listdir(packages)) if _METADATA.fullmatch(name)), "")  # noqa: PTH208


_METADATA: Final = re.compile(r"textual-[\w.]+\.dist-info")

SHEETS: Final = 1024
"""More than the sheets of all widgets together, so that none is removed from the cache."""


class CachedStylesheet(Stylesheet):
    """A style sheet that caches what it has parsed while the variables stay the same, and takes what was parsed when
    the wheel was built (`tui/sheets.py`).

    A Textual without these private names parses more often, and nothing else changes.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(SHEETS)
        self.parsed_with = variables
        self._prepared: dict[ParsedKey, list[RuleSet]] | None = None
        """What was parsed when the wheel was built; None until it is wanted."""
        self._asked: dict[ParsedKey, tuple[str, str]] = {}
        """What was to be parsed, and where it came from."""

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self.parsed_with:
            super().set_variables(variables)
            self.parsed_with = variables
            self._prepared = None
            self._require_parse = True

    @property
    def prepared_name(self) -> str:
        """The name under which sheets are kept that this version of Textual parsed with these variables."""
        described = repr((_textual_version(), sorted((self.parsed_with or {}).items())))
        return f"sheets-{blake2b(described.encode(), digest_size=8).hexdigest()}"

    def parsed_anew(self, variables: dict[str, str]) -> tuple[str, dict[ParsedKey, list[RuleSet]]]:
        """All that it was asked to parse, parsed with these variables, and the name under which a start wants it."""
        other = CachedStylesheet(variables=variables)
        return other.prepared_name, other.parse_all(self._asked)

    def parse_all(self, asked: Mapping[ParsedKey, tuple[str, str]]) -> dict[ParsedKey, list[RuleSet]]:
        """Parse sheets, each with where it came from, and take none that is prepared."""
        self._prepared = {}
        return {one: self._parse_rules(one[0], where, *one[1:]) for one, where in asked.items()}

    def _parse_rules(
        self,
        css: str,
        read_from: tuple[str, str],
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        if self._prepared is None:
            self._prepared = stored(self.prepared_name, ()) or {}
        self._asked[css, is_default_rules, tie_breaker, scope] = read_from
        found = self._prepared.get((css, is_default_rules, tie_breaker, scope))
        return super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope) if found is None else found

    def reparse(self) -> None:
        if getattr(self, "_require_parse", True):
            self.parse()
