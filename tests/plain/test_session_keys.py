"""Keys of a plain session: the defaults, and those from the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.config.keys import KEY_IDS
from l5tui.config.settings import Settings
from l5tui.plain.session_keys import _ACTIONS, SAY_AGAIN, SessionKeys
from tests.plain.scripted_user import AFTERWARDS, play
from tests.rows import each


def test_every_action_has_the_same_key_id_as_on_the_full_screen() -> None:
    assert set(_ACTIONS) - {SAY_AGAIN} <= KEY_IDS


@each(
    "typed, line, action",
    [
        ("space", False, "session.pause"),
        ("", True, "session.pause"),
        (" Pause ", True, "session.pause"),
        ("pause", False, None),
        ("n", False, "session.skip"),
        ("N", False, "session.skip_exercise"),
        ("X", False, "session.hurts"),
        ("P", False, "session.own_pace"),
        ("backspace", False, "session.hurts"),
        ("ч", False, "session.hurts"),
        ("Ч", True, "session.hurts"),
        ("χ", False, "session.hurts"),
        ("B", False, "session.back_exercise"),
        ("escape", False, "session.end"),
        ("w", False, None),
    ],
)
def test_each_typed_word_or_key_means_its_action(typed: str, line: bool, action: str | None) -> None:
    assert SessionKeys().action(typed, line=line) == action


def test_a_key_from_the_settings_replaces_the_default_keys() -> None:
    keys = SessionKeys({"session.pause": "space,w", "session.hurts": "n", "session.more": "comma"})
    assert [keys.action(key, line=False) for key in ("space", "w", "n", "x", ",", "+")] == [
        "session.pause",
        "session.pause",
        "session.hurts",
        None,
        "session.more",
        None,
    ]
    assert keys.action("right", line=False) == "session.skip", "its other key is still there"
    assert keys.in_short() == "Keys: space pauses and goes on, n it hurts, q end, ? all keys."
    assert "space or w: pause, go on; in own pace, next" in list(keys.in_full())
    assert "right: one step on" in list(keys.in_full())


@pytest.mark.parametrize("own", [{"session.hurts": "f5"}, {"session.hurts": "ctrl+x"}, {"session.floor": "x"}])
def test_a_key_that_plain_lines_cannot_receive_leaves_the_default(own: dict[str, str]) -> None:
    assert SessionKeys(own).action("x", line=False) == "session.hurts"


def test_a_key_from_the_settings_works(tmp_path: Path) -> None:
    settings = Settings(keys={"session.own_pace": "o"})
    played = play(tmp_path, "5", (1, "p"), (2, "o"), (3, "O"), (AFTERWARDS, "3"), "", settings=settings)
    assert '"p" is no answer here. ? lists the keys.' in played.person.lines
    assert [at for at, line in played.person.said if "Space is the next step" in line] == [2]


def test_the_printed_text_names_the_key_from_the_settings(tmp_path: Path) -> None:
    settings = Settings(keys={"session.pause": "w"})
    script = ("5", (1.0, "w"), (2.0, "w"), (3.0, "p"), (13.0, "w"), (AFTERWARDS, "3"), "")
    said = play(tmp_path, *script, settings=settings).person.text
    for line in (
        "Paused, 9 seconds left. w goes on.",
        "Own pace. w is the next step.",
        "your own pace, w when you are done",
    ):
        assert line in said
    assert "space" not in said.lower()
