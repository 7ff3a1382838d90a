"""Plays the cues of a session through the outputs that the settings give each kind of cue.

The person may change the level during the session: off, the bell alone, or all. Each user interface overrides how it
rings the bell and what else it can do.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from l5tui.config.settings import CUE_LEVELS, CueLevel, Settings
from l5tui.cues.speech import Speaker
from l5tui.engine.cues import Cue, CueKind, sentence


class ExitHooks(Protocol):
    """Calls functions when a signal ends the program."""

    def before_end(self, do: Callable[[], object]) -> None:
        """Add a function to call when a signal ends the program."""
        ...


class Voice(Protocol):
    """Speaks sentences, here or on the person's own machine. All but `close` return at once."""

    def say(self, sentence: str) -> None:
        """Speak a sentence now, cutting off the present one."""
        ...

    def silence(self) -> None:
        """Cut off the present sentence."""
        ...

    def finish(self) -> None:
        """Finish the last sentence, and then speak no more."""
        ...

    def close(self) -> None:
        """Stop speaking for good."""
        ...


def voice_of(settings: Settings, failed: Callable[[str], None]) -> Voice | None:
    """The voice that is set: the socket of another machine's voice, or the command where that socket isn't there.

    Args:
        settings: the socket and the command.
        failed: called once, from another thread, with a sentence that says what is wrong.
    """
    path = settings.speak_socket
    if path and (not settings.speak or Path(path).expanduser().exists()):
        from l5tui.cues.voice_socket import SocketVoice  # imported here because few sessions need it

        return SocketVoice(path, failed=failed)
    return Speaker(settings.speak, failed=failed) if settings.speak else None


class CuePlayer:
    """Plays cues as the settings say. A user interface overrides the outputs that it has.

    Args:
        settings: the outputs of each kind of cue, and what speaks.
        signal_handler: silences the voice when a signal ends the program.
    """

    def __init__(self, settings: Settings, signal_handler: ExitHooks) -> None:
        self.level: CueLevel = settings.cues
        self._settings = settings
        self._voice = voice_of(settings, self.failed)
        self._done = False
        if self._voice is not None:
            signal_handler.before_end(self._voice.close)

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
        if "speak" in outputs and self._voice is not None and words:
            self._voice.say(words)
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
        if self._voice is not None:
            self._voice.silence()

    def close(self) -> None:
        """Stop all cues, except that the sentence for the session's end may still finish."""
        if self._voice is None:
            return
        if self._done:
            self._voice.finish()
        else:
            self._voice.close()

    def ring(self) -> None:
        """Ring the bell."""
        raise NotImplementedError

    def failed(self, why: str) -> None:
        """Report an error of the voice. Called once, from another thread."""
        raise NotImplementedError

    def notify(self, words: str) -> None:
        """Show a desktop notification, if the user interface can."""

    def set_window_title(self, words: str) -> None:
        """Set the window's title, if the user interface can."""

    def flash(self) -> None:
        """Flash the screen, if the user interface has one."""
