"""Content that was read when the wheel was built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from l5tui.config.paths import content_root
from l5tui.library import load, loading, prepared
from l5tui.library.loading import ARTICLE, Loader, prepare
from l5tui.library.poses import load_poses
from l5tui.library.prepared import store, stored


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content."""
    return Path(shutil.copytree(content_root(), tmp_path / "content"))


@pytest.fixture
def folder(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what was prepared of the copy."""
    made = tmp_path / "prepared"
    made.mkdir()
    prepare(made, content)
    monkeypatch.setattr(prepared, "FOLDER", made)
    return made


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where one of the article's files is read."""

    def refuse(loader: Loader, source: loading.Source) -> None:
        raise AssertionError(source.file)

    for name in ("load_routine", "load_guide"):
        monkeypatch.setattr(Loader, name, refuse)


def test_prepared_content_is_that_of_the_files(content: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = load(content), load_poses(content)
    monkeypatch.setattr(prepared, "FOLDER", folder / "none")
    assert quick == (load(content), load_poses(content))


@pytest.mark.usefixtures("folder", "no_reading")
def test_prepared_content_is_not_read_again(content: Path) -> None:
    assert len(load(content).routines) == len(list((content / "routines").iterdir()))


@pytest.mark.usefixtures("folder")
def test_a_changed_file_is_read(content: Path) -> None:
    file = content / "exercises" / "cat_cow.toml"
    file.write_text(file.read_text().replace('name = "Cat-cow"', 'name = "Cow-cat"'))
    assert load(content).exercises["cat_cow"].name == "Cow-cat"


@pytest.mark.usefixtures("folder")
def test_a_new_file_is_read(content: Path) -> None:
    text = (content / "routines" / "evening.toml").read_text()
    (content / "routines" / "night.toml").write_text(text.replace('"evening"', '"night"').replace('"Evening', '"Night'))
    assert "night" in load(content).routines


@pytest.mark.usefixtures("folder", "no_reading")
def test_safety_questions_are_always_read(content: Path) -> None:
    (content / "safety.toml").write_text("broken")
    assert load(content).safety is None


def test_an_extra_and_files_of_the_persons_own_are_read_beside_it(
    content: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    (own / "routines").mkdir(parents=True)
    text = (content / "routines" / "evening.toml").read_text()
    (own / "routines" / "night.toml").write_text(text.replace('"evening"', '"night"').replace('"Evening', '"Night'))
    (own / "routines" / "morning.toml").write_text(text.replace('"evening"', '"morning"'))
    quick = load(content, own, ["walk"])
    assert quick.exercises["walk"].extra
    assert quick.routines["night"].own
    assert "is taken by routines/morning.toml" in str(quick.problems)
    monkeypatch.setattr(prepared, "FOLDER", folder / "none")
    assert str(quick) == str(load(content, own, ["walk"]))


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("data", [b"", b"short", b"x" * 4000], ids=["empty", "cut off", "nonsense"])
def test_a_damaged_file_only_costs_time(data: bytes, content: Path, folder: Path) -> None:
    whole = load(content)
    (folder / ARTICLE).write_bytes(data)
    assert load(content) == whole


def test_what_another_version_prepared_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store("some", [], {"a": 1}, tmp_path)
    assert stored("some", [], tmp_path) == {"a": 1}
    monkeypatch.setattr(prepared, "__version__", "99")
    assert stored("some", [], tmp_path) is None


def test_nothing_is_prepared_of_content_with_a_fault(content: Path, tmp_path: Path) -> None:
    (content / "routines" / "evening.toml").write_text("broken")
    with pytest.raises(Exception, match=r"evening\.toml"):
        prepare(tmp_path, content)
