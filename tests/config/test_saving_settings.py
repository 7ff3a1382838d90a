"""Saving a setting changes that value in the file, and leaves everything else as the person wrote it."""

from __future__ import annotations

import errno
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from l5tui.config.config_file import Unsaved, load_settings, save, with_values
from l5tui.config.errors import SettingsError
from l5tui.config.settings import Settings, UnusableError
from tests.rows import each

OWN = """\
# My settings.

# Easier to read in the morning.
theme = "light"   # or "dark"
bell=false
later = { kept = true }   # of a newer version

# These are for the small keyboard.
[keys]
"session.pause" = "space,w" # w for wait

[cue]
    last = [   # quiet
  "flash",
]  # for now
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "config.toml"


@pytest.fixture
def own(config: Path) -> Path:
    """A file that a person wrote."""
    config.parent.mkdir()
    config.write_text(OWN)
    return config


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_first_saved_setting_creates_a_private_file(config: Path) -> None:
    os.umask(before := os.umask(0))
    try:
        os.umask(0)
        save(config, {"theme": "dark", "mirror": True})
    finally:
        os.umask(before)
    assert config.read_text() == 'theme = "dark"\nmirror = true\n'
    assert (mode(config.parent), mode(config)) == (0o700, 0o600)
    assert [one.name for one in config.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("change", "was", "now"),
    [
        ({"theme": "dark"}, 'theme = "light"   #', 'theme = "dark"   #'),
        ({"bell": True}, "bell=false", "bell=true"),
        ({"own_pace": True}, "newer version\n", "newer version\nown_pace = true\n"),
        ({"keys.help": "f1"}, "w for wait\n", 'w for wait\nhelp = "f1"\n'),
        ({"cue.last": ["bell", "speak"]}, '[   # quiet\n  "flash",\n]  # for', '["bell", "speak"]  # for'),
        ({"cue.done": []}, "# for now\n", "# for now\ndone = []\n"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_only_that_value_changes(change: dict[str, object], was: str, now: str, own: Path) -> None:
    save(own, change)
    assert OWN.count(was) == 1
    assert own.read_text() == OWN.replace(was, now)


def test_what_was_saved_is_what_is_loaded(own: Path) -> None:
    speak = 'say -v "Anna \\ Ü"'
    save(own, {"speak": speak, "cues": "all", "figure": False, "cue.phase": ["speak"]})
    settings, [unknown] = load_settings(own)
    assert "later" in str(unknown)
    assert (settings.speak, settings.cues, settings.figure) == (speak, "all", False)
    assert settings.cue["phase"] == {"speak"}
    assert settings.cue["last"] == {"flash"}


@each(
    "text, now",
    [
        ("# only words", '# only words\ntheme = "dark"\n'),
        ("figure = false", 'figure = false\ntheme = "dark"\n'),
        ("cue.last = []", 'cue.last = []\ntheme = "dark"\n'),
        ("[keys]\n", 'theme = "dark"\n\n[keys]\n'),
        ("# mine\n\n# the keys\n[keys]\n", '# mine\n\ntheme = "dark"\n\n# the keys\n[keys]\n'),
        ("# a\n# b\n\n[keys]\n", '# a\n# b\ntheme = "dark"\n\n[keys]\n'),
        ("[[some]]\ntheme = 1\n", 'theme = "dark"\n[[some]]\ntheme = 1\n'),
        ("[a]\ntheme = 1\n", 'theme = "dark"\n\n[a]\ntheme = 1\n'),
        ('"theme" = "light"', '"theme" = "dark"\n'),
        ("theme = 'a # b'# c", 'theme = "dark"# c\n'),
        ('theme = """\nlight # no\n""" # yes\n', 'theme = "dark" # yes\n'),
        ('a = """\ntheme = "x"\n"""\n', 'a = """\ntheme = "x"\n"""\ntheme = "dark"\n'),
        ("\ufeffbell = true\r\n[keys]\r\n", '\ufeffbell = true\r\ntheme = "dark"\r\n\r\n[keys]\r\n'),
        ("a = 1 # \u2028b\n[c]", 'a = 1 # \u2028b\ntheme = "dark"\n\n[c]\n'),
        ("", 'theme = "dark"\n'),
    ],
)
def test_a_value_is_put_in_its_place_in_any_file(text: str, now: str) -> None:
    assert with_values(text, {"theme": "dark"}) == now


def test_settings_saved_one_after_another_stand_one_below_another(own: Path) -> None:
    save(own, {"own_pace": True})
    save(own, {"mirror": True})
    assert own.read_text() == OWN.replace("newer version\n", "newer version\nown_pace = true\nmirror = true\n")


def test_a_table_that_is_not_there_yet_is_added_at_the_end() -> None:
    assert with_values("a = 1", {"cue.last": []}) == "a = 1\n\n[cue]\nlast = []\n"
    assert with_values("a = 1\n", {"cue.last": []}) == "a = 1\n\n[cue]\nlast = []\n"
    assert with_values("", {"cue.last": []}) == "[cue]\nlast = []\n"
    assert with_values("cue.last = ['bell'] # x\n", {"cue.last": []}) == "cue.last = [] # x\n"
    assert with_values("cue = {last = [], a = 1} # x", {"cue.last": ["bell"]}) == 'cue = {last = ["bell"], a = 1} # x\n'


def test_several_new_values_leave_the_comment_above_the_next_header_with_it() -> None:
    text = "[cue]\nphase = []\n\n# For the small keyboard.\n[keys]\n"
    after = with_values(text, {"cue.last": [], "bell": True, "cue.done": ["flash"], "figure": False})
    assert after == (
        'bell = true\nfigure = false\n\n[cue]\nphase = []\nlast = []\ndone = ["flash"]\n\n'
        "# For the small keyboard.\n[keys]\n"
    )


@pytest.mark.parametrize("text", ["cue = 1", "[[cue]]", "cue.last.a = 1", "[cue.last]"])
def test_a_form_of_toml_that_cannot_be_changed_is_refused(text: str) -> None:
    with pytest.raises(UnusableError):
        with_values(text, {"cue.last": ["bell"]})


NAMES = st.sampled_from(["a", "bell", "theme", "cue", '"x.y"', "cue.done"])
VALUES = st.one_of(st.booleans(), st.text(), st.lists(st.text(max_size=3), max_size=3))
LINES = st.one_of(
    st.builds(
        lambda name, value, end: f"{name} = {tomlkit.item(value).as_string()}{end}",
        NAMES,
        VALUES,
        st.sampled_from(["", " # c"]),
    ),
    st.sampled_from(["", "# theme = 1", "[keys]", "[cue]", "[[some]]", "[a.b]", "m = '''\n[cue]\nlast = 1\n'''"]),
)


@given(st.lists(LINES, max_size=8), st.sampled_from(["theme", "bell", "cue.last"]), VALUES)
def test_the_rest_of_any_valid_file_stays(lines: list[str], name: str, value: object) -> None:
    """Read again, it is what it was with the one value; and no line is gone but the one that had it."""
    text = "\n".join(lines)
    path = name.split(".")
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    try:
        after = with_values(text, {name: value})
    except UnusableError:
        assert path[0] in before
        return
    inner = before
    for one in path[:-1]:
        inner = inner.setdefault(one, {})
    inner[path[-1]] = value
    assert tomllib.loads(after) == before
    kept = after.split("\n")
    gone = [line for line in lines if any(row not in kept for row in line.split("\n"))]
    assert len(gone) <= 1
    assert all(line.startswith((path[0], path[-1])) for line in gone)


def test_saving_keeps_a_symbolic_link(own: Path, tmp_path: Path) -> None:
    """People link their settings from a folder of dotfiles."""
    link = tmp_path / "link.toml"
    link.symlink_to(own)
    save(link, {"theme": "dark"})
    assert link.is_symlink()
    assert 'theme = "dark"' in own.read_text()


def problem(path: Path, **change: object) -> str:
    with pytest.raises(SettingsError) as caught:
        save(path, change or {"theme": "dark"})
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert line.endswith(". It holds until you quit; to keep it, write it there by hand")
    return line


@pytest.mark.parametrize("content", ["theme = dark", "theme = 'dark'\n[", b"# \xff"])
def test_a_file_that_is_no_toml_is_left_unchanged(content: str | bytes, own: Path) -> None:
    own.write_bytes(before := content if isinstance(content, bytes) else content.encode())
    assert "line " in problem(own)
    assert own.read_bytes() == before


def test_a_file_with_a_form_that_cannot_be_changed_is_left_unchanged(own: Path) -> None:
    own.write_text("theme.dark = true\n")
    assert "theme can't be set, for " in problem(own)
    assert own.read_text() == "theme.dark = true\n"


def test_a_file_or_folder_without_write_permission_is_reported(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the test replaces the system's answers."""
    with monkeypatch.context() as patch:
        patch.setattr("os.access", lambda *_: False)
        assert os.strerror(errno.EACCES) in problem(own)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", refusing(errno.ENOSPC))
        assert os.strerror(errno.ENOSPC) in problem(own)
    assert own.read_text() == OWN
    assert [one.name for one in own.parent.iterdir()] == ["config.toml"]
    assert "can't be written" in problem(Path("/dev/null/config.toml"))


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_a_value_that_is_no_setting_cannot_be_saved(config: Path) -> None:
    with pytest.raises(TypeError):
        save(config, {"theme": object()})
    assert not config.exists()


def test_every_default_can_be_saved_and_loaded(config: Path) -> None:
    """The loader accepts every value that the settings screen may write."""
    defaults = Settings()
    names = [name for name in Settings.__struct_fields__ if name not in {"keys", "cue", "extras"}]
    save(config, {name: getattr(defaults, name) for name in names})
    assert load_settings(config) == (defaults, [])


def test_a_setting_that_could_not_be_saved_is_written_with_the_next_one(config: Path) -> None:
    unsaved = Unsaved()
    config.mkdir(parents=True)
    with pytest.raises(SettingsError):
        unsaved.save(config, {"mirror": True})
    with pytest.raises(SettingsError):
        unsaved.save(config, {"theme": "dark"})
    config.rmdir()
    unsaved.save(config, {"theme": "light", "bell": False})
    assert tomllib.loads(config.read_text()) == {"mirror": True, "theme": "light", "bell": False}


def test_a_setting_that_still_waits_at_the_end_is_tried_once_more(config: Path) -> None:
    unsaved = Unsaved()
    unsaved.end()
    config.mkdir(parents=True)
    with pytest.raises(SettingsError):
        unsaved.save(config, {"mirror": True})
    unsaved.end()
    config.rmdir()
    unsaved.end()
    assert tomllib.loads(config.read_text()) == {"mirror": True}


def test_a_setting_that_cannot_be_saved_does_not_block_the_others(config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text("cue.last = 1\n")
    unsaved = Unsaved()
    with pytest.raises(SettingsError):
        unsaved.save(config, {"cue.last.deeper": ["flash"], "mirror": True})
    assert tomllib.loads(config.read_text())["mirror"] is True
