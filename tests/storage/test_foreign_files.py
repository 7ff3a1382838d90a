"""A file in the journal's place that is no journal is reported in one line and left unchanged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tinydb import TinyDB

from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
from l5tui.storage.format import encode
from tests.factories import log, uids


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal.json"


def refused(file: Path) -> str:
    """The messages of opening and writing; both must refuse and change nothing."""
    before = {path: path.read_bytes() for path in file.parent.iterdir() if path.is_file() and path.suffix != ".lock"}
    with pytest.raises(JournalError) as opening:
        Journal(file).open()
    with pytest.raises(JournalError) as writing:
        Journal(file).put(log())
    assert str(opening.value) == str(writing.value)
    after = {path: path.read_bytes() for path in file.parent.iterdir() if path.is_file() and path.suffix != ".lock"}
    assert after == before
    assert str(file) in str(opening.value)
    assert "\n" not in str(opening.value)
    return str(opening.value)


def test_a_folder_is_refused(file: Path) -> None:
    file.mkdir()
    assert "is a folder" in refused(file)


def test_a_pipe_does_not_block_reading(file: Path) -> None:
    os.mkfifo(file)
    assert "not a plain file" in refused(file)


def test_a_stock_tinydb_file_is_refused(file: Path) -> None:
    TinyDB(file).insert({"weight": 70})
    assert "stock TinyDB" in refused(file)


def test_a_stock_tinydb_file_beside_copies_of_a_journal_is_refused(file: Path) -> None:
    """A person put it there on purpose; it isn't damage."""
    Journal(file).put(log("a"))
    Journal(file).put(log("b"))
    file.unlink()
    TinyDB(file).insert({"weight": 70})
    assert "stock TinyDB" in refused(file)


@pytest.mark.parametrize("text", ["hello\n", "[1, 2, 3]", "\0" * 500, "\x89PNG\r\n", '["00000000","entries","a",{}]\n'])
def test_any_other_file_is_refused(file: Path, text: str) -> None:
    file.write_text(text)
    assert "not a journal" in refused(file)


def test_a_newer_format_is_refused(file: Path) -> None:
    file.write_bytes(encode("l5tui journal", 2, {"generation": 9}) + b"\nwhatever comes then\n")
    assert "newer l5tui (format 2)" in refused(file)


def test_a_newer_schema_is_refused(file: Path) -> None:
    Journal(file).put(log("a"))
    Journal(file, schema=3, steps={2: dict}).put(log("b", schema=3))
    assert "newer l5tui (schema 3)" in refused(file)


def test_a_loop_of_links_is_refused(file: Path) -> None:
    file.symlink_to(file)
    with pytest.raises(JournalError, match="symbolic links"):
        Journal(file).open()
    with pytest.raises(JournalError, match="symbolic links"):
        Journal(file).put(log())


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("")
    journal = Journal(tmp_path / "folder" / "journal.json")
    with pytest.raises(JournalError, match="folder"):
        journal.put(log())


def test_an_empty_file_without_copies_is_a_new_journal(file: Path) -> None:
    file.touch()
    opened = Journal(file).open()
    assert (opened.entries, opened.new, opened.notices) == (0, False, ())
    Journal(file).put(log())
    assert uids(Journal(file).entries()) == ["l1"]


@pytest.mark.parametrize("gone", [True, False])
def test_an_empty_or_missing_file_beside_a_copy_is_damage(file: Path, gone: bool) -> None:
    Journal(file).put(log("a"))
    Journal(file).put(log("b"))
    file.unlink() if gone else file.write_bytes(b"")
    opened = Journal(file).open()
    assert opened.entries == 1
    (notice,) = opened.notices
    assert ("is missing" if gone else "is empty") in notice
    assert "journal.json.prev" in notice
    Journal(file).put(log("c"))
    assert set(uids(Journal(file).entries())) == {"a", "c"}
    assert Journal(file).open().notices == ()
