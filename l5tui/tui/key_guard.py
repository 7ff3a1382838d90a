"""Decides which binding a key runs: by its other spellings, and whether it came alone.

Two rules apply on every screen. They are here, so that no screen needs code for them.

- A letter without a binding counts as the small letter, or as the Latin letter at the same position of the keyboard.
- A binding whose id is in `keys.GUARDED` runs only for a key that came alone. A key that came in a burst, faster than
  anybody types, is refused with a message; so is one that may be the rest of a cut-off reply of the terminal. An
  action that is dangerous only at times calls `came_alone` itself.

Keys that no terminal sent, such as those of tests, have no time and count as alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, Final, TypeVar

from textual import events
from textual.binding import ActiveBinding
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Static

from l5tui.config.keys import GUARDED
from l5tui.domain.safety.questions import ANSWER_DELAY_S
from l5tui.terminal.key_bursts import BURST_S, Press, press_of
from l5tui.terminal.key_layouts import EAST, GREEK, GREEK_SIGNS, Layout, is_other_letter, spellings
from l5tui.tui.chrome import key_name
from l5tui.tui.key_queue import KeyQueue
from l5tui.tui.widgets.text import STRONG, one_line

REFUSED: Final = "{key} came with other keys: press it again"
DOUBTED: Final = "{key} may belong to a cut-off reply: press it again"
TOO_SOON: Final = "{key} came too soon: press it again"
UNKNOWN: Final = "{key} does nothing here: keys are Latin letters"
SAID_S: Final = 5.0
"""Seconds for which a message is shown above the keys."""

Result = TypeVar("Result")


class MessageLineWidget(Static):
    """A message above the line of keys, shown on any screen for a short time."""


class KeyGuard(KeyQueue[Result]):
    """An app that accepts other spellings of keys, and refuses guarded keys that didn't come alone."""

    other_letters: var[bool] = var(False)
    """Whether a letter that isn't Latin was typed, so the keyboard may lack the letters in the key names."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.layout_of_keys: Layout = {**GREEK, **EAST}
        self._pressed: events.Key | None = None
        self._refused: Press | None = None
        self._said: MessageLineWidget | None = None
        self._said_until: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or not event.is_forwarded:
            await super().on_event(event)
            return
        self._pressed = event
        try:
            await super().on_event(event)
        finally:
            self._pressed = None

    async def run_bindings(self, key: str, *, priority: bool = False) -> bool:
        if priority:
            return await super().run_bindings(key, priority=True)
        self._learn_layout(key)
        name, active = self._bound_spelling(key)
        if active is None:
            await self._handle_unbound(key)
            return False
        if active.binding.id in GUARDED and not await self.came_alone():
            return True
        self._forget_refused()
        return await super().run_bindings(name)

    def _learn_layout(self, key: str) -> None:
        """Note from a letter whether the keyboard isn't Latin, and whether it is Greek."""
        self.other_letters = self.other_letters or is_other_letter(key)
        if key.lower() in GREEK:
            self.layout_of_keys = {**self.layout_of_keys, **GREEK_SIGNS}

    def _bound_spelling(self, key: str) -> tuple[str, ActiveBinding | None]:
        """The first spelling of a key that has a binding here, and that binding."""
        active = self.screen.active_bindings
        return next(
            ((name, active[name]) for name in spellings(key, self.layout_of_keys) if name in active), (key, None)
        )

    async def _handle_unbound(self, key: str) -> None:
        """Handle a key without a binding: report it to a screen with `unknown_key` if it came alone, because only then
        did a person search for a key; otherwise show the message about a foreign letter.
        """
        if (unknown_key := getattr(self.screen, "unknown_key", None)) is not None:
            press = press_of(self._pressed)
            if press is None or await _alone(press):
                unknown_key(key)
        elif is_other_letter(key):
            self.show_message(UNKNOWN.format(key=key))

    async def came_alone(self) -> bool:
        """Whether the key that runs this action came alone; if not, show a message. True if no key runs it.

        The action itself must await this, not a worker that it starts.
        """
        press = press_of(self._pressed)
        if press is None or self._pressed is None:
            return True
        if await _alone(press):
            return True
        if not self._same_burst(press):  # the message names only the first key of a burst
            name = key_name(self._pressed.key, ascii_only=getattr(self, "ascii_only", False))
            self.show_message((DOUBTED if press.doubtful else REFUSED).format(key=name))
        self._refused = press
        return False

    def _same_burst(self, press: Press) -> bool:
        return self._refused is not None and press.at - self._refused.at < BURST_S

    def _forget_refused(self) -> None:
        """A key did something, so the message about an earlier burst has been read and is removed."""
        press = press_of(self._pressed)
        if self._refused is not None and (press is None or press.before_s >= BURST_S):
            self._refused = None
            self.hide_message()

    # The message above the keys

    def show_message(self, words: str) -> None:
        """Show a message above the line of keys of the present screen for a few seconds.

        Work that ends while the app closes may still say so; then there is no screen left to mount the line on.
        """
        if not self.screen.is_attached:
            return
        said = one_line(words, STRONG)
        if self._said is not None and self._said.is_attached and self._said.screen is self.screen:
            self._said.update(said)
        else:
            self.hide_message()
            self._said = MessageLineWidget(said)
            self.screen.mount(self._said)
        if self._said_until is not None:
            self._said_until.stop()
        self._said_until = self.set_timer(SAID_S, self.hide_message)

    def hide_message(self) -> None:
        """Remove the message."""
        if self._said is not None and self._said.is_attached:
            self._said.remove()
        self._said = None


async def _alone(press: Press) -> bool:
    """Whether a key came alone; waits until that is known."""
    while (wait_s := press.undecided_s(monotonic())) > 0:
        await asyncio.sleep(wait_s)
    return press.alone(monotonic())


class AnswerDelay:
    """Refuses answers to a question for a short time after it has appeared.

    Args:
        awake: a monotonic clock in seconds; tests pass their own.
    """

    def __init__(self, awake: Callable[[], float] = monotonic) -> None:
        self._awake = awake
        self._deaf_until = 0.0
        self.appeared()

    def appeared(self) -> None:
        """Note that the question is on the screen now."""
        self._deaf_until = max(self._deaf_until, self._awake() + ANSWER_DELAY_S)

    def accepts(self) -> bool:
        """Whether an answer counts; one that comes too soon restarts the delay, as each repeat of a held key does."""
        now = self._awake()
        if now >= self._deaf_until:
            return True
        self._deaf_until = now + ANSWER_DELAY_S
        return False
