"""A queue for keys: each key is handled completely before the next one is dispatched.

Textual gives a key to the focused widget, then up to the app, which runs its action. The action may push another
screen, which takes time to be mounted. Without the queue, a second key that is typed faster than that would reach a
screen that is being removed, or one that is not ready. So the second key waits until the first is done. Keys that the
app handles itself at once, such as ctrl+c, never wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from textual import events
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from l5tui.terminal.textual_internals import ExtensibleApp

PATIENCE_S: Final = 2.0
"""Seconds after which a key that is still being handled no longer holds back later keys, so that a fault can't block
the keyboard."""
WAITS: Final = 10
"""The number of short waits in these seconds. If the whole program stands still, as on a busy machine, the key being
handled gets no further either, so that counts as one wait however long it lasts."""

Result = TypeVar("Result")


class KeyQueue(ExtensibleApp[Result]):
    """An app that handles keys and pasted text one at a time."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._answering = False
        self._number = 0
        """Of the key that was handled last."""
        self._ways = 0

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _: self._go_on(), immediate=True)

    @contextmanager
    def holding_keys(self) -> Iterator[None]:
        """Hold keys back between the screens of a sequence, until the next screen is shown."""
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
        if self._answering or self._typed or self._between:
            if not isinstance(event, events.Key) or not await self.run_bindings(event.key, priority=True):
                self._typed.append(event)
                self._limit_wait(self._number, WAITS)
                self._go_on()
        else:
            await self._answer(event)

    @property
    def _between(self) -> bool:
        """Whether a sequence of screens is between two screens."""
        return self._ways > 0 and len(self.screen_stack) == 1

    async def _answer(self, event: events.Event) -> None:
        self._answering, self._number = True, self._number + 1
        if self._typed:
            self._limit_wait(self._number, WAITS)
        try:
            await super().on_event(event)
        finally:
            self._settle(self._where(), self._path())

    def _limit_wait(self, number: int, waits: int) -> None:
        """Let later keys go on after so many short waits, if this key is still being handled then."""
        if not self._answering or number != self._number:
            return
        if waits:
            self.set_timer(PATIENCE_S / WAITS, lambda: self._limit_wait(number, waits - 1))
        else:
            self._answering = False
            self._go_on()

    def _where(self) -> tuple[Screen[Any], Widget | None]:
        """The screen and the widget that would get the next key."""
        return self.screen, self.focused

    def _path(self) -> list[DOMNode]:
        """The widgets that a key passes, from the focused one up to the screen."""
        screen, focused = self._where()
        return list((focused or screen).ancestors_with_self)[:-1]

    def _settle(self, before: tuple[Screen[Any], Widget | None], path: list[DOMNode], rounds: int = 2) -> None:
        """Wait for each widget on the key's path to process its messages, and repeat until the path no longer
        changes."""
        for number, node in enumerate(path):
            if node.call_later(self._settle, before, path[number + 1 :], rounds):
                return  # a widget that is being removed processes no more messages, so it is skipped
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
