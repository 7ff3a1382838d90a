"""The settings that the screen offers, with their words.

Settings that aren't here (the keys, the outputs of each kind of cue, a journal without locks) are set in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from l5tui.config.settings import CUE_LEVELS
from l5tui.domain.exercise import Exercise


class Setting(Struct, frozen=True):
    """A row of the list: one setting."""

    field: str
    name: str
    about: str | tuple[str, ...]
    """What it is; or, for each value, what that value does."""
    values: tuple[tuple[object, str], ...] = ()
    """The possible values, each with its word; empty for a text."""

    def explained(self, value: object) -> str:
        """The explanation of a value."""
        if isinstance(self.about, str):
            return self.about
        return next(about for (one, _), about in zip(self.values, self.about, strict=True) if one == value)

    def shown(self, value: object) -> str:
        """The word for a value."""
        return next((words for one, words in self.values if one == value), str(value) or "none")

    def next(self, value: object, step: int) -> object:
        """The next or previous value; after the last comes the first."""
        every = [one for one, _ in self.values]
        return every[(every.index(value) + step) % len(every)]


def _either(off: str, on: str) -> tuple[tuple[object, str], ...]:
    return ((False, off), (True, on))


SAFETY: Final = "Safety"
ANSWERS: Final = "safety_answers"
"""The row that is no setting: it opens the recorded safety answers."""
ANSWERS_NAME: Final = "Safety answers"
ANSWERS_ABOUT: Final = "What you answered, what is off and why; a professional's word; answer again."
YES: Final = _either("no", "yes")
GROUPS: Final[Mapping[str, tuple[Setting, ...]]] = {
    "A session": (
        Setting(
            "own_pace",
            "Pace",
            ("Each phase ends when its seconds are over.", "Each phase waits for the space bar."),
            _either("counted", "your own"),
        ),
        Setting(
            "floor_mode",
            "Floor mode",
            (
                "z in a session leaves only the count and the word.",
                "A session begins with only the count and the word, to be read from the mat.",
            ),
            _either("when asked for", "from the start"),
        ),
        Setting(
            "first_side",
            "First side",
            ("An exercise with two sides begins on the left.", "An exercise with two sides begins on the right."),
            (("left", "left"), ("right", "right")),
        ),
        Setting(
            "sides_each",
            "Change sides",
            ("Left, right, left, right: a repetition each.", "All repetitions of one side, then all of the other."),
            _either("every repetition", "once"),
        ),
    ),
    "The figure": (
        Setting(
            "figure",
            "Figure",
            ("A session has no figure.", "A figure shows how the exercise is done."),
            _either("hidden", "shown"),
        ),
        Setting(
            "mirror",
            "Mirrored",
            ("The head is on the right.", "The head is on the left. Left stays left."),
            YES,
        ),
        Setting(
            "reduced_motion",
            "Motion",
            (
                "The figure moves at the pace of the exercise.",
                "The picture changes at each phase, and nothing moves.",
            ),
            _either("moving", "still"),
        ),
    ),
    "What you hear and see": (
        Setting(
            "cues",
            "Cues",
            (
                "A session begins in silence; c in it changes that.",
                "A session begins with the terminal's bell alone; c in it changes that.",
                "A session begins with all cues that are on below; c in it changes that.",
            ),
            tuple((level, level) for level in CUE_LEVELS),
        ),
    ),
    "All cues are": (
        Setting("bell", "Sound", ("All cues do without the terminal's bell.", "The terminal's bell rings."), YES),
        Setting("speak", "Voice", "A command that speaks: espeak-ng, say."),
        Setting(
            "notify",
            "Notifications",
            ("None on the desktop.", "On the desktop, where the terminal is known to take them."),
            YES,
        ),
        Setting("title", "Window title", ("The window keeps its title.", "The window's title says what to do."), YES),
        Setting("flash", "Flash", ("The screen never flashes.", "The screen flashes for a moment."), YES),
    ),
    "Reminders": (
        Setting(
            "remind_by",
            "Reminder",
            (
                "A timer's l5tui remind now sends a notification to the desktop.",
                "A timer's l5tui remind now rings the terminal's bell.",
                "A timer's l5tui remind now only prints its line.",
            ),
            (("notify", "notification"), ("bell", "ring"), ("line", "only its line")),
        ),
        Setting("remind", "Own reminder", "A command that reminds instead, with the line at its end."),
        Setting("quiet_hours", "Quiet hours", "No reminder between two times, such as 22:00-07:00."),
    ),
    SAFETY: (
        Setting(
            "emergency_number",
            "Emergency number",
            "Stands first on the page that says to get help. 112, 999 and 911 stay.",
        ),
    ),
    "Looks": (
        Setting(
            "theme",
            "Theme",
            ("What suits the terminal, as far as that is known.", "Light on dark.", "Dark on light."),
            (("auto", "auto"), ("dark", "dark"), ("light", "light")),
        ),
        Setting(
            "week_starts",
            "Week",
            (
                "It begins as the locale of this computer has it.",
                "It begins on Monday.",
                "It begins on Sunday.",
                "It begins on Saturday.",
            ),
            (("auto", "auto"), ("monday", "Monday"), ("sunday", "Sunday"), ("saturday", "Saturday")),
        ),
    ),
}
EXTRAS: Final = "extras"
NOT_IN_ARTICLE: Final = "Not in the article"
EXTRA_ABOUT: Final = "Not in the article: ask a health professional before you switch it on."


def groups_with(extras: Iterable[Exercise]) -> dict[str, tuple[Setting, ...]]:
    """The groups, with a row for each exercise that isn't in the article."""
    rows = tuple(Setting(f"{EXTRAS}.{one.id}", one.name, EXTRA_ABOUT, _either("off", "on")) for one in extras)
    return {**GROUPS, NOT_IN_ARTICLE: rows} if rows else dict(GROUPS)


SETTINGS: Final = {setting.field: setting for group in GROUPS.values() for setting in group}
