"""Asks questions in plain lines, with the possible answers, and one clear line for an invalid one.

There is no default answer, and neither space nor an empty line answers anything, so a held or repeated key can't.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Final

from l5tui.config.output import quoted
from l5tui.domain.pain import KINDS, PLACES, parse_pain
from l5tui.domain.place import PlaceError, Symptoms, parse_symptoms
from l5tui.journal.drafts import PAUSE_S
from l5tui.plain.answers import AnswerSource, GoneError
from l5tui.plain.output import Output
from l5tui.terminal.key_layouts import Layout, layout_of, spellings

SCALE: Final = "0 is no pain. 10 is the worst pain you can imagine."
HOW_TO_PLACE: Final = (
    "Type side, place and kind, such as left calf tingling. An empty line leaves it out. ? lists them."
)
PLACES_LISTED: Final = (
    f"Places, away from the spine: {'; '.join(PLACES[1:])}. none is nowhere.",
    f"Kinds: {', '.join(KINDS)}. Two sides: left thigh, right none.",
)
LEAVE_OUT: Final = "s"
BACK: Final = "q"
QUIT_KEYS: Final = frozenset({"ctrl+c", "ctrl+d"})
"""Keys that quit at once, everywhere."""
SPACE: Final = " "
REFUSED: Final = "{key} came with other keys: press it again."
DOUBTED: Final = "{key} may belong to a cut-off reply: press it again."
REFUSED_S: Final = 0.5
"""Seconds within which the refused keys of a burst are reported only once."""
NOTHING: Final = "backspace"
"""A key that a question silently ignores: in a session it opens one, and it may still be held."""
LONGEST: Final = 2000
"""The most characters of a line."""


MOST_INVALID: Final = 20
"""Lines in a row that change nothing after which their author is taken for a machine."""


class BackError(Exception):
    """The person went back."""


class TooManyInvalidError(GoneError):
    """Too many lines in a row were no answer, so nobody reads the output; the program saves everything and ends."""


class Prompt:
    """Asks questions: prints them, and reads the answers from a source.

    Args:
        layout: the Latin letter at the position of each letter of another alphabet.
    """

    def __init__(self, source: AnswerSource, output: Output, layout: Layout | None = None) -> None:
        self.source = source
        self.output = output
        self.layout = layout_of({}) if layout is None else layout
        self._refused_at = float("-inf")
        self.ended_by_invalid = False
        """Whether the prompt ended because of invalid answers."""
        self._invalid = 0
        self.on_typed: Callable[[str], None] | None = None
        """Called with the text of the line at each key, before it is entered."""
        self.on_pause: Callable[[], object] | None = None
        """Called when nothing was typed for `PAUSE_S` while `on_typed` is set."""
        self.unfinished = ""
        """The text of a line that was never entered."""

    def say(self, *lines: str) -> None:
        """Say lines."""
        self.output.say(*(line for line in lines if line))

    def say_unknown(self, typed: str, what_to_do: str) -> None:
        """Print that the input is no answer, and what would be."""
        self.say(f"{_named(typed)} is no answer here. {what_to_do}")

    def came_alone(self, key: str) -> bool:
        """Whether the last key came alone; if not, report it, once per burst: it is no answer."""
        if self.source.came_alone():
            return True
        if monotonic() - self._refused_at >= REFUSED_S:
            self.say((DOUBTED if self.source.doubtful else REFUSED).format(key=key))
        self._refused_at = monotonic()
        return False

    def spellings(self, typed: str) -> tuple[str, ...]:
        """The typed key, and what else it may mean: the small letter, the Latin one at the same position."""
        return spellings(typed, self.layout)

    def count_answer(self, *, valid: bool) -> None:
        """Count invalid lines in a row. Single keys are never counted, because a person may hold a key.

        Raises:
            TooManyInvalidError: there were too many.
        """
        self._invalid = 0 if valid or self.source.single_keys else self._invalid + 1
        if self._invalid >= MOST_INVALID:
            self.ended_by_invalid = True
            raise TooManyInvalidError

    def choose(
        self,
        question: str,
        options: Mapping[str, str],
        *,
        hidden: Mapping[str, str] | None = None,
        quiet_s: float = 0,
        listed: bool = True,
    ) -> str:
        """Ask for one of some keys; returns the key.

        Args:
            question: the question's text.
            options: the words of each key.
            hidden: further keys for an option, such as escape.
            quiet_s: real seconds without a key before keys from a keyboard count, so that a key that is held, or was
                typed too early, answers nothing. Lines count at once.
            listed: whether the options are said; not for one of many questions with the same answers.

        Raises:
            GoneError: nobody answers.
        """
        lines = (question, *(f"{key}: {words}" for key, words in options.items() if listed))
        self.say(*lines)
        self._wait_for_quiet(quiet_s)
        known = {**{key: key for key in options}, **(hidden or {})}
        last = ""
        while True:
            typed = self._typed()
            if typed is None:
                self.say(*lines)
            elif (key := next((one for one in self.spellings(typed) if one in known), None)) is not None:
                if self.came_alone(key):
                    self.count_answer(valid=True)
                    return known[key]
            elif typed == NOTHING and self.source.single_keys:
                pass
            elif not (self.source.single_keys and typed == last):  # a held key is reported once
                self.say_unknown(typed, f"Type {_either(options)}.")
                self.count_answer(valid=False)
            last = typed or ""

    def score(self, question: str, *, back: str = "") -> int | None:
        """Ask for a pain score; None if it was left out.

        Args:
            question: as the clinical data has it.
            back: what `q` does; empty where there is no way back.

        Raises:
            BackError: the person went back.
            GoneError: nobody answers.
        """
        return self.score_and_way(question, {}, back=back)[0]

    def score_and_way(self, question: str, ways: Mapping[str, str], *, back: str = "") -> tuple[int | None, str]:
        """Ask for a pain score, with an optional letter after it: `4 g`.

        Args:
            question: as the clinical data has it.
            ways: the words of each letter.
            back: what `q` does; empty where there is no way back.

        Returns:
            The score, None if it was left out, and the letter, or an empty text.

        Raises:
            BackError: the person went back.
            GoneError: nobody answers.
        """
        way_back = f", {BACK} {back}" if back else ""
        how = f"Type a whole number from 0 to 10 and enter. {LEAVE_OUT} leaves it out{way_back}."
        self.say(f"{question} {SCALE}", how, *(f"{letter} after it: {words}." for letter, words in ways.items()))
        while True:
            typed = self.line().strip()
            way = next((one for one in self.spellings(typed[-1:]) if one in ways), "")
            score = typed[:-1].strip() if way else typed
            pain = parse_pain(score)
            if pain is not None or LEAVE_OUT in self.spellings(score):
                self.count_answer(valid=True)
                return pain, way
            if back and BACK in self.spellings(typed):
                raise BackError
            self.say(f"{_named(typed)} is no score. {how}")
            self.count_answer(valid=False)

    def place(self, question: str) -> Symptoms:
        """Ask where it is felt, in one line; an empty line leaves it out.

        Args:
            question: as the clinical data has it.

        Raises:
            GoneError: nobody answers.
        """
        self.say(question, HOW_TO_PLACE)
        while True:
            typed = self.line().strip()
            try:
                felt = parse_symptoms(typed) if typed else Symptoms()
            except PlaceError as error:
                if typed == "?":
                    self.say(*PLACES_LISTED)
                else:
                    self.say(f"{error} {HOW_TO_PLACE}")
                self.count_answer(valid=False)
            else:
                self.count_answer(valid=True)
                return felt

    def line(self) -> str:
        """Read one line, unchanged.

        Raises:
            GoneError: nobody answers.
        """
        if self.ended_by_invalid:
            raise TooManyInvalidError
        if not self.source.single_keys:
            return self.source.key(None) or ""
        typed: list[str] = []
        told = True
        while True:
            try:
                pauses = not told and self.on_pause is not None and self.on_typed is not None
                key = self.source.key(PAUSE_S if pauses else None)
                if key in QUIT_KEYS:
                    raise GoneError
            except GoneError:
                self.unfinished = "".join(typed)
                raise
            if key is None and pauses and self.on_pause is not None:
                self.on_pause()
                told = True
                continue
            told = False
            if key == "enter":
                self.output.echo("\n")
                return "".join(typed)
            if key == "ctrl+z":
                self.source.suspend()
                self.output.echo("".join(typed))
            elif key in ("backspace", "ctrl+u"):
                for sign in [typed.pop() for _ in range(len(typed) if key == "ctrl+u" else min(1, len(typed)))]:
                    self.output.echo("\b \b" * _cells(sign))
            elif key and len(sign := SPACE if key == "space" else key) == 1 and len(typed) < LONGEST:
                typed.append(sign)
                self.output.echo(sign)
            if self.on_typed is not None:
                self.on_typed("".join(typed))

    def _wait_for_quiet(self, seconds: float) -> None:
        while seconds and self.source.single_keys and (key := self.source.key(seconds)) is not None:
            if key in QUIT_KEYS:
                raise GoneError

    def _typed(self) -> str | None:
        """A key, or a line that names one; None after a suspension, when the question must be asked again."""
        key = self.source.key(None)
        if key in QUIT_KEYS:
            raise GoneError
        if key == "ctrl+z":
            self.source.suspend()
            return None
        return (key or "").strip().lower()


def _cells(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _named(typed: str) -> str:
    return quoted(typed) if typed else "An empty line"


def _either(options: Mapping[str, str]) -> str:
    *most, last = options
    return f"{', '.join(most)} or {last}" if most else last
