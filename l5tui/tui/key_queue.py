"""Keys typed ahead: each is answered before the next is looked at.

A key travels: from the app to what has the focus, up again to the app, which runs its action, which may show another
screen, which needs a moment to stand there. Whoever types faster than that, over a slow line all at once, would have
the second key go to a screen that is just leaving, or to one that can't take it yet. So the second waits until the
first has come to its end. What the app itself answers at once, as ctrl+c, never waits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final, TypeVar

from textual import events
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from l5tui.terminal.textual_internals import OpenApp

PATIENCE_S: Final = 2.0
"""What takes longer to be answered than this keeps no later key waiting: no keyboard may hang on a mistake of ours."""

Result = TypeVar("Result")


class KeyQueue(OpenApp[Result]):
    """An app whose keys, and what is pasted, are answered one by one."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._answering = False
        self._since = 0.0
        self._ways = 0

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _: self._go_on(), immediate=True)

    @contextmanager
    def holding_keys(self) -> Iterator[None]:
        """For a way through several screens: between two of them, keys wait for the next one."""
        self._ways += 1
        try:
            yield
        finally:
            self._ways -= 1
            self._go_on()

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._answering and monotonic() - self._since > PATIENCE_S:
            self._answering = False
        if self._answering or self._typed or self._between:
            if not isinstance(event, events.Key) or not await self.run_bindings(event.key, priority=True):
                self._typed.append(event)
                self._go_on()
        else:
            await self._answer(event)

    @property
    def _between(self) -> bool:
        """Whether a way through several screens is between two of them."""
        return self._ways > 0 and len(self.screen_stack) == 1

    async def _answer(self, event: events.Event) -> None:
        self._answering, self._since = True, monotonic()
        try:
            await super().on_event(event)
        finally:
            self._settle(self._where(), self._path())

    def _where(self) -> tuple[Screen[Any], Widget | None]:
        """Where the next key would go."""
        return self.screen, self.focused

    def _path(self) -> list[DOMNode]:
        """All that a key goes through, from what has the focus up to the screen."""
        screen, focused = self._where()
        return list((focused or screen).ancestors_with_self)[:-1]

    def _settle(self, before: tuple[Screen[Any], Widget | None], path: list[DOMNode], rounds: int = 2) -> None:
        """Go the way that the key goes, behind it, and again behind what it set off, until nothing changes."""
        for number, node in enumerate(path):
            if node.call_later(self._settle, before, path[number + 1 :], rounds):
                return  # what is leaving takes nothing any more, and is stepped over
        if not self.call_later(self._settled, before, rounds):
            self._answering = False

    def _settled(self, before: tuple[Screen[Any], Widget | None], rounds: int) -> None:
        here = self._where()
        if rounds > 1 or here != before:
            self._settle(here, self._path(), rounds - 1 if here == before else 2)
            return
        self._answering = False
        self._go_on()

    def _go_on(self) -> None:
        if self._typed and not self._answering:
            self.call_later(self._next)

    async def _next(self) -> None:
        if self._typed and not self._answering and not self._between:
            await self._answer(self._typed.popleft())
