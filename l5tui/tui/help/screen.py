"""The help screen: all keys of the screen below, in groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final, NamedTuple, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from l5tui import __version__
from l5tui.config.paths import config_file
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, PlaceScreen, TopLineWidget, key_name
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph, Table
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

TITLE: Final = "All keys here"
HERE: Final = "On this screen"
GROUPS: Final = {
    "list": "In the list",
    "page": "The page",
    "text": "The page, line by line",
    "find": "While finding",
    "place": "Places",
    "everywhere": "Everywhere",
}
"""The first part of a binding's id, with the heading of its group; all other ids belong to the screen's own group."""
EVERYWHERE: Final = frozenset({"help", "settings", "quit", "quit.now", "suspend", "back", "trouble.hide"})
TROUBLES: Final = "What went wrong"
OTHER_KEYS: Final = "Other keys"
CHANGE: Final = 'Under [keys] in {file}. For example: help = "f1". The names of all keys are in docs/keys.md.'
EVERY_KEYBOARD: Final = "On every keyboard"
LETTERS: Final = (
    "A capital does what the small letter does, unless it has a meaning of its own.",
    "On a Russian, Ukrainian, Belarusian, Serbian, Macedonian or Greek layout the key at the same place works.",
    "Keys that come at once, faster than anybody types, start, end, delete and answer nothing.",
)
HURTS: Final = 'On every layout backspace is "it hurts" in a session.'
"""Not shown if the person has given that another key."""
ABOUT: Final = "l5tui {version}"
NOT_REVIEWED: Final = "No clinician has reviewed this app. It is not a medical device and does not replace care."
JOURNAL: Final = "Your journal is kept in {file}"
AGAIN: Final = "read the notice again"
ANSWERS: Final = "safety answers"
CLOSE: Final = "close"
APART: Final = "  "


class Key(NamedTuple):
    """A line of the help: the binding's id, its key, and what it does."""

    id: str
    keys: tuple[str, ...]
    words: str


class HelpScreen(L5Screen[None]):
    """The help of a screen.

    Args:
        screen: the screen whose keys are listed, and whose `TO_KNOW` has further texts: a heading and sentences each.
    """

    WIDEST: ClassVar[int | None] = 160
    TELLS_TROUBLES: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *PAGE_KEYS,
        Binding("n", "notice", AGAIN, id="help.notice"),
        Binding("s", "safety", ANSWERS, id="help.safety"),
        Binding("escape", "close", CLOSE, id="back"),
        Binding("question_mark,q,enter", "close", CLOSE, id="help.close"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("scroll", ("text.up", "text.down")),
        Hint("page", ("page.down",)),
        Hint("the notice", ("help.notice",)),
        Hint(ANSWERS, ("help.safety",)),
        Hint(CLOSE, ("back",)),
    )

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.below = screen

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield ReaderWidget(2)
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain(TITLE, STRONG)
        self.query_one(TopLineWidget).right = plain(ABOUT.format(version=__version__), MUTED)
        reader = self.query_one(ReaderWidget)
        reader.show(self._blocks())
        reader.page.focus()

    def _blocks(self) -> list[Block]:
        keys = list(keys_of(self.below))
        names = {key: APART.join(self._shown(one) for one in key.keys) for key in keys}
        widest = max((len(name) for name in names.values()), default=0)
        least = max((len(key.words) for key in keys), default=0)
        blocks: list[Block] = []
        if self.l5.troubles:
            blocks = [Paragraph(plain(TROUBLES, STRONG))]
            blocks += [Paragraph(one_line(line, TEXT), plain("-", MUTED), 3) for line in self.l5.troubles]
            blocks.append(Gap())
        for title in (HERE, *GROUPS.values()):
            rows = tuple(
                (plain(names[key].ljust(widest), TEXT), one_line(key.words, TEXT), plain(""))
                for key in keys
                if _group(key.id) == title
            )
            if rows:
                blocks += [Paragraph(plain(title, STRONG)), Table(rows, least=least), Gap()]
            if title == HERE:
                for heading, *sentences in getattr(self.below, "TO_KNOW", ()):
                    blocks.append(Paragraph(plain(heading, STRONG)))
                    blocks += [Paragraph(plain(sentence, TEXT)) for sentence in sentences]
                    blocks.append(Gap())
        return [
            *blocks,
            Paragraph(plain(OTHER_KEYS, STRONG)),
            Paragraph(one_line(CHANGE.format(file=config_file()), TEXT)),
            Gap(),
            Paragraph(plain(EVERY_KEYBOARD, STRONG)),
            *(Paragraph(plain(sentence, TEXT)) for sentence in LETTERS),
            *([] if "session.hurts" in self.l5.settings.keys else [Paragraph(plain(HURTS, TEXT))]),
            Gap(),
            Paragraph(plain(ABOUT.format(version=__version__), STRONG)),
            Paragraph(plain(NOT_REVIEWED, TEXT)),
            Paragraph(one_line(JOURNAL.format(file=self.l5.launch.journal), TEXT)),
        ]

    def _shown(self, key: str) -> str:
        return key_name(key, ascii_only=self.l5.ascii_only)

    def action_turn(self, pages: int) -> None:
        self.query_one(ReaderWidget).turn(pages)

    def action_notice(self) -> None:
        from l5tui.tui.help.notice import NoticeScreen

        self.app.push_screen(NoticeScreen(again=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Turn the key for the safety answers off unless the help was opened from a place."""
        return action != "safety" or isinstance(self.below, PlaceScreen)

    def action_safety(self) -> None:
        """Show the recorded safety answers."""
        self.l5.open_safety_answers()

    def action_close(self) -> None:
        self.dismiss(None)


def keys_of(screen: Screen[Any]) -> Iterator[Key]:
    """Every key of a screen, whatever has the focus: the screen's own, its widgets', and the app's."""
    remapped = cast("AppProtocol", screen.app).settings.keys
    found: dict[str, tuple[list[str], str]] = {}
    for node in (screen, *screen.walk_children(), screen.app):
        for binding in _bindings(type(node)):
            keys, _ = found.setdefault(binding.id or "", ([], binding.description))
            if binding.key not in keys:
                keys.append(binding.key)
    for binding_id, (keys, words) in _folded(found):
        other = remapped.get(binding_id)
        yield Key(binding_id, tuple(other.split(",")) if other else tuple(keys), words)


def _bindings(kind: type) -> Iterator[Binding]:
    """The bindings of a class that have an id; a subclass overrides a key of its base classes."""
    by_key: dict[str, Binding] = {}
    for one in reversed(kind.__mro__):
        for binding in Binding.make_bindings(vars(one).get("BINDINGS", ())):
            by_key[binding.key] = binding
    return (binding for binding in by_key.values() if binding.id)


def _folded(found: Mapping[str, tuple[list[str], str]]) -> Iterator[tuple[str, tuple[list[str], str]]]:
    """The same, with bindings that differ only in a digit as one line."""
    for binding_id, (keys, words) in found.items():
        stem, _, number = binding_id.rpartition(".")
        if number == "1" and f"{stem}.9" in found:
            yield f"{stem}.1 to .9", (["1-9"], words.replace(" 1", ""))
        elif not (number.isdigit() and f"{stem}.1" in found):
            yield binding_id, (keys, words)


def _group(binding_id: str) -> str:
    if binding_id in EVERYWHERE:
        return GROUPS["everywhere"]
    return GROUPS.get(binding_id.partition(".")[0], HERE)
