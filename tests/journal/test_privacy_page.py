"""docs/privacy.md names every file that the journal creates, so that a person knows what to erase."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from l5tui.journal.drafts import Draft, Drafts
from l5tui.journal.sessionlog.live_log import LiveLog
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from tests.factories import log
from tests.journal.other_login import write_request

PAGE = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"


def shape(name: str) -> str:
    """A file's name as the page writes it, without day, number and session."""
    name = name.replace("journal.json", "FILE", 1)
    name = re.sub(r"\d{4}-\d\d-\d\d", "DATE", name)
    name = re.sub(r"tmp-[0-9a-f]{8}", "tmp-X", name)
    return re.sub(r"(damaged|before-schema)-[\d-]+", r"\1-N", name)


def test_every_file_that_is_created_is_on_the_page(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    journal = Journal(file, today=lambda: date(2025, 3, 4))
    journal.put(log("a"))
    Journal(file, schema=3, steps={2: dict}, today=lambda: date(2025, 3, 5)).put(log("b", schema=3))
    file.write_bytes(file.read_bytes()[:-20])
    Journal(file, schema=3, steps={2: dict}).put(log("c", schema=3))
    LiveLog.create(journal.live, "UID", {}).done()
    running = LiveLog.create(journal.live, "UID", {})
    running.close()
    write_request(journal.live, "UID")
    drafts = Drafts(file)
    drafts.hold(Draft("UID", "log", "", {"pain": 4}))
    drafts.keep()

    made = {shape(str(path.relative_to(tmp_path))) for path in tmp_path.rglob("*") if path.is_file()}
    assert len(made) == 10
    told = {shape(name) for name in re.findall(r"`(FILE[^` ]*)`", PAGE.read_text(encoding="utf-8"))}
    assert made <= told
    assert "FILE.tmp-X" in told


def test_files_outside_the_journals_folder_are_on_the_page(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "journal.json", [tmp_path / "elsewhere"])
    (tmp_path / "elsewhere").mkdir()
    spool.keep([log("UID")])
    [made] = (tmp_path / "elsewhere").iterdir()
    assert re.sub(r"[0-9a-f]{16}", "NUMBER", made.name) in PAGE.read_text(encoding="utf-8")
