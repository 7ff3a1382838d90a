"""The settings: typed fields with defaults. The docstring of each field is its text in the manual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from types import MappingProxyType
from typing import Final, Literal, NewType, get_args

from msgspec import Struct, field

from l5tui.config.output import quoted
from l5tui.config.week import WeekStart

Theme = Literal["auto", "dark", "light"]
RemindBy = Literal["notify", "bell", "line"]
FirstSide = Literal["left", "right"]
CueLevel = Literal["off", "bell", "all"]
CueOutput = Literal["bell", "speak", "notify", "title", "flash"]

PhoneNumber = NewType("PhoneNumber", str)
"""A phone number: digits, with optional spaces and a leading plus."""

QuietHours = NewType("QuietHours", str)
"""Two times of the day with a dash in between, or an empty text."""

SocketPath = NewType("SocketPath", str)
"""The whole path of a socket, which may begin with `~/`, or an empty text."""

CUE_LEVELS: Final[tuple[CueLevel, ...]] = get_args(CueLevel)
CUE_OUTPUTS: Final[tuple[CueOutput, ...]] = get_args(CueOutput)

_CUE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "phase": frozenset({"bell", "speak", "title"}),
        "halfway": frozenset({"speak"}),
        "last": frozenset({"speak"}),
        "switch": frozenset({"bell", "speak", "title", "flash"}),
        "next_exercise": frozenset({"bell", "speak", "notify", "title", "flash"}),
        "done": frozenset({"bell", "speak", "notify", "title", "flash"}),
    }
)
CUE_KINDS: Final = tuple(_CUE)
_RUNG: Final = frozenset({"phase", "switch", "next_exercise", "done"})
"""The cue kinds that ring when only the bell is on."""


class Settings(Struct, frozen=True):
    """The values of all settings."""

    theme: Theme = "auto"
    """`"dark"`, `"light"`, or `"auto"`: what suits the terminal, as far as that can be known."""
    first_side: FirstSide = "left"
    """Which side begins where an exercise has two: `"left"` or `"right"`."""
    sides_each: bool = False
    """`true`: where the sides take turns, do all repetitions on one side and then all on the other."""
    own_pace: bool = False
    """`true`: a session begins at your own pace, in which each phase waits for the space bar."""
    floor_mode: bool = False
    """`true`: a session begins in floor mode, with nothing but the count and the word, to be read from the mat."""
    figure: bool = True
    """`false`: no figure is drawn."""
    mirror: bool = False
    """`true`: the figure lies the other way round. Left stays left."""
    reduced_motion: bool = False
    """`true`: nothing moves; the picture changes at each phase."""
    cues: CueLevel = "bell"
    """What a session begins with: `"off"`, `"bell"` at the end of each stretch, or `"all"` that is set up below."""
    bell: bool = True
    """`false`: the bell never rings by itself, not among all cues either. From before there was `cues`."""
    speak: str = ""
    """A command that speaks its last argument: `"espeak-ng"`, `"say -v Serena"`. `""`: no voice."""
    speak_socket: SocketPath = SocketPath("")
    """A socket of `ssh -R`, at whose other end `l5tui speak-lines --listen` speaks: `"~/.l5tui-voice"`. `""`: none.

    Where it isn't there, `speak` speaks.
    """
    notify: bool = False
    """`true`: all cues include notifications on the desktop, where the terminal is known to take them."""
    title: bool = True
    """`false`: cues leave the window's title alone."""
    flash: bool = False
    """`true`: all cues include a flash of the screen."""
    cue: Mapping[str, frozenset[str]] = field(default_factory=lambda: _CUE)
    """Which of these each kind of cue uses when all are on; what a kind doesn't name stays silent.

    The kinds are `phase`, `halfway`, `last` (the last three
    seconds of what lasts eight or more), `switch`, `next_exercise` and `done`:
    `halfway = ["speak", "flash"]`.
    """
    emergency_number: PhoneNumber = PhoneNumber("")
    """Your own emergency number: it stands first and large on the page that says to get help. 112, 999 and 911 stay."""
    extras: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    """Exercises that are not in the article, by id: `walk = true` switches one on. `l5tui exercises` lists them."""
    remind_by: RemindBy = "notify"
    """How `l5tui remind now` reminds: `"notify"` on the desktop, `"bell"` in your terminals, or only its `"line"`."""
    remind: str = ""
    """A command that does it instead, with that line as its last argument: `"espeak-ng"`. `""`: none."""
    quiet_hours: QuietHours = QuietHours("")
    """When `l5tui remind now` says nothing: `"22:00-07:00"`. `""`: it always may."""
    week_starts: WeekStart = "auto"
    """The first day of your week: `"monday"`, `"sunday"`, `"saturday"`, or `"auto"`: as the locale has it."""
    unlocked_journal: bool = False
    """`true`: write the journal even where the file system has no locks. Then run only one l5tui at a time."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Other keys for what the help screen lists, by the id that stands there: `"session.pause" = "space,w"`.

    Commas stand between several keys. Names are Textual's: `x`, `X`, `space`, `ctrl+x`, `f5`, `comma`.
    """

    @property
    def extras_on(self) -> frozenset[str]:
        """The ids of the exercises outside the article that are switched on."""
        return frozenset(one for one, on in self.extras.items() if on)

    def cue_outputs(self, kind: str) -> frozenset[str]:
        """The outputs of a kind of cue when all are on: those of `bell`, `speak`, `notify`, `title` and `flash` that
        are set.

        The terminal may not support all of them.
        """
        wanted = {
            "bell": self.bell,
            "speak": bool(self.speak or self.speak_socket),
            "notify": self.notify,
            "title": self.title,
            "flash": self.flash,
        }
        return frozenset(output for output in self.cue.get(kind, frozenset()) if wanted[output])

    def cue_outputs_at(self, level: CueLevel, kind: str) -> frozenset[str]:
        """The outputs of a kind of cue at a level."""
        if level == "all":
            return self.cue_outputs(kind)
        return frozenset({"bell"}) if level == "bell" and self.bell and kind in _RUNG else frozenset()


class UnusableError(Exception):
    """Why a value can't be used; `hint` says what happens instead, if that isn't the default."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint


_LONGEST = 40


def either(choices: Iterable[object]) -> str:
    *most, last = [shown(choice) for choice in choices]
    return f"{', '.join(most)} or {last}" if most else last


def shown(value: object) -> str:
    """A value in TOML syntax, on one line and shortened."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float() | date() | time():
            return str(value)[:_LONGEST]
        case str():
            return quoted(value)
        case dict():
            return "a table"
        case _:
            return "an array"
