"""The private names of Textual that l5tui needs: where, what for, and what each must look like to be of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INTERNALS: Final = "l5tui.terminal.textual_internals"
DRIVER: Final = "l5tui.terminal.driver"
TESTS: Final = "tests.textual_private"


@dataclass(frozen=True)
class Name:
    """A private name of one of Textual's classes."""

    owner: str
    """`module:Class`, as Textual has it."""
    name: str
    used_in: str
    why: str
    takes: str | None = None
    """A method's parameters, without their types; None for an attribute."""
    called_by: str | None = None
    """For a method that is overridden: the module of Textual that calls it."""

    def __str__(self) -> str:
        return f"{self.owner.partition(':')[2]}.{self.name}"


_APP: Final = "textual.app:App"
_LINUX: Final = "textual.drivers.linux_driver:LinuxDriver"
_PARSER: Final = "textual._xterm_parser:XTermParser"
_SCREEN: Final = "textual.screen:Screen"
_STYLES: Final = "textual.css.stylesheet:Stylesheet"

NAMES: Final = (
    Name(_APP, "_driver", INTERNALS, "to write to the terminal what isn't on the screen"),
    Name(_APP, "_exit", INTERNALS, "to show nothing more in an app that was told to exit"),
    Name(_APP, "_css_update_count", INTERNALS, "to give a new screen's widgets their styles once"),
    Name(_SCREEN, "_css_update_count", INTERNALS, "to give a new screen's widgets their styles once"),
    Name(
        _APP,
        "_get_screen",
        INTERNALS,
        "to give a new screen's widgets their styles once",
        "(self, screen)",
        "textual.app",
    ),
    Name(_APP, "_exit_renderables", INTERNALS, "to print no traceback when the app ends with a fault"),
    Name(
        _APP,
        "_display",
        INTERNALS,
        "to send only the cells that changed",
        "(self, screen, renderable)",
        "textual.screen",
    ),
    Name(
        _APP,
        "_handle_exception",
        INTERNALS,
        "to keep a fault for the crash log",
        "(self, error)",
        "textual.message_pump",
    ),
    Name(
        _APP,
        "_print_error_renderables",
        INTERNALS,
        "to print no traceback when the app ends with a fault",
        "(self)",
        "textual.app",
    ),
    Name(
        _APP,
        "_check_bindings",
        INTERNALS,
        "to refuse a key that came with others, and to know its other spellings",
        "(self, key, priority=False)",
        "textual.app",
    ),
    Name(
        _PARSER, "_sequence_to_key_events", INTERNALS, "to name a key that came with alt", "(self, sequence, alt=False)"
    ),
    Name(_PARSER, "_awaiting", INTERNALS, "to see that the parser is left in the middle of a sequence"),
    Name(_LINUX, "_app", DRIVER, "to end the app with its input, and to draw it again"),
    Name(_LINUX, "_loop", DRIVER, "to hand keys from the reading thread to the app's"),
    Name(_LINUX, "_debug", DRIVER, "to hand it on to the parser"),
    Name(_LINUX, "_mouse", DRIVER, "to know whether the mouse is reported"),
    Name(_LINUX, "_size", DRIVER, "to start with the size of the right terminal"),
    Name(_LINUX, "_auto_restart", DRIVER, "to know whether another program has the terminal"),
    Name(_LINUX, "_key_thread", DRIVER, "to end the thread that reads keys"),
    Name(_LINUX, "_in_band_window_resize", DRIVER, "to ask for the size once, by signal or by report"),
    Name(_LINUX, "_get_terminal_size", DRIVER, "to measure the terminal that is drawn on", "(self)", _LINUX),
    Name(_LINUX, "_sigtstp_application", DRIVER, "to stop as a job should", "(self, *_)", _LINUX),
    Name(_LINUX, "_sigcont_application", DRIVER, "to go on after a stop that nobody announced", "(self, *_)", _LINUX),
    Name(_LINUX, "_patch_lflag", DRIVER, "to get keys one by one, without echo", "(attrs)"),
    Name(_LINUX, "_patch_iflag", DRIVER, "to get keys unchanged", "(attrs)"),
    Name(_LINUX, "_query_in_band_window_resize", DRIVER, "to ask whether sizes are reported", "(self)"),
    Name(_LINUX, "_request_terminal_sync_mode_support", DRIVER, "to ask whether pictures can be shown whole", "(self)"),
    Name(_LINUX, "_run_input_thread", DRIVER, "to read keys, with faults told", "(self)"),
    Name(_STYLES, "_parse_cache", INTERNALS, "to keep all sheets that were parsed"),
    Name(_STYLES, "_require_parse", INTERNALS, "to parse again only when colours have changed"),
    Name(
        _STYLES,
        "_parse_rules",
        INTERNALS,
        "to take sheets that were parsed when the wheel was built",
        "(self, css, read_from, is_default_rules=False, tie_breaker=0, scope='')",
        "textual.css.stylesheet",
    ),
    Name(_APP, "_batch_count", INTERNALS, "to draw nothing that isn't shown"),
    Name(_SCREEN, "_compositor_refresh", INTERNALS, "to draw nothing that isn't shown", "(self)", "textual.screen"),
    Name(_SCREEN, "_on_timer_update", INTERNALS, "to draw a new screen once", "(self)", "textual.screen"),
    Name(_SCREEN, "_layout_required", INTERNALS, "to know that a screen is drawn with its layout"),
    Name(_SCREEN, "_repaint_required", INTERNALS, "to draw a new screen once"),
    Name(_SCREEN, "_compositor", INTERNALS, "to know whether the window has another size"),
    Name(_SCREEN, "_dirty_widgets", INTERNALS, "to draw all of a new screen with its layout"),
    Name(_APP, "_disable_tooltips", INTERNALS, "to have no widget for tooltips, which no screen has"),
    Name(_APP, "_disable_notifications", INTERNALS, "to have no widget for toasts, which no screen shows"),
)

NAMES_IN_TESTS: Final = (
    Name(
        _STYLES,
        "_parse_rules",
        TESTS,
        "to parse each sheet once per worker",
        "(self, css, read_from, is_default_rules=False, tie_breaker=0, scope='')",
        "textual.css.stylesheet",
    ),
    Name(_STYLES, "_variables", TESTS, "to see with which colours a sheet was parsed"),
    Name(_SCREEN, "_compositor", TESTS, "to read the characters on the screen"),
    Name(_SCREEN, "_compositor_refresh", TESTS, "to draw only what a test reads", "(self)", "textual.screen"),
    Name(_SCREEN, "_dirty_widgets", TESTS, "to drop what needn't be drawn"),
    Name("textual._compositor:Compositor", "_dirty_regions", TESTS, "to drop what needn't be drawn"),
    Name(_APP, "_update_mouse_over", TESTS, "to do the rest of what drawing does", "(self, screen)"),
)
"""The private names that only the tests touch, all in one module of theirs."""

PRIVATE_MODULES: Final = {
    "textual._ansi_sequences:ANSI_SEQUENCES_KEYS": None,
    "textual._keyboard_protocol:FUNCTIONAL_KEYS": None,
    "textual._compositor:CompositorUpdate": None,
    "textual._compositor:LayoutUpdate": "(self, strips, region)",
    "textual._compositor:ChopsUpdate": "(self, chops, spans, chop_ends)",
    _PARSER: "(self, debug=False)",
    "textual._styles_cache:StylesCache": "(self)",
}
"""What is imported from a private module, only in `textual_internals`; of a class also what it is made of."""

PRIVATE_MODULES_IN_TESTS: Final = {
    "textual._context:active_app": None,
    "textual.keys:_character_to_key": "(character)",
}
