"""The capabilities of a terminal, detected from its environment alone."""

from __future__ import annotations

import pytest

from l5tui.terminal.capabilities import TRUE_COLOURS, Capabilities, capabilities, is_dumb, is_utf8
from tests.rows import each

UTF8 = {"LANG": "en_GB.UTF-8"}


@each(
    "environ, expected",
    [
        ({"LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "de_CH.utf8@euro"}, True),
        ({"LC_ALL": "C.UTF-8", "LANG": "C"}, True),
        ({"LC_CTYPE": "UTF-8"}, True),
        ({"LC_ALL": "", "LC_CTYPE": "", "LANG": "en_GB.UTF-8"}, True),
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, False),
        ({"LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "de_DE@euro"}, False),
        ({}, False),
    ],
)
def test_the_first_locale_that_is_set_decides_whether_text_is_utf_8(environ: dict[str, str], expected: bool) -> None:
    assert is_utf8(environ) is expected


@each("term", ["linux", "linux-16color", "vt100", "vt220", "vt102-nsgr", "ansi", "cons25"])
def test_consoles_and_old_terminals_have_no_braille(term: str) -> None:
    can = capabilities({**UTF8, "TERM": term})
    assert (can.unicode, can.braille, can.title, can.notification) == (False, False, False, None)
    assert not can.dumb


@each("term", ["xterm", "xterm-256color", "tmux-256color", "screen", "vte-256color", "st-256color"])
def test_a_modern_terminal_has_braille_only_in_a_utf_8_locale(term: str) -> None:
    assert capabilities({**UTF8, "TERM": term}).braille
    assert not capabilities({"LANG": "C", "TERM": term}).braille
    assert not capabilities({**UTF8, "TERM": term}, ascii_only=True).braille
    assert capabilities({**UTF8, "TERM": term}).title


@pytest.mark.parametrize("environ", [{}, {"TERM": ""}, {"TERM": "dumb"}, {"TERM": "unknown"}])
def test_a_dumb_terminal_can_do_nothing(environ: dict[str, str]) -> None:
    assert is_dumb(environ)
    can = capabilities({**UTF8, **environ, "COLORTERM": "truecolor", "TERM_PROGRAM": "iTerm.app"})
    assert can == Capabilities(dumb=True, unicode=False, braille=False, colours=0, title=False, notification=None)


@each(
    "environ, expected",
    [
        ({"TERM": "xterm"}, 16),
        ({"TERM": "screen"}, 16),
        ({"TERM": "linux"}, 8),
        ({"TERM": "vt100"}, 0),
        ({"TERM": "vt220"}, 0),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "vte-256color"}, 256),
        ({"TERM": "xterm-direct"}, TRUE_COLOURS),
        ({"TERM": "xterm-kitty"}, TRUE_COLOURS),
        ({"TERM": "foot"}, TRUE_COLOURS),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, TRUE_COLOURS),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, TRUE_COLOURS),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, 0),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, 0),
    ],
)
def test_the_number_of_colours_is_detected(environ: dict[str, str], expected: int) -> None:
    assert capabilities({**UTF8, **environ}).colours == expected


@each(
    "environ, expected",
    [
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "osc9"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "osc9"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "osc777"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "osc777"),
        ({"TERM": "xterm-kitty"}, "osc9"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "osc9"),
        ({"TERM": "xterm-ghostty"}, "osc777"),
        ({"TERM": "foot-extra"}, "osc777"),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "rxvt-unicode-256color"}, None),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, None),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "xterm-256color", "WT_SESSION": "1"}, None),
        ({"TERM": "xterm-kitty", "TMUX": "/run/tmux/default,1,0"}, None),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "iTerm.app"}, None),
        ({"TERM": "screen.xterm-256color", "LC_TERMINAL": "iTerm2"}, None),
        ({"TERM": "xterm-kitty", "STY": "1.pts-0"}, None),
        ({"TERM": "xterm-ghostty", "ZELLIJ": "0"}, None),
    ],
)
def test_notifications_go_only_to_terminals_that_are_known_to_support_them(
    environ: dict[str, str], expected: str | None
) -> None:
    """Other terminals may print the sequence on the screen."""
    assert capabilities({**UTF8, **environ}).notification == expected
