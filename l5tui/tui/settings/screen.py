"""The settings screen: a list of settings. A change takes effect at once and is saved in `config.toml`.

The file is written on a thread of its own, one change after the other, so that a slow disk delays no key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, Final

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from l5tui.config.config_file import command_fault, hours_fault, number_fault
from l5tui.config.errors import L5Error, SettingsError
from l5tui.config.paths import config_file
from l5tui.library import extras
from l5tui.tui.chrome import HairlineWidget, Hint, KeyLineWidget, L5Screen, TopLineWidget
from l5tui.tui.settings.rows import (
    ANSWERS,
    ANSWERS_ABOUT,
    ANSWERS_NAME,
    EXTRAS,
    SAFETY,
    Setting,
    groups_with,
)
from l5tui.tui.theme import theme_name
from l5tui.tui.widgets.choices import ChoiceListWidget, ChoiceVisual, blank, heading
from l5tui.tui.widgets.scrolling import ScrolledListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

TITLE: Final = "Settings"
KEPT: Final = "Kept in {file}, with the keys"
SETTING: Final = "setting"
"""The cause of error messages about saving settings; they are removed when saving works."""
NOT_KEPT: Final = "Demo: it holds until you quit"
NO_HOME: Final = "No home folder: it holds until you quit"
FAULTS: Final[Mapping[str, tuple[Callable[[str], str], str]]] = {
    "emergency_number": (number_fault, "number to call"),
    "quiet_hours": (hours_fault, "time without reminders"),
}
"""What refuses a text, and what the text should be. All others are commands."""
LONGEST: Final = 24
"""The most columns of a value, so that a long command leaves room for the name."""
ROOMY: Final = 30
"""Rows of a window from which there are blanks between the groups."""


class SettingsScreen(L5Screen[None]):
    """The settings, opened over a place."""

    WIDEST: ClassVar[int | None] = 88
    GUTTER: ClassVar[int] = 1
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-medium"), (100, "-wide")]  # noqa: RUF012  Textual has it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "change(1)", "change it", id="settings.change"),
        Binding("right", "change(1)", "next value", id="settings.next"),
        Binding("left", "change(-1)", "value before", id="settings.previous"),
        Binding("escape", "back", "back", id="back"),
        Binding("comma,q", "close", "back", id="settings.close"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("choose", ("list.up", "list.down")),
        Hint("change", ("settings.previous", "settings.next")),
        Hint("back", ("back",)),
        Hint("keys", ("help",)),
    )
    WRITING_HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back, as it was", ("back",)),)
    _disk: ClassVar = ThreadPoolExecutor(max_workers=1, thread_name_prefix="settings")
    """The thread that saves; a change that was begun is finished even if the app has ended."""

    def __init__(self) -> None:
        super().__init__()
        self._marked = ""
        self._apart = False
        self._groups: dict[str, tuple[Setting, ...]] = {}
        self._settings: dict[str, Setting] = {}

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        with Horizontal(id="body"):
            with ScrolledListWidget(id="list"):
                yield ChoiceListWidget(id="choices")
            yield Static(id="about")
        with Horizontal(id="writing"):
            yield Static(id="name")
            yield Input(id="text", placeholder="none")
        yield Static(id="file")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self._groups = groups_with(extras().values())
        self._settings = {setting.field: setting for group in self._groups.values() for setting in group}
        self.query_one(TopLineWidget).left = plain(TITLE, STRONG)
        self.query_one("#file", Static).update(one_line(self._where(), MUTED))
        self._fill()
        self.choices.focus()

    @property
    def choices(self) -> ChoiceListWidget:
        """The list of settings."""
        return self.query_one(ChoiceListWidget)

    @property
    def file(self) -> Path | None:
        """The file that changes are saved in; None if they aren't saved."""
        try:
            return None if self.l5.launch.demo else config_file()
        except L5Error:
            return None

    def hints(self) -> tuple[Hint, ...]:
        if self.has_class("-writing"):
            return self.WRITING_HINTS
        return self.HINTS[1:] if self.has_class("-narrow") else self.HINTS

    def _where(self) -> str:
        if self.file is None:
            return NOT_KEPT if self.l5.launch.demo else NO_HOME
        home = str(Path.home())
        file = str(self.file)
        return KEPT.format(file=f"~{file.removeprefix(home)}" if file.startswith(f"{home}/") else file)

    # The list

    def _fill(self) -> None:
        apart = self._roomy
        options: list[Option] = []
        for title, settings in self._groups.items():
            options += [blank()] if apart and options else []
            options.append(heading(title.upper()))
            options += [Option(self._row(setting), id=setting.field) for setting in settings]
            if title == SAFETY:
                options.append(Option(ChoiceVisual(plain(ANSWERS_NAME, TEXT), plain("›  ")), id=ANSWERS))
        self.choices.show(options, self.choices.chosen)
        self._show_chosen()
        self._apart = apart

    def _row(self, setting: Setting) -> ChoiceVisual:
        words = setting.shown(self._value(setting.field))
        chosen = setting.field == self.choices.chosen
        value = plain(f"‹ {words} ›" if chosen and setting.values else f"  {words}  ")
        return ChoiceVisual(plain(setting.name, TEXT), value.truncate(LONGEST, ellipsis=True))

    def _value(self, field: str) -> object:
        group, _, name = field.partition(".")
        return self.l5.settings.extras.get(name, False) if group == EXTRAS else getattr(self.l5.settings, field)

    def _show_chosen(self) -> None:
        """Put arrows beside the value of the highlighted setting if it can be changed, and show its explanation."""
        chosen = self.choices.chosen or ""
        for field in {self._marked, chosen} & self._settings.keys():
            self.choices.replace_option_prompt(field, self._row(self._settings[field]))
        self._marked = chosen
        if chosen:
            self._say(ANSWERS_ABOUT if chosen == ANSWERS else self._settings[chosen].explained(self._value(chosen)))

    def _say(self, about: str, style: str = TEXT) -> None:
        self.query_one("#about", Static).update(one_line(about, style))
        self.call_after_refresh(self._place_about)

    def _place_about(self) -> None:
        """Put the explanation beside its row, or as low as it fits; in a narrow window it is below the list."""
        about = self.query_one("#about", Static)
        row = (self.choices.highlighted or 0) - round(self.choices.scroll_y)
        said = about.content
        rows = len(said.wrap(max(1, about.size.width))) if isinstance(said, Content) and said else 1
        room = self.query_one("#body").size.height - rows
        about.styles.offset = (0, 0 if self.has_class("-narrow") else max(0, min(row, room)))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_chosen()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change the setting on a click; enter is a binding of the screen."""
        event.stop()
        self.action_change(1)

    def on_resize(self) -> None:  # type: ignore[override]
        if self.choices.option_count and self._apart != self._roomy:
            self._fill()
        self.call_after_refresh(self._focus_again)
        self.call_after_refresh(self._place_about)

    def _focus_again(self) -> None:
        """Focus the list again, because a window that was too small took the focus away."""
        if self.is_current and self.focused is None:
            self.query_one("#text" if self.has_class("-writing") else "#choices").focus()

    @property
    def _roomy(self) -> bool:
        return self.app.size.height >= ROOMY

    # Changes

    def action_change(self, step: int) -> None:
        """Take the next value of the highlighted setting, or open the field for its text."""
        if self.choices.chosen == ANSWERS and not self.has_class("-too-small"):
            self._open_answers()
            return
        setting = self._settings.get(self.choices.chosen or "")
        if setting is None or self.has_class("-writing") or self.has_class("-too-small"):
            return
        value = self._value(setting.field)
        if not setting.values:
            self._write(setting, str(value))
            return
        self._change({setting.field: setting.next(value, step)})

    def _open_answers(self) -> None:
        """Show the recorded safety answers over the settings."""
        self.l5.open_safety_answers()

    def _change(self, changes: dict[str, Any]) -> None:
        settings = self.l5.settings
        if changes.get("cues") == "bell" and not settings.bell:
            changes["bell"] = True  # otherwise no cue would be heard
        if changes.get("bell") is False and settings.cues == "bell":
            changes["cues"] = "off"  # because the file is read like this
        switched = {field.partition(".")[2]: on for field, on in changes.items() if field.startswith(f"{EXTRAS}.")}
        if switched:
            self.l5.settings = replace(settings, extras={**settings.extras, **switched})
            self.l5.reload_library()
        else:
            self.l5.settings = replace(settings, **changes)
        if "theme" in changes:
            self.app.theme = theme_name(self.l5.settings.theme, few=self.app.native_ansi_color)
        for field in changes:
            self.choices.replace_option_prompt(field, self._row(self._settings[field]))
        self._show_chosen()
        if (file := self.file) is not None:
            self.app.run_worker(self._keep(file, changes), name="keep-settings", group="settings")

    async def _keep(self, file: Path, changes: Mapping[str, object]) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(self._disk.submit(self.l5.unsaved_settings.save, file, changes)))
        except SettingsError as error:
            self.l5.trouble(error, SETTING)
        else:
            self.l5.clear_trouble(SETTING)

    # Text

    def _write(self, setting: Setting, value: str) -> None:
        self.add_class("-writing")
        self.query_one("#name", Static).update(plain(setting.name, STRONG))
        self.query_one(KeyLineWidget).lead = self.enter_label("keep")
        text = self.query_one("#text", Input)
        text.value = value
        text.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        field = self.choices.chosen or ""
        text = " ".join(event.value.split()) if field == "emergency_number" else event.value.strip()
        fault, what = FAULTS.get(field, (command_fault, "command"))
        if why := fault(text):
            self._say(f"This is no {what}: {why}.", STRONG)
            return
        self._stop_writing()
        if text != getattr(self.l5.settings, field):
            self._change({field: text})

    def _stop_writing(self) -> None:
        self.remove_class("-writing")
        self.query_one(KeyLineWidget).lead = Content("")
        self.choices.focus()
        self._show_chosen()

    def action_back(self) -> None:
        """The action of esc: close the text field unchanged, or the screen."""
        if self.has_class("-writing"):
            self._stop_writing()
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)
