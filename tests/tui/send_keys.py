"""Send keys to an app as the terminal driver does: each with the time at which its bytes were read."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from textual import events
from textual.app import App

from l5tui.terminal.key_bursts import Presses, set_press
from tests.textual_private import name_of_character


def send_keys(
    app: App[int],
    keys: Iterable[str],
    *,
    gap_s: float = 0.0,
    presses: Presses | None = None,
    doubtful: bool = False,
) -> Presses:
    """Send keys that arrived `gap_s` seconds apart, the last one just now; by default all at once.

    Args:
        keys: characters, or keys by name.
        doubtful: the keys may be the rest of a terminal reply that was cut off.
        presses: the arrivals of earlier keys, where these count as neighbours.
    """
    presses = presses or Presses()
    typed = list(keys)
    first_at = monotonic() - gap_s * (len(typed) - 1)
    for number, key in enumerate(typed):
        name = name_of_character(key) if len(key) == 1 else key
        event = events.Key(name, key if len(key) == 1 else None)
        presses.read(first_at + number * gap_s)
        set_press(event, presses.press(doubtful=doubtful))
        app.post_message(event)
    return presses
