"""Each setting has a type and a default, and a bad settings file never stops the app."""

from __future__ import annotations

import ast
import os
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import fields

import l5tui.config.settings
from l5tui.config.config_file import load_settings
from l5tui.config.key_names import OWNED_KEYS
from l5tui.config.keys import KEYS, TOGETHER
from l5tui.config.settings import CUE_KINDS, CUE_OUTPUTS, PhoneNumber, QuietHours, Settings, SocketPath, shown
from l5tui.engine.cues import CueKind
from tests.snapshots import assert_matches

PAGE = Path(l5tui.config.settings.__file__).parents[2] / "docs" / "files.md"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def one_value(config: Path, content: str, keys: dict[str, str] | None = None) -> str:
    """The one problem of a file of one line, without the line's number."""
    line = one_line(config, content, keys)
    assert line.startswith("line 1: ")
    return line.removeprefix("line 1: ")


def one_line(config: Path, content: str | bytes, keys: dict[str, str] | None = None) -> str:
    """The one problem of a file, whose other settings are all defaults."""
    config.write_bytes(content if isinstance(content, bytes) else content.encode())
    settings, problems = load_settings(config, keys)
    assert settings == Settings()
    [line] = [str(problem) for problem in problems]
    assert "\n" not in line
    assert line.startswith(f"{config}: ")
    return line.removeprefix(f"{config}: ")


def test_a_missing_file_means_defaults_and_no_file_is_created(tmp_path: Path) -> None:
    folder = tmp_path / "none" / "yet"

    assert load_settings(folder / "config.toml") == (Settings(), [])
    assert list(tmp_path.iterdir()) == []
    assert load_settings(Path("/dev/null/config.toml")) == (Settings(), [])


def test_the_page_of_settings_has_every_setting_with_its_sentence() -> None:
    """`REDRAW=1` writes the table; what stands above it is written by hand."""
    tree = ast.parse(Path(l5tui.config.settings.__file__).read_text())
    [body] = [node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings"]
    told = {
        field.target.id: " ".join(str(words.value.value).split())
        for field, words in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(words, ast.Expr)
        and isinstance(words.value, ast.Constant)
    }
    assert set(told) == {setting.name for setting in fields(Settings)}
    rows = [f"| `{name}` | `{_usual(name)}` | {sentence} |" for name, sentence in told.items()]
    head, mark, _ = PAGE.read_text(encoding="utf-8").partition("| setting | as it comes | what it does |\n")
    assert_matches(PAGE, "\n".join([f"{head}{mark}|---|---|---|", *rows]))


def _usual(name: str) -> str:
    value = getattr(Settings(), name)
    return shown(value) if isinstance(value, bool | str) else f"[{name}]"


def test_every_setting_can_be_set(config: Path) -> None:
    config.write_text(
        'bell = false\ntheme = "light"\nfirst_side = "right"\nsides_each = true\nreduced_motion = true\n'
        'own_pace = true\nfloor_mode = true\nfigure = false\nmirror = true\ncues = "all"\nspeak = "say -v Serena"\n'
        'speak_socket = "~/.l5tui-voice"\n'
        'notify = true\ntitle = false\nflash = true\nunlocked_journal = true\nemergency_number = " +41  144 "\n'
        'remind_by = "bell"\nremind = "notify-send l5tui"\nquiet_hours = "22:00-7:00"\n'
        'week_starts = "sunday"\n'
        "[extras]\nwalk = true\n"
        '[cue]\nlast = []\nphase = ["flash"]\n[keys]\nsession.pause = "space, w"\n"library.filter" = "ctrl+f"\n'
    )
    settings, problems = load_settings(config, {"session.pause": "space", "library.filter": "slash"})

    assert problems == []
    assert settings == Settings(
        bell=False,
        theme="light",
        extras={"walk": True},
        first_side="right",
        sides_each=True,
        reduced_motion=True,
        own_pace=True,
        floor_mode=True,
        figure=False,
        mirror=True,
        cues="all",
        speak="say -v Serena",
        speak_socket=SocketPath("~/.l5tui-voice"),
        emergency_number=PhoneNumber("+41 144"),
        notify=True,
        title=False,
        flash=True,
        cue={**Settings().cue, "last": frozenset(), "phase": frozenset({"flash"})},
        unlocked_journal=True,
        remind_by="bell",
        remind="notify-send l5tui",
        quiet_hours=QuietHours("22:00-7:00"),
        week_starts="sunday",
        keys={"session.pause": "space,w", "library.filter": "ctrl+f"},
    )
    assert [name for name in (field.name for field in fields(Settings)) if name not in config.read_text()] == []


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_a_value_of_the_wrong_type_is_named_by_its_key(setting, config: Path) -> None:  # type: ignore[no-untyped-def]
    assert one_value(config, f"{setting.name} = 3").startswith(f"{setting.name}: must be ")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('bell = "yes"', 'bell: must be true or false, not "yes". The default, true, is used'),
        ("bell = 1", "bell: must be true or false, not 1. The default, true, is used"),
        ("sides_each = [1]", "sides_each: must be true or false, not an array. The default, false, is used"),
        ("[bell]", "bell: must be true or false, not a table. The default, true, is used"),
        ("bell = 2026-01-01", "bell: must be true or false, not 2026-01-01. The default, true, is used"),
        ('theme = "pink"', 'theme: must be "auto", "dark" or "light", not "pink". The default, "auto", is used'),
        ("theme = true", 'theme: must be "auto", "dark" or "light", not true. The default, "auto", is used'),
        ("belll = true", "belll: there is no such setting (did you mean bell?). It is left out"),
        ("colour = true", "colour: there is no such setting. It is left out"),
        ('cues = "bel"', 'cues: must be "off", "bell" or "all", not "bel". The default, "bell", is used'),
        (
            'quiet_hours = "at night"',
            'quiet_hours: must be from when to when ("22:00-07:00"), not "at night". The default, "", is used',
        ),
        (
            'speak_socket = "voice"',
            'speak_socket: must be a file\'s whole path ("~/.l5tui-voice"), not "voice". The default, "", is used',
        ),
        ("speak = true", 'speak: must be text in quotes, not true. The default, "", is used'),
        ("speak = 'say \"'", 'speak: "say "" is no command: no closing quotation. The default, "", is used'),
        (
            'speak = "a\\nb"',
            'speak: "a\\nb" is no command: it has signs that can\'t be shown. The default, "", is used',
        ),
        ("cue = 1", "cue: must be a table, [cue], not 1. The cues stay as they are"),
        ("cue.lst = []", "cue.lst: there is no such cue (did you mean last?). It is left out"),
        (
            'cue.last = ["beep"]',
            'cue.last: must be a list of "bell", "speak", "notify", "title" or "flash", not "beep". It stays as it is',
        ),
        (
            'cue.last = "bell"',
            'cue.last: must be a list of "bell", "speak", "notify", "title" or "flash", not "bell". It stays as it is',
        ),
        ('keys = "x"', 'keys: must be a table, [keys], not "x". The keys stay as they are'),
        ("keys.a = 1", 'keys.a: must be text such as "x" or "ctrl+x", not 1. The key stays as it is'),
        ('keys.a = "spcae"', 'keys.a: "spcae" is not a key (did you mean space?). The key stays as it is'),
        ('keys.a = "ctrl+b"', "keys.a: ctrl+b belongs to terminals, tmux or screen. The key stays as it is"),
    ],
)
def test_an_unusable_file_is_reported_in_one_value(config: Path, content: str, line: str) -> None:
    assert one_value(config, content) == line


def test_a_misspelt_key_id_is_reported_with_the_nearest_one(config: Path) -> None:
    line = one_value(config, 'keys.session.puase = "w"', {"session.pause": "space", "session.end": "q"})
    assert line == "keys.session.puase: there is no such key (did you mean session.pause?). It is left out"


def test_one_bad_value_leaves_the_other_settings(config: Path) -> None:
    config.write_text('bell = "no"\ntheme = "dark"\n[keys]\na = "x"\nb = ""\n')
    settings, problems = load_settings(config)

    assert (settings.bell, settings.theme, settings.keys) == (True, "dark", {"a": "x"})
    assert len(problems) == 2


@pytest.mark.parametrize(
    ("content", "level", "bell"),
    [
        ("", "bell", True),
        ("bell = false", "off", False),
        ('bell = false\ncues = "bell"', "off", False),
        ('bell = false\ncues = "all"', "all", False),
        ("bell = true", "bell", True),
        ('bell = true\ncues = "off"', "off", True),
    ],
)
def test_bell_off_in_an_older_file_still_means_no_bell(content: str, level: str, bell: bool, config: Path) -> None:
    """Such a file is from before there was `cues`; with all cues on, the bell alone is off."""
    config.write_text(content)
    settings, problems = load_settings(config)
    assert problems == []
    assert (settings.cues, "bell" in settings.cue_outputs("phase")) == (level, bell)


def test_without_the_bell_the_other_cues_of_all_stay_on() -> None:
    quiet = Settings(bell=False, speak="say", title=False)
    assert quiet.cue_outputs_at("all", "phase") == {"speak"}
    assert quiet.cue_outputs_at("bell", "phase") == frozenset()
    assert [kind for kind in CUE_KINDS if Settings().cue_outputs_at("bell", kind)] == [
        "phase",
        "switch",
        "next_exercise",
        "done",
    ]
    assert not any(Settings(speak="say").cue_outputs_at("off", kind) for kind in CUE_KINDS)


def test_a_cue_uses_the_outputs_that_are_set_and_that_its_kind_names() -> None:
    assert {kind.value for kind in CueKind} == set(CUE_KINDS)
    assert Settings().cue_outputs("done") == {"bell", "title"}
    assert Settings(speak="say", notify=True, flash=True).cue_outputs("done") == set(CUE_OUTPUTS)
    assert Settings(speak="say").cue_outputs("halfway") == {"speak"}
    assert Settings(bell=False, title=False).cue_outputs("done") == frozenset()
    assert Settings(flash=True, cue={"last": frozenset({"flash", "speak"})}).cue_outputs("last") == {"flash"}
    assert Settings().cue_outputs("no such kind") == frozenset()


@pytest.mark.parametrize("names", ["x", "X", "é", "?", "+", "space", "f12", "ctrl+x", "ctrl+shift+f5", "question_mark"])
def test_a_key_that_a_terminal_can_send_is_accepted(config: Path, names: str) -> None:
    config.write_text(f'keys.a = "{names}"')
    assert load_settings(config) == (Settings(keys={"a": names}), [])


def test_a_key_id_of_an_earlier_version_still_sets_the_key(config: Path) -> None:
    config.write_text('[keys]\n"panel.y" = "j"\njournal.span = "s"\n')
    assert load_settings(config, KEYS, TOGETHER) == (Settings(keys={"dialog.y": "j", "journal.range": "s"}), [])


@pytest.mark.parametrize(
    ("rows", "refused", "said"),
    [
        ('session.pause = "x"', {"session.pause"}, '"x" is session.hurts already'),
        ('session.pause = "w, x"', {"session.pause"}, '"x" is session.hurts already'),
        ('session.pause = "?"', {"session.pause"}, '"question_mark" is help already'),
        ('session.pause = "+"', {"session.pause"}, '"plus" is session.more already'),
        ('session.pause = "ctrl+c"', {"session.pause"}, '"ctrl+c" is quit.now already'),
        ('library.find = "j"', {"library.find"}, '"j" is list.down already'),
        ('quit = "f"', {"quit"}, '"f" is library.favourite already'),
        ('library.find = "w"\nlibrary.favourite = "w"', {"library.favourite"}, '"w" is library.find already'),
        # The second row fails, so the first asks for a key that isn't free after all.
        ('session.pause = "x"\nsession.hurts = "z"', {"session.pause", "session.hurts"}, ""),
    ],
)
def test_a_key_with_two_meanings_on_one_screen_is_refused(
    config: Path, rows: str, refused: set[str], said: str
) -> None:
    """Textual would silently take the key from its first binding: `x`, it hurts, would only pause."""
    config.write_text(f"[keys]\n{rows}\n")
    settings, problems = load_settings(config, KEYS, TOGETHER)
    assert set(settings.keys).isdisjoint(refused)
    assert {str(problem).partition(": keys.")[2].partition(":")[0] for problem in problems} == refused
    assert all(said in str(problem) and "The key stays as it is" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    "rows",
    [
        'session.pause = "x"\nsession.hurts = "space"',  # exchanged
        'session.pause = "space, w"',
        'library.find = "w"\njournal.find = "w"',  # two screens
        'list.up = "w"\ntext.up = "w"',  # what has the focus decides
        'session.pause = "f"',  # a favourite, in the library
        'back = "escape"',  # as it is
        'help = "f1"',
    ],
)
def test_a_key_may_have_another_meaning_on_another_screen(config: Path, rows: str) -> None:
    config.write_text(f"[keys]\n{rows}\n")
    assert load_settings(config, KEYS, TOGETHER)[1] == []


WRONG_KEYS = ("", " ", ",", "x,", "ctrl+", "Space", "strg+x", "\\t", "no such key")


@pytest.mark.parametrize("names", [*WRONG_KEYS, *sorted(OWNED_KEYS)])
def test_a_key_that_no_terminal_sends_is_refused(config: Path, names: str) -> None:
    assert one_value(config, f'keys.a = "{names}"').endswith("The key stays as it is")


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (
            "bell = false\n\ntheme =",
            'line 3: "theme =" can\'t be read: a value is missing after the =; ',
        ),
        (
            'bell = true\n[keys]\na = """\n\n',
            'line 3: "a = """" can\'t be read: the text that begins here has no ',
        ),
        (b"bell = true\n# \xff\n", "line 2: not UTF-8; it must be saved as UTF-8 text"),
        (b"\x00", 'line 1: "\\x00" can\'t be read: '),
        ("bell = " + "[" * 9999, "a number or a list in it is too large"),
        ("bell = 1" + "0" * 9999, "a number or a list in it is too large"),
    ],
)
def test_a_file_that_is_no_toml_gets_one_line_with_the_place(config: Path, content: str | bytes, start: str) -> None:
    line = one_line(config, content)
    assert line.startswith(start)
    assert line.endswith("The defaults are used")


def test_a_value_that_cannot_be_used_is_named_with_its_line(config: Path) -> None:
    config.write_text('# mine\nbell = "yes"\n\n[cue]\nlast = ["beep"]\n[keys]\n"session.pause" = "Space"\n')
    _, problems = load_settings(config, {"session.pause": "space"})
    assert [str(problem).removeprefix(f"{config}: ").split(": must")[0].split(': "')[0] for problem in problems] == [
        "line 2: bell",
        "line 5: cue.last",
        "line 7: keys.session.pause",
    ]


def test_a_byte_order_mark_is_accepted(config: Path) -> None:
    config.write_bytes(b"\xef\xbb\xbfbell = false\n")
    assert load_settings(config) == (Settings(bell=False, cues="off"), [])


def test_a_folder_in_place_of_the_file_is_reported(config: Path) -> None:
    config.mkdir()
    settings, [problem] = load_settings(config)
    assert settings == Settings()
    assert str(problem) == f"{config}: can't be read: {os.strerror(21)}. The defaults are used"


def test_control_characters_in_a_value_are_escaped_and_long_values_are_cut(config: Path) -> None:
    line = one_line(config, 'theme = "\\u001b[2J' + "x" * 9999 + '"')
    assert line.isprintable()
    assert len(line) < 200


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_pipe_is_not_read_as_settings(config: Path, kind: str) -> None:
    """`l5tui log 4` would wait for ever for somebody to write into the pipe."""
    if kind == "pipe":
        os.mkfifo(config)
    else:
        config.symlink_to("/dev/zero")
    assert [str(problem) for problem in load_settings(config)[1]] == [
        f"{config}: not a plain file. The defaults are used"
    ]


@pytest.mark.parametrize("number", ["call me", "1" * 21, "+", "144;rm", "１４４"])
def test_a_text_that_is_no_phone_number_is_refused_as_emergency_number(config: Path, number: str) -> None:
    config.write_text(f'emergency_number = "{number}"\n', encoding="utf-8")
    settings, (problem,) = load_settings(config)
    assert settings.emergency_number == ""
    assert "no number to call" in str(problem)
