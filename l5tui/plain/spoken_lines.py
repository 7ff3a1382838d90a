"""Finds in the lines of a plain session what is to be spoken: the cues, at the moment when they are printed.

`l5tui speak-lines` reads a session of another machine, which needs no settings for that and may be of another version.
So the cues are known by the form of the lines alone (`plain/words.py` makes them), and a line of another form is
nothing to speak.
"""

from __future__ import annotations

import re
from typing import Final

from l5tui.engine.cues import ALL_DONE, COUNT, HALF_WAY, HALFWAY_FROM_S, LAST_FROM_S, longest_that_fits
from l5tui.plain.words import READY, UNHURRIED_S

SILENCE: Final = ""
"""What is spoken now is to be cut off."""
_EXERCISE: Final = re.compile(r"(?P<name>.+), \d+ of \d+\. .*\bleft in all\.")
_SEGMENT: Final = re.compile(
    r"(?P<label>[^,]+)(?:, (?P<side>(?:LEFT|RIGHT) [^,]+))?(?P<rep>, rep \d+ of \d+)?"
    r", (?:(?P<seconds>\d+) seconds?|your own pace, .+ when you are done)\.(?: (?P<text>.+))?"
)
_PAUSED: Final = re.compile(r"(?:[A-Z][^.]*\. )?Paused(?:,[^.]*)?\..*")
_OWN_PACE_S: Final = 60
"""Seconds that a segment in own pace leaves for its sentence."""


class SpokenLines:
    """Reads the lines in order, since a name is spoken with the line after it, and a count only where there is time."""

    def __init__(self) -> None:
        self._name = ""
        self._counts = False
        self._phase_s = 0
        """The seconds of the phase that was announced last; 0 for no phase."""

    def sentence(self, line: str) -> str | None:
        """The sentence to speak for a line; `SILENCE` where the present one is to stop, None for nothing to speak."""
        if line in (HALF_WAY, ALL_DONE):
            return line
        if line == READY:
            self._counts = True
            return None
        if line.isdecimal():
            return self._count(int(line[:3]))
        if found := _EXERCISE.fullmatch(line):
            self._name = found["name"]
            return None
        if found := _SEGMENT.fullmatch(line):
            return self._segment(**found.groupdict(default=""))
        return SILENCE if _PAUSED.fullmatch(line) else None

    def _count(self, number: int) -> str | None:
        if number * 2 == self._phase_s >= HALFWAY_FROM_S:
            return HALF_WAY  # the session prints only the number then
        return COUNT.get(number) if self._counts else None

    def _segment(self, label: str, side: str, rep: str, seconds: str, text: str) -> str:
        name, self._name = self._name, ""
        lasts = int(seconds) if seconds else _OWN_PACE_S
        self._phase_s = lasts if seconds and rep else 0
        self._counts = bool(seconds) and lasts >= LAST_FROM_S
        side, text = side.lower(), re.sub(r"\b(LEFT|RIGHT)\b", lambda found: found[0].lower(), text)
        if name:
            return longest_that_fits(lasts, f"{name}. {text}", name)
        length = f"{seconds} seconds." if seconds and lasts >= UNHURRIED_S else ""
        whole = f"{label}. {side}{'.' if side else ''}"
        return longest_that_fits(lasts, f"{whole} {length} {text}", f"{whole} {length}", f"{whole} {text}", f"{label}.")
