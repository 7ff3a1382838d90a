"""What is heard of a session, whatever the face: which outputs a cue has, and the voice that speaks it.

Each kind of cue has its outputs in the settings; a level that the person may change on the way goes from off to the
bell alone to all. A face says how it rings, and what else it can do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from l5tui.config.settings import CUE_LEVELS, CueLevel, Settings
from l5tui.cues.speech import Speaker
from l5tui.engine.cues import Cue, CueKind, sentence


class ExitHooks(Protocol):
    """Who knows of the program's end."""

    def before_end(self, do: Callable[[], object]) -> None:
        """Do this when a signal ends the program."""
        ...


class CuePlayer:
    """Plays cues by the settings. A face overrides what it can do.

    Args:
        settings: which outputs each kind of cue has, and the command that speaks.
        guard: who silences the voice when a signal ends the program.
    """

    def __init__(self, settings: Settings, guard: ExitHooks) -> None:
        self.level: CueLevel = settings.cues
        self._settings = settings
        self._speaker = Speaker(settings.speak, failed=self.failed) if settings.speak else None
        self._done = False
        if self._speaker is not None:
            guard.before_end(self._speaker.close)

    def next_level(self) -> CueLevel:
        """From off to the bell, to all, and round again."""
        self.level = CUE_LEVELS[(CUE_LEVELS.index(self.level) + 1) % len(CUE_LEVELS)]
        if self.level != "all":
            self.hush()
            self.name_window("")
        return self.level

    def play(self, cue: Cue, name: str = "", form: str = "") -> None:
        """Let a cue be heard.

        Args:
            cue: what is due.
            name: the exercise's name, for the next one.
            form: what the form that it is done in asks for, if it is not the whole exercise.
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
            self.name_window(words)
        if "flash" in outputs:
            self.flash()

    def rested(self) -> None:
        """Ring as at the end of a stretch: a rest is over."""
        if "bell" in self._settings.cue_outputs_at(self.level, CueKind.PHASE.value):
            self.ring()

    def hush(self) -> None:
        """Stop the sentence that is being spoken, at once."""
        if self._speaker is not None:
            self._speaker.hush()

    def close(self) -> None:
        """Be quiet. That all is done may still be said to its end."""
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
        """Say, once, what is wrong with the command that speaks. Called from another thread."""
        raise NotImplementedError

    def notify(self, words: str) -> None:
        """Show words on the desktop, where that can be done."""

    def name_window(self, words: str) -> None:
        """Name the window, where that can be done."""

    def flash(self) -> None:
        """Flash the screen, where there is one."""
