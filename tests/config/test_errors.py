"""The words for an error of the operating system stand in one module: what it means and what to do."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

import l5tui
from l5tui.config.errors import as_journal_error, cannot_read, cannot_write, system_words


def _fault(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_named_with_the_file_that_was_not_written(number: int) -> None:
    told = str(as_journal_error("journal.json", _fault(number)))
    assert told == "the disk is full, so journal.json was not written. Make room; what was saved before is still there"


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_a_file_that_may_not_be_written_is_named_with_what_to_check(number: int) -> None:
    told = as_journal_error("journal.json", _fault(number))
    assert told.what == f"journal.json can't be written ({os.strerror(number)})"
    assert told.hint.startswith("check who owns the folder and whether it is read-only")


def test_any_other_fault_is_told_in_the_systems_words() -> None:
    told = as_journal_error("journal.json", _fault(errno.EMFILE))
    assert told.what == f"journal.json could not be read or written ({os.strerror(errno.EMFILE)})"


def test_the_sentences_for_a_failed_read_and_write_name_what_and_why() -> None:
    assert cannot_read("FILE", _fault(errno.EACCES)) == "FILE can't be read (Permission denied)"
    assert cannot_write("FILE", _fault(errno.ENOSPC)) == "FILE can't be written (No space left on device)"
    assert system_words(ValueError("embedded null byte")) == "embedded null byte"


def test_no_other_module_has_its_own_words_for_a_system_error() -> None:
    source = Path(l5tui.__file__).parent
    worded = re.compile(r"\bstrerror\b(?!\()|disk is full")
    assert [str(file.relative_to(source)) for file in source.rglob("*.py") if worded.search(file.read_text())] == [
        "config/errors.py"
    ]
