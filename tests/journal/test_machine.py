"""A state machine of two logins on one journal file, killed at any call, compared with a plain dict."""

from __future__ import annotations

import shutil
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
from l5tui.storage.format import parse
from tests.factories import log, long_session
from tests.storage.fault_injection import CountingCalls, Killed, KilledAtCall

UIDS = st.sampled_from("abcd")
LOGINS = st.sampled_from([0, 1])
TEXT = st.text(alphabet=st.characters(codec=None), max_size=20)
NOW = "2025-03-05T08:00:00+01:00"


class TwoLogins(RuleBasedStateMachine):
    """`entries` and `favourites` are what must be on the disk; `slips` is what each login's undo would revert."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="l5tui-"))
        self.file = self.folder / "journal.json"
        self.entries: dict[str, dict[str, Any]] = {}
        self.favourites: list[str] = []
        self.logins = [Journal(self.file, calls=CountingCalls()) for _ in range(2)]
        self.slips: list[list[tuple[str, dict[str, tuple[Any, Any]], int]]] = [[], []]
        self.clock = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def now(self) -> str:
        self.clock += 2  # a second is left for the record of an undone delete
        return _at(self.clock)

    @rule(login=LOGINS, uid=UIDS, pain=st.none() | st.integers(0, 10), note=TEXT)
    def put(self, login: int, uid: str, pain: int | None, note: str) -> None:
        entry = log(uid, pain, note=note) if pain != 3 else long_session(uid, pain, steps=1, note=note)
        self.logins[login].put(entry)
        self.entries[uid] = deepcopy(dict(entry))

    @rule(login=LOGINS, uid=UIDS, note=TEXT, score=st.none() | st.integers(0, 10))
    def edit(self, login: int, uid: str, note: str, score: int | None) -> None:
        at = self.now()
        if uid not in self.entries or self.entries[uid].get("deleted"):
            try:
                self.logins[login].edit(uid, {"note": note}, at)
            except JournalError:
                return
            raise AssertionError("edited what isn't there, or was deleted")
        entry = self.entries[uid]
        holder, field = (entry["before"], "before.pain") if entry["kind"] == "session" else (entry, "pain")
        changed: dict[str, tuple[Any, Any]] = {}
        if holder["pain"] != score:
            changed[field] = (holder["pain"], score)
        if entry["note"] != note:
            changed["note"] = (entry["note"], note)
        self.logins[login].edit(uid, {field: score, "note": note}, at)
        holder["pain"] = score
        entry["note"] = note
        entry["edits"] = [
            *entry["edits"],
            *({"at": at, "field": name, "was": was} for name, (was, _) in changed.items()),
        ]
        if changed:
            self.slips[login].append((uid, changed, self.clock))

    @rule(login=LOGINS, uid=UIDS)
    def delete(self, login: int, uid: str) -> None:
        at = self.now()
        entry = self.entries.get(uid)
        if entry is None:
            return
        self.logins[login].delete(uid, at)
        if not entry["deleted"]:
            entry["deleted"] = at
            self.slips[login].append((uid, {"deleted": (None, at)}, self.clock))

    @rule(login=LOGINS)
    def undo(self, login: int) -> None:
        if not self.slips[login]:
            assert self.logins[login].undo() is None
            return
        uid, changed, clock = self.slips[login].pop()
        entry = self.entries.get(uid, {})
        at = _at(clock)
        back = []
        for name, (was, now) in changed.items():
            holder = entry.get("before", {}) if name == "before.pain" else entry
            key = name.rpartition(".")[2]
            if holder.get(key, "nothing") == now:
                back.append(name)
                holder[key] = was
        if not back:
            try:
                self.logins[login].undo()
            except JournalError:
                return
            raise AssertionError("undid what was changed elsewhere")
        undone = self.logins[login].undo()
        assert undone is not None
        assert undone.uid == uid
        entry["edits"] = [one for one in entry["edits"] if not (one["at"] == at and one["field"] in back)]
        if undone.what == "delete":  # a merge with a copy that has the delete must not hide the entry again
            entry["edits"] = [*entry["edits"], {"at": _at(clock + 1), "field": "deleted", "was": at}]

    @rule(login=LOGINS, name=st.sampled_from(["bridge", "cat_cow", "bird_dog"]))
    def toggle(self, login: int, name: str) -> None:
        there = name in self.favourites
        assert self.logins[login].toggle_favourite(name) is not there
        self.favourites = [one for one in self.favourites if one != name] + ([] if there else [name])

    @rule(login=LOGINS)
    def purge(self, login: int) -> None:
        gone = [uid for uid, entry in self.entries.items() if entry["deleted"]]
        assert self.logins[login].purge() == len(gone)
        for uid in gone:
            del self.entries[uid]
        self.slips[login] = [slip for slip in self.slips[login] if slip[0] not in gone]

    @rule(login=LOGINS)
    def reopen(self, login: int) -> None:
        self.logins[login] = Journal(self.file, calls=CountingCalls())
        self.slips[login] = self.earlier_slips()
        assert self.logins[login].open().notices == ()

    def earlier_slips(self) -> list[tuple[str, dict[str, tuple[Any, Any]], int]]:
        """The last ten corrections and deletions that the entries tell of."""
        found: dict[tuple[int, str], dict[str, tuple[Any, Any]]] = {}
        for uid, entry in self.entries.items():
            for number, edit in enumerate(entry["edits"]):
                if edit["field"] == "deleted":
                    continue
                later = [one["was"] for one in entry["edits"][number + 1 :] if one["field"] == edit["field"]]
                holder = entry["before"] if edit["field"] == "before.pain" else entry
                now = [*later, holder[edit["field"].rpartition(".")[2]]][0]
                found.setdefault((_clock_of(edit["at"]), uid), {})[edit["field"]] = (edit["was"], now)
            if entry["deleted"]:
                found[_clock_of(entry["deleted"]), uid] = {"deleted": (None, entry["deleted"])}
        return [(uid, changed, clock) for (clock, uid), changed in sorted(found.items(), key=lambda one: one[0])][-10:]

    @rule(login=LOGINS, uid=UIDS, pain=st.integers(0, 10), at=st.integers(1, 45))
    def die(self, login: int, uid: str, pain: int, at: int) -> None:
        """Kill the process at a call of a write; afterwards the write is there whole or not at all."""
        entry = log(uid, pain, note=f"killed at {at}")
        try:
            Journal(self.file, calls=KilledAtCall(at)).put(entry)
        except Killed:
            found = Journal(self.file).get(uid)
            assert found in (entry, self.entries.get(uid))
            if found != entry:
                return
        self.entries[uid] = deepcopy(dict(entry))

    @rule(login=LOGINS, at=st.integers(1, 120))
    def die_while_purging(self, login: int, at: int) -> None:
        try:
            Journal(self.file, calls=KilledAtCall(at)).purge()
        except Killed:
            left = {entry["uid"] for entry in Journal(self.file).entries(deleted=True)}
            assert left in (set(self.entries), {uid for uid, one in self.entries.items() if not one["deleted"]})
        else:
            left = {uid for uid, one in self.entries.items() if not one["deleted"]}
        self.entries = {uid: self.entries[uid] for uid in left}

    @invariant()
    def both_logins_and_a_new_one_see_the_same(self) -> None:
        for journal in (*self.logins, Journal(self.file)):
            assert {entry["uid"]: entry for entry in journal.entries(deleted=True)} == self.entries
            assert journal.favourites() == self.favourites

    @invariant()
    def every_copy_is_whole(self) -> None:
        for path in self.folder.glob("journal.json*"):
            if path.suffix != ".lock" and ".tmp-" not in path.name:
                assert parse(path.read_bytes())


def _at(clock: int) -> str:
    return f"2025-03-05T08:{clock // 60:02}:{clock % 60:02}+01:00"


def _clock_of(at: str) -> int:
    return 60 * int(at[14:16]) + int(at[17:19])


QUICK = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
TestTwoLogins = TwoLogins.TestCase
TestTwoLogins.settings = QUICK
