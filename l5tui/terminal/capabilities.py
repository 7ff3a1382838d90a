"""What this terminal can display and do, as far as the environment says.

Asking the terminal itself would take a round trip, up to a second of blank screen over a slow line, and some terminals
print the answer. Over SSH little more than `TERM` and the locale arrives; an unknown capability counts as missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

Protocol = Literal["osc9", "osc777"]
"""How a desktop notification is asked for."""

TRUE_COLOURS: Final = 1 << 24

_DUMB: Final = frozenset({"", "dumb", "unknown"})
_OLD: Final = ("linux", "vt52", "vt100", "vt102", "vt220", "vt320", "vt420", "ansi", "cons25", "sun", "pcansi")
"""Consoles and terminals from before Unicode, or with a font of 256 or 512 characters."""
_WITHOUT_COLOUR: Final = ("vt", "sun")
_TRUE_COLOUR: Final = (
    *("alacritty", "contour", "foot", "ghostty", "iterm2", "kitty", "wezterm"),
    *("xterm-ghostty", "xterm-kitty"),
)
_WITH_TITLE: Final = (
    *_TRUE_COLOUR,
    *("gnome", "konsole", "mintty", "putty", "rxvt", "screen", "st", "tmux", "vte", "xterm"),
)
_NOTIFIED_BY_TERM: Final[Mapping[str, Protocol]] = {
    "foot": "osc777",
    "ghostty": "osc777",
    "iterm2": "osc9",
    "kitty": "osc9",
    "wezterm": "osc777",
    "xterm-ghostty": "osc777",
    "xterm-kitty": "osc9",
}
_NOTIFIED_BY_PROGRAM: Final[Mapping[str, Protocol]] = {
    "ghostty": "osc777",
    "iterm.app": "osc9",
    "iterm2": "osc9",
    "warpterminal": "osc777",
    "wezterm": "osc777",
}


class Capabilities(Struct, frozen=True):
    """What a terminal can do."""

    dumb: bool
    """It can't position text, so only plain lines work."""
    unicode: bool
    """The locale is UTF-8, and the terminal isn't older than that."""
    braille: bool
    """Its font has braille dots."""
    colours: int
    """0, 8, 16, 256 or 16,777,216. 0 is also what `NO_COLOR` asks for."""
    title: bool
    """The window's title can be set."""
    notification: Protocol | None
    """How it takes a desktop notification; None where that isn't known."""


def capabilities(environ: Mapping[str, str], *, ascii_only: bool = False) -> Capabilities:
    """What the terminal of this environment can do.

    Args:
        environ: the environment, as `os.environ`.
        ascii_only: the person asked for plain characters (`--ascii`).
    """
    term = environ.get("TERM", "")
    dumb = is_dumb(environ)
    modern = not dumb and not ascii_only and is_utf8(environ)
    old = _is_one_of(term, _OLD)
    return Capabilities(
        dumb=dumb,
        unicode=modern and not old,
        braille=modern and not old,
        colours=0 if dumb else _colours(environ, term),
        title=not dumb and _is_one_of(term, _WITH_TITLE),
        notification=None if dumb else _notification(environ, term),
    )


def is_dumb(environ: Mapping[str, str]) -> bool:
    """Whether the terminal can't position text, or doesn't say what it is."""
    return environ.get("TERM", "") in _DUMB


def is_utf8(environ: Mapping[str, str]) -> bool:
    """Whether the locale is UTF-8: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that isn't empty decides.

    Python's own setting doesn't tell: in the locale `C` it writes UTF-8 whatever the terminal expects.
    """
    locale = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := environ.get(name))), "")
    codeset = locale.partition("@")[0].rpartition(".")[2]
    return codeset.lower().replace("-", "") == "utf8"


def _colours(environ: Mapping[str, str], term: str) -> int:
    if "NO_COLOR" in environ:  # even empty: that is how Textual takes it, and the two must agree
        return 0
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return TRUE_COLOURS
    if term.endswith("-direct") or _is_one_of(term, _TRUE_COLOUR):
        return TRUE_COLOURS
    if term.endswith("-256color"):
        return 256
    if term.startswith(_WITHOUT_COLOUR) and not term.startswith("vte"):
        return 0
    return 8 if _is_one_of(term, ("linux", "ansi", "pcansi", "cons25")) else 16


def _notification(environ: Mapping[str, str], term: str) -> Protocol | None:
    """How to notify; not through tmux, screen or zellij, which let it through only where they were told to."""
    if any(environ.get(name) for name in ("TMUX", "STY", "ZELLIJ")) or term.startswith(("tmux", "screen")):
        return None
    by_term = next((_NOTIFIED_BY_TERM[name] for name in _NOTIFIED_BY_TERM if _is_one_of(term, (name,))), None)
    if by_term:
        return by_term
    # `LC_TERMINAL` crosses SSH, which forwards locales; a terminal started from kitty inherits kitty's number.
    for name in ("TERM_PROGRAM", "LC_TERMINAL"):
        if program := environ.get(name, "").lower():
            return _NOTIFIED_BY_PROGRAM.get(program)
    return "osc9" if environ.get("KITTY_WINDOW_ID") else None


def _is_one_of(term: str, names: tuple[str, ...]) -> bool:
    """`linux` is `linux` and `linux-16color`, but not `linuxterm`."""
    return any(term == name or term.startswith(f"{name}-") for name in names)
