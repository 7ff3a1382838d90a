"""Plays the cues of a session through the outputs that the settings give each kind of cue.

The person may change the level during the session: off, the bell alone, or all. Each user interface overrides how it
rings the bell and what else it can do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from l5tui.config.settings import CUE_LEVELS, CueLevel, Settings
from l5tui.cues.speech import Speaker
from l5tui.engine.cues import Cue, CueKind, sentence


class ExitHooks(Protocol):
    """Calls functions when a signal ends the program."""

    def before_end(self, do: Callable[[], object]) -> None:
        """Add a function to call when a signal ends the program."""
        ...


class CuePlayer:
    """Plays cues as the settings say. A user interface overrides the outputs that it has.

    Args:
        settings: the outputs of each kind of cue, and the command that speaks.
        signal_handler: silences the voice when a signal ends the program.
    """

    def __init__(self, settings: Settings, signal_handler: ExitHooks) -> None:
        self.level: CueLevel = settings.cues
        self._settings = settings
        self._speaker = Speaker(settings.speak, failed=self.failed) if settings.speak else None
        self._done = False
        if self._speaker is not None:
            signal_handler.before_end(self._speaker.close)

    def next_level(self) -> CueLevel:
        """Go to the next level: off, the bell, all, and off again."""
        self.level = CUE_LEVELS[(CUE_LEVELS.index(self.level) + 1) % len(CUE_LEVELS)]
        if self.level != "all":
            self.silence()
            self.set_window_title("")
        return self.level

    def play(self, cue: Cue, name: str = "", form: str = "") -> None:
        """Play a cue.

        Args:
            cue: the cue that is due.
            name: the exercise's name, for the cue of the next exercise.
            form: the instruction of the exercise's variant, if it isn't the whole exercise.
        """
        self._done = cue.kind is CueKind.DONE
        outputs = self._settings.cue_outputs_at(self.level, cue.kind.value)
        words = sentence(cue, name, form)
        if "bell" in outputs:
            self.ring()
        if "speak" in outputs and self._speaker is not None and words:
            self._speaker.say(words)
        if "notify" in outputs and words:
            self.notify(words)
        if "title" in outputs and words:
            self.set_window_title(words)
        if "flash" in outputs:
            self.flash()

    def ring_after_rest(self) -> None:
        """Ring for the end of a rest, as for the end of a stretch."""
        if "bell" in self._settings.cue_outputs_at(self.level, CueKind.PHASE.value):
            self.ring()

    def silence(self) -> None:
        """Stop the sentence that is being spoken, at once."""
        if self._speaker is not None:
            self._speaker.silence()

    def close(self) -> None:
        """Stop all cues, except that the sentence for the session's end may still finish."""
        if self._speaker is None:
            return
        if self._done:
            self._speaker.finish()
        else:
            self._speaker.close()

    def ring(self) -> None:
        """Ring the bell."""
        raise NotImplementedError

    def failed(self, why: str) -> None:
        """Report an error of the speech command. Called once, from another thread."""
        raise NotImplementedError

    def notify(self, words: str) -> None:
        """Show a desktop notification, if the user interface can."""

    def set_window_title(self, words: str) -> None:
        """Set the window's title, if the user interface can."""

    def flash(self) -> None:
        """Flash the screen, if the user interface has one."""
