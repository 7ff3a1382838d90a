"""The ids and default keys of all key bindings, so that settings can be checked before Textual is imported.

The bindings are defined in the screens; a test compares these tables with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

_TABLE: Final[Mapping[str, Mapping[str, str]]] = {
    "answers": {"word": "c", "passed": "g", "ask": "a", "done": "enter"},
    "back": {"": "escape"},
    "care": {sign: sign for sign in "12345678"} | {"next": "down,right", "previous": "up,left", "confirm": "enter"},
    "check": {"back": "escape", "next": "tab", "previous": "shift+tab", "place": "down", "confirm": "enter"}
    | {"nothing_new": "n", "something_new": "y", "not_further": "n", "further": "y"}
    | {"better": "b", "same": "a", "worse": "w", "gentler": "g", "override": "o"}
    | {"more": "plus,equals_sign", "stay": "minus"},
    "dialog": {sign: sign for sign in "12345678degnsxy"} | {"enter": "enter", "escape": "escape", "space": "space"},
    "correction": {"not_said": "s"},
    "draft": {"drop": "d", "keep": "enter", "later": "escape"},
    "editor": {"open": "enter", "next": "right", "previous": "left", "add": "a", "remove": "d", "undo": "u"}
    | {"earlier": "less_than_sign,shift+up", "later": "greater_than_sign,shift+down"}
    | {"usual": "backspace", "save": "s", "close": "q"},
    "emergency": {"leave": "q", "journal": "J", "report": "r", "ask": "a"},
    "end": {"discard": "d", "no": "escape,q,space", "yes": "enter"},
    "favourite": {digit: digit for digit in "123456789"},
    "find": {"down": "down", "page.down": "pagedown", "page.up": "pageup", "up": "up"},
    "form": {"back": "escape", "next": "tab", "previous": "shift+tab"},
    "guide": {"read": "enter"},
    "help": {"": "question_mark", "close": "question_mark,q,enter", "notice": "n", "safety": "s"},
    "journal": {"add": "a", "care": "c", "delete": "d", "edit": "e", "export": "x", "find": "slash"}
    | {"earlier": "left", "later": "right", "legs": "l", "open": "enter", "range": "t", "report": "r", "undo": "u"}
    | {"numbers": "n", "questions": "m"},
    "library": {"favourite": "f", "find": "slash", "start": "enter"}
    | {"new": "n", "edit": "e", "copy": "c", "delete": "d"},
    "list": {"down": "down,j", "first": "home", "last": "end", "up": "up,k"},
    "map": {"up": "up", "down": "down", "left": "left", "right": "right"}
    | {"kinds": "t", "clear": "backspace", "confirm": "enter"},
    "notes": {"choose": "enter,space", "close": "q"},
    "notice": {"read": "enter"},
    "numbers": {"range": "t", "close": "n,q,enter"},
    "page": {"close": "left", "down": "pagedown,space", "read": "right,i", "up": "pageup,b"},
    "picker": {"take": "enter", "close": "q"},
    "place": {"guide": "G", "journal": "J", "library": "L", "next": "tab", "previous": "shift+tab"},
    "preview": {"write": "enter", "copy": "y", "next": "t", "notes": "n", "close": "q"},
    "questions": {"answer": "enter", "ask": "space", "remove": "d"},
    "quit": {"": "q", "now": "ctrl+q,ctrl+c"},
    "regular": {"next": "down", "previous": "up"},
    "resume": {"discard": "d", "go_on": "enter", "keep": "k", "later": "escape", "take": "t"},
    "rmdq": {"tick": "space", "done": "enter", "down": "pagedown", "up": "pageup"},
    "safety": {"yes": "y", "not_sure": "u", "none": "n", "keep": "s", "clear": "backspace", "done": "enter"},
    "scale": {digit: digit for digit in "0123456789"}
    | {"clear": "backspace", "confirm": "enter", "leave_out": "s", "left": "left", "right": "right"}
    | {"lowest": "home", "highest": "end"},
    "session": {"back": "left", "skip": "right", "back_exercise": "shift+left", "skip_exercise": "shift+right"}
    | {"more": "up,plus", "less": "down,minus", "pause": "space", "hurts": "x,backspace", "end": "q,escape"}
    | {"cues": "c", "floor": "z", "mirror": "v", "motion": "m", "own_pace": "p"},
    "settings": {"": "comma", "change": "enter,space", "close": "comma,q", "next": "right", "previous": "left"},
    "summary": {"again": "r", "close": "escape", "done": "enter", "journal": "J", "note": "tab"}
    | {"as_written": "d", "partly": "p", "too_hard": "h", "not_possible": "x"},
    "suspend": {"": "ctrl+z"},
    "text": {"down": "down,j", "end": "end", "start": "home", "up": "up,k"},
    "trouble": {"hide": "escape"},
}

KEYS: Final[Mapping[str, str]] = {
    f"{group}.{name}" if name else group: keys for group, names in _TABLE.items() for name, keys in names.items()
}
"""Every id with its default keys."""
KEY_IDS: Final = frozenset(KEYS)

_GUARDED: Final = (
    # deletes or discards
    *(
        "draft.*",
        "end.*",
        "journal.delete",
        "journal.undo",
        "questions.remove",
        "rmdq.done",
        "library.favourite",
        "library.delete",
        "resume.*",
        "settings.change",
    ),
    *("editor.remove", "editor.save"),
    # writes to a file or to the clipboard, or opens what would
    *("journal.export", "journal.report", "preview.write", "preview.copy"),
    # starts or leaves
    *("favourite.*", "library.start", "summary.again", "quit", "notice.read"),
    # answers: a score, an offer, a symptom, a page that has to be read
    *("scale.confirm", "map.confirm", "dialog.*", "emergency.*", "safety.*", "answers.*"),
    *("check.confirm", "check.nothing_new", "check.something_new", "check.not_further", "check.further"),
    *("summary.as_written", "summary.partly", "summary.too_hard", "summary.not_possible"),
    *("check.better", "check.same", "check.worse", "check.gentler", "check.override", "check.more", "check.stay"),
    # all keys in a session except the two that pause it, and those that only change the display
    *("session.back", "session.skip", "session.back_exercise", "session.skip_exercise", "session.more", "session.less"),
    *("session.own_pace", "session.end"),
)

_APP: Final = ("quit.now", "suspend")
_PLACE: Final = (*_APP, "help", "place.*", "settings", "quit", "trouble.hide", "back", "page.down", "page.up")
_PANES: Final = (*_PLACE, "page.read", "page.close")


def _together() -> Iterator[frozenset[str]]:
    for focus in ("list.*", "text.*"):
        yield _ids(*_PANES, "library.*", "favourite.*", focus)
        yield _ids(*_PANES, "guide.*", focus)
        yield _ids(*_PLACE, "journal.*", focus)
    yield _ids(*_APP, "find.*", "back")
    yield _ids(*_APP, "help", "session.*")
    yield _ids(*_APP, "help", "check.*", "scale.*", "regular.*")
    yield _ids(*_APP, "help", "check.*", "map.*", *(f"scale.{digit}" for digit in range(10)), "scale.leave_out")
    yield _ids(*_APP, "help", "form.*", "scale.*")
    yield _ids(*_APP, "help", "form.*", "map.*", "correction.*")
    yield _ids(*_APP, "help", "form.*", "care.*")
    yield _ids(*_APP, "help", "quit", "summary.*", "page.down", "page.up")
    yield _ids(*_APP, "help", "quit", "resume.*")
    yield _ids(*_APP, "help", "draft.*")
    yield _ids(*_APP, "help", "emergency.*", "text.down", "text.up")
    yield _ids(*_APP, "help", "safety.*", "back", "list.*", "page.down", "page.up")
    yield _ids(*_APP, "help", "answers.*", "back", "list.*")
    yield _ids(
        *_APP, "help", "settings.change", "settings.close", "settings.next", "settings.previous", "back", "list.*"
    )
    yield _ids(*_APP, "help", "editor.*", "back", "list.*")
    yield _ids(*_APP, "help", "picker.*", "back", "list.*")
    yield _ids(*_APP, "help", "questions.*", "back", "list.*")
    yield _ids(*_APP, "help", "rmdq.*", "back", "list.*", "form.next")
    yield _ids(*_APP, "help", "preview.*", "back", "page.down", "page.up", "text.*")
    yield _ids(*_APP, "help", "notes.*", "back", "list.*")
    yield _ids(*_APP, "help", "notice.*", "quit", "back", "page.down", "page.up", "text.*")
    yield _ids(*_APP, "help", "numbers.*", "back", "page.down", "page.up", "text.*")
    yield _ids(*_APP, "help", "help.close", "help.notice", "help.safety", "back", "page.down", "page.up", "text.*")
    yield _ids(*_APP, "end.*")
    yield _ids(*_APP, "dialog.*")


def _ids(*wanted: str) -> frozenset[str]:
    """The named ids; a star names a whole group."""
    return frozenset(one for one in KEYS if one in wanted or f"{one.partition('.')[0]}.*" in wanted)


GUARDED: Final = _ids(*_GUARDED)
"""Ids that a burst of keys (pasted text, faster than typing) must not run; see `tui/key_guard.py`.

They are the bindings that delete, start, end or write out something, or answer a question about safety, a stop or an
offer. A new screen adds its binding ids, or a whole group with a star. `session.pause` is missing because pausing is
always safe; its action checks by itself before it resumes.
"""

TOGETHER: Final = tuple(_together())
"""Groups of ids that are active at the same time: those of a screen, of its focused widget, and of the app."""
