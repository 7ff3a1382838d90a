"""Colours by role, in dark and light, for true colour and for the terminal's own sixteen.

Colour only repeats what a word, a shape or a position says. In sixteen colours text is the terminal's own foreground,
because its background isn't known, and hue is left to big glyphs, bars and labels that set both colours.

The four palettes below name each colour by its role: `do` is the colour of what is to be done (a hold, a move), `rest`
that of a rest or a pause, `stop` that of a stop and of the emergency page.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from textual.theme import Theme

Palette = Mapping[str, str]

DARK: Final[Palette] = {
    "bg": "#0e1417",
    "panel": "#172024",
    "focus": "#22333a",
    "band": "#1c2a2f",
    "line": "#33424a",
    "text": "#e8edeb",
    "muted": "#98a6a8",
    "far": "#7e8e92",
    "do": "#7fd8c4",
    "on-do": "#08211c",
    "rest": "#d9b483",
    "on-rest": "#2a1c06",
    "stop": "#ff7b6e",
    "on-stop": "#2b0503",
}
LIGHT: Final[Palette] = {
    "bg": "#f8f6f0",
    "panel": "#edeae1",
    "focus": "#dfe8e3",
    "band": "#e6eae4",
    "line": "#c3c0b4",
    "text": "#1b2527",
    "muted": "#566467",
    "far": "#7a8688",
    "do": "#0b6b5d",
    "on-do": "#ffffff",
    "rest": "#8a6116",
    "on-rest": "#ffffff",
    "stop": "#b3261e",
    "on-stop": "#ffffff",
}
_SIXTEEN: Final[Palette] = {
    "bg": "ansi_default",
    "panel": "ansi_default",
    "focus": "ansi_default",
    "band": "ansi_default",
    "line": "ansi_bright_black",
    "text": "ansi_default",
    "muted": "ansi_default",
    "far": "ansi_bright_black",
}
DARK_16: Final[Palette] = {
    **_SIXTEEN,
    "do": "ansi_bright_cyan",
    "on-do": "ansi_black",
    "rest": "ansi_yellow",
    "on-rest": "ansi_black",
    "stop": "ansi_bright_red",
    "on-stop": "ansi_black",
}
LIGHT_16: Final[Palette] = {
    **_SIXTEEN,
    "do": "ansi_blue",
    "on-do": "ansi_bright_white",
    "rest": "ansi_magenta",
    "on-rest": "ansi_bright_white",
    "stop": "ansi_red",
    "on-stop": "ansi_bright_white",
}


_TERMINALS_OWN: Final = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
"""The variables that Textual's own sheets need in a theme of the terminal's colours."""


def _theme(name: str, palette: Palette, *, dark: bool, ansi: bool) -> Theme:
    return Theme(
        name=name,
        primary=palette["do"],
        secondary=palette["rest"],
        error=palette["stop"],
        foreground=palette["text"],
        background=palette["bg"],
        surface=palette["bg"],
        panel=palette["panel"],
        dark=dark,
        ansi=ansi,
        variables={f"l5-{role}": colour for role, colour in palette.items()} | (_TERMINALS_OWN if ansi else {}),
    )


THEMES: Final = (
    _theme("l5-dark", DARK, dark=True, ansi=False),
    _theme("l5-light", LIGHT, dark=False, ansi=False),
    _theme("l5-dark-16", DARK_16, dark=True, ansi=True),
    _theme("l5-light-16", LIGHT_16, dark=False, ansi=True),
)


def theme_name(wish: str, *, few: bool, environ: Mapping[str, str] = os.environ) -> str:
    """The theme for a setting (`auto`, `dark`, `light`) on a terminal with few colours or many."""
    light = wish == "light" or (wish == "auto" and _has_light_background(environ))
    return f"l5-{'light' if light else 'dark'}{'-16' if few else ''}"


def _has_light_background(environ: Mapping[str, str]) -> bool:
    """Whether the background is light, by `COLORFGBG`, the only variable in which some terminals name it: its last
    number is the colour."""
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return ground in ("7", "15")
