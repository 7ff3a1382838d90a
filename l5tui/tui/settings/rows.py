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
    about: str
    values: tuple[tuple[object, str], ...] = ()
    """The possible values, each with its word; empty for a text."""

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
        Setting("own_pace", "Pace", "Your own: each phase waits for the space bar.", _either("counted", "your own")),
        Setting(
            "floor_mode",
            "Floor mode",
            "Only the count and the word, to be read from the mat.",
            _either("when asked for", "from the start"),
        ),
        Setting(
            "first_side",
            "First side",
            "It begins where an exercise has two sides.",
            (("left", "left"), ("right", "right")),
        ),
        Setting(
            "sides_each",
            "Sides",
            "In turn, or all of one side and then all of the other.",
            _either("in turn", "one, then the other"),
        ),
    ),
    "The figure": (
        Setting("figure", "Figure", "It shows how the exercise is done.", _either("hidden", "shown")),
        Setting("mirror", "Mirrored", "It lies the other way round. Left stays left.", YES),
        Setting(
            "reduced_motion",
            "Motion",
            "Still: the picture changes at each phase, and nothing moves.",
            _either("moving", "still"),
        ),
    ),
    "What you hear and see": (
        Setting(
            "cues",
            "Cues",
            "What a session begins with. All: those below that are set.",
            tuple((level, level) for level in CUE_LEVELS),
        ),
        Setting("bell", "Bell", "The terminal's bell, among all cues.", YES),
        Setting("speak", "Voice", "A command that speaks when all cues are on: espeak-ng, say."),
        Setting("notify", "Notifications", "On the desktop, where the terminal is known to take them.", YES),
        Setting("title", "Window title", "The window's title says what to do.", YES),
        Setting("flash", "Flash", "The screen flashes for a moment.", YES),
    ),
    "Reminders": (
        Setting(
            "remind_by",
            "Reminder",
            "How l5tui remind now, which a timer calls, reminds you.",
            (("notify", "notification"), ("bell", "bell"), ("line", "only its line")),
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
            "Auto: what suits the terminal, as far as that is known.",
            (("auto", "auto"), ("dark", "dark"), ("light", "light")),
        ),
        Setting(
            "week_starts",
            "Week",
            "Its first day. Auto: as the locale of this computer has it.",
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
