"""What is heard and noticed in a session: bell, voice, desktop notification, window title, flash.

Each kind of cue has its outputs; `c` goes from off to the bell alone to all. Words are said only where they fit into
their segment at a calm 2.5 words a second, and every number in them is the segment's.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from l5tui.engine.cues import Cue, CueKind
from l5tui.engine.plan import SETUPS, Segment
from l5tui.terminal.notify import notification
from l5tui.terminal.speech import Speaker

if TYPE_CHECKING:
    from l5tui.app import L5App

Level = Literal["off", "bell", "all"]
LEVELS: tuple[Level, ...] = ("off", "bell", "all")
WORDS_A_SECOND = 2.5
COUNT = {3: "three", 2: "two", 1: "one"}
BELL_KINDS = frozenset({CueKind.PHASE, CueKind.SWITCH, CueKind.NEXT_EXERCISE, CueKind.DONE})
"""What rings when only the bell is on: the end of each segment."""


def sentence(cue: Cue, name: str = "") -> str:
    """What is said for a cue, as long as its segment allows.

    Args:
        cue: what is due.
        name: the exercise's name, for the next one.
    """
    segment = cue.segment
    if cue.kind is CueKind.DONE or segment is None:
        return "Done. Rest as long as you like."
    if cue.kind is CueKind.HALFWAY:
        return "Half way."
    if cue.kind is CueKind.LAST:
        return COUNT.get(cue.left_s or 0, "")
    if cue.kind is CueKind.SWITCH:
        return _longest_that_fits(segment, f"Switch. {_side(segment)} next.", f"{_side(segment)} next.", "Switch.")
    if segment.kind in SETUPS:
        return _longest_that_fits(segment, f"{name}. {segment.cue}", name)
    side = _side(segment)
    seconds = f"{segment.seconds} seconds." if segment.phase == "hold" and segment.seconds else ""
    label = f"{segment.label}."
    return _longest_that_fits(
        segment, f"{label} {side} {seconds} {segment.cue}", f"{label} {seconds}", f"{label} {segment.cue}", label
    )


def _side(segment: Segment) -> str:
    return f"{segment.side.value} side" if segment.side else ""


def _longest_that_fits(segment: Segment, *sentences: str) -> str:
    """The first that can be said within the segment; nothing where none can."""
    room = (segment.seconds or segment.given_s) * WORDS_A_SECOND
    tidy = (" ".join(one.split()) for one in sentences)
    return next((one for one in tidy if len(one.split()) <= room), "")


class CuePlayer:
    """Plays cues by the settings, at a level that the person may change on the way."""

    def __init__(self, app: L5App, level: Level) -> None:
        self.app = app
        self.level: Level = level
        command = app.settings.speak
        self._speaker = Speaker(command, failed=self._failed) if command else None
        self._done = False
        if self._speaker is not None:
            app.guard.before_end(self._speaker.close)

    def next_level(self) -> Level:
        """From off to the bell, to all, and round again."""
        self.level = LEVELS[(LEVELS.index(self.level) + 1) % len(LEVELS)]
        return self.level

    def play(self, cue: Cue, name: str = "") -> None:
        """Let a cue be heard."""
        self._done = cue.kind is CueKind.DONE
        if self.level == "off":
            return
        if self.level == "bell":
            if cue.kind in BELL_KINDS:
                self.app.bell()
            return
        outputs = self.app.settings.cue_outputs(cue.kind.value)
        words = sentence(cue, name)
        if "bell" in outputs:
            self.app.bell()
        if "speak" in outputs and self._speaker is not None and words:
            self._speaker.say(words)
        if "notify" in outputs and words:
            self.app.write_to_terminal(notification(self.app.terminal.notification, "l5tui", words))
        if "title" in outputs and words and self.app.terminal.title:
            self.app.name_window(words)
        if "flash" in outputs:
            self.app.flash()

    def close(self) -> None:
        """Be quiet, and give the window its name back. That all is done may still be said to its end."""
        if self._speaker is not None:
            if self._done:
                self._speaker.finish()
            else:
                self._speaker.close()
        self.app.name_window("")

    def _failed(self, why: str) -> None:
        with suppress(RuntimeError):  # the app has gone meanwhile
            self.app.call_from_thread(self.app.trouble, why)
