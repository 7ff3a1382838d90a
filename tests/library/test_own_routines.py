"""Own routines as files: private, with every comment kept, and never overwriting another program's change."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.config.errors import ContentError
from l5tui.config.paths import content_root, own_content
from l5tui.domain.dose import Rounds
from l5tui.domain.routine import Routine
from l5tui.domain.routine_draft import DraftState, RoutineDraft
from l5tui.domain.step_settings import StepSetting, stepped
from l5tui.library import Content, load
from l5tui.library.own_routines import (
    ChangedMeanwhileError,
    RoutineSource,
    copy_of,
    delete,
    draft_text,
    free_id,
    free_name,
    name_taken,
    new_routine,
    save,
    save_draft,
    source_of,
)
from l5tui.library.routine_toml import changed_text, new_text
from tests.domain.routine_drafts import drafts
from tests.rows import each

CONTENT = load()
NEW = RoutineSource(None)
COMMENTED = """\
# Top of the file
id = "mine" # the id

name = "Mine" # the name
# why comes below
why = '''
So
that.'''

# What the physio said about the hug
[[ steps ]] # hug
# inside
exercise = "knee_to_chest" # which
reps = 3 # how often

# Far below the hug

[[steps]]
exercise = "cat_cow"

# Above the tilt
[[steps]]
exercise = "pelvic_tilt"
# The end
"""


def loaded() -> Content:
    return load(own=own_content())


def keep(draft: RoutineDraft, source: RoutineSource = NEW, *, overwrite: bool = False) -> tuple[Routine, RoutineSource]:
    content = loaded()
    return save(draft, source, content.exercises, content, overwrite=overwrite)


def own_file(text: str = COMMENTED, name: str = "mine") -> Path:
    file = own_content() / "routines" / f"{name}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
    return file


def new_draft(name: str = "My morning") -> RoutineDraft:
    draft = RoutineDraft.of(Routine("", name, "", (), own=True), new=True)
    return draft.added(CONTENT.exercises["cat_cow"], 0).added(CONTENT.exercises["bird_dog"], 1)


def comments(text: str) -> list[str]:
    return re.findall(r"# .*", text)


# The text


@settings(max_examples=80, deadline=None)
@given(drafts(), drafts(), st.booleans())
def test_a_routine_built_saved_loaded_edited_and_saved_again_is_equal(
    first: RoutineDraft, second: RoutineDraft, crlf: bool
) -> None:
    """The second edit's name, reason and last step are applied to the saved first one."""
    if not first.steps:
        return
    text = new_text(replace(first.routine, id="mine", aliases=(), own=True))
    text = text.replace("\n", "\r\n") if crlf else text
    again = RoutineDraft.of(read(text)).renamed(second.routine.name).explained(second.routine.why)
    if second.steps:
        again = again.added(second.steps[-1].exercise, 1).with_step(1, second.steps[-1]).moved(0, len(again.steps))
    changed = changed_text(text, again.now)
    assert read(changed) == again.routine
    assert ("\r\n" in changed) == crlf


def read(text: str) -> Routine:
    own_file(text)
    content = loaded()
    assert content.problems == ()
    return content.routines["mine"]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(("move", "set", "name", "why", "add")), max_size=8), st.data())
def test_comments_are_kept_whatever_is_moved_or_changed(acts: list[str], data: st.DataObject) -> None:
    draft = RoutineDraft.of(read(COMMENTED))
    for act in acts:
        at = data.draw(st.integers(0, len(draft.steps) - 1))
        match act:
            case "move":
                draft = draft.moved(at, data.draw(st.integers(0, len(draft.steps) - 1)))
            case "set":
                draft = draft.with_step(at, stepped(draft.steps[at], StepSetting.REST, 1))
            case "name":
                draft = draft.renamed(data.draw(st.sampled_from(("Ours", "[b]"))))
            case "why":
                draft = draft.explained("Another.")
            case _:
                draft = draft.added(CONTENT.exercises["bird_dog"], at)
    text = changed_text(COMMENTED, draft.now)
    assert sorted(comments(COMMENTED)) == sorted(comments(text))
    assert read(text) == draft.routine
    if draft.now == RoutineDraft.of(draft.routine).now and not draft.past:
        assert text == COMMENTED


def test_an_unchanged_routine_is_its_text_byte_for_byte() -> None:
    for file in (content_root() / "routines").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        draft = RoutineDraft.of(CONTENT.routines[file.stem])
        assert changed_text(text, draft.now) == text


def test_a_comment_above_a_step_moves_with_it_and_a_removed_step_takes_its_own_along() -> None:
    draft = RoutineDraft.of(read(COMMENTED)).moved(2, 0)
    text = changed_text(COMMENTED, draft.now)
    assert text.index("# Above the tilt") < text.index("# The end") < text.index("# What the physio said")
    removed = changed_text(COMMENTED, draft.removed(0).now)
    assert "tilt" not in removed
    assert "# inside" in removed


# The file


def test_a_new_routine_gets_a_private_file_that_loads_as_it_was_made() -> None:
    draft = new_draft()
    written, source = keep(draft)
    assert source.path == own_content() / "routines/my_morning.toml"
    assert stat.S_IMODE(source.path.stat().st_mode) == 0o600
    assert loaded().routines["my_morning"] == written == replace(draft.routine, id="my_morning")
    assert [path.name for path in source.path.parent.iterdir()] == ["my_morning.toml"]


def test_a_new_routine_gets_another_file_if_its_file_name_is_taken() -> None:
    own_file("broken", "my_morning")
    _, source = keep(new_draft())
    assert source.path is not None
    assert source.path.name == "my_morning_2.toml"


def test_a_copy_of_a_shipped_routine_does_not_change_it() -> None:
    shipped = content_root() / "routines/flare_up.toml"
    before = shipped.read_bytes()
    original = CONTENT.routines["flare_up"]
    copy = copy_of(original, loaded())
    written, source = keep(RoutineDraft.of(copy, new=True), source_of(original))
    assert (written.id, written.name, written.ladder) == ("flare_up_copy", "Flare-up copy", False)
    assert shipped.read_bytes() == before
    assert source.path is not None
    text = source.path.read_text()
    assert text.startswith("# Its small doses are its own")
    assert "order" not in text
    again = copy_of(written, loaded())
    assert again.name == "Flare-up copy 2", "a copy of a copy"
    keep(RoutineDraft.of(again, new=True), source_of(written))
    assert set(loaded().routines) >= {"flare_up", "flare_up_copy", "flare_up_copy_2"}


def test_an_own_routine_is_changed_in_its_file_with_its_comments() -> None:
    file = own_file()
    routine = loaded().routines["mine"]
    written, _ = keep(RoutineDraft.of(routine).renamed("Ours"), source_of(routine))
    assert file.read_text() == COMMENTED.replace('name = "Mine"', 'name = "Ours"')
    assert (written.id, written.name) == ("mine", "Ours")


def test_a_link_into_another_folder_is_followed_and_kept(tmp_path: Path) -> None:
    file = own_file()
    real = tmp_path / "dotfiles.toml"
    file.rename(real)
    file.symlink_to(real)
    routine = loaded().routines["mine"]
    keep(RoutineDraft.of(routine).renamed("Ours"), source_of(routine))
    assert file.is_symlink()
    assert 'name = "Ours"' in real.read_text()


@pytest.mark.parametrize("how", ["changed", "removed"])
def test_a_file_that_another_program_changed_meanwhile_is_not_overwritten_silently(how: str) -> None:
    file = own_file()
    routine = loaded().routines["mine"]
    source, draft = source_of(routine), RoutineDraft.of(routine).renamed("Ours")
    file.write_text(COMMENTED + "# theirs\n") if how == "changed" else file.unlink()
    with pytest.raises(ChangedMeanwhileError, match=r"another program changed it meanwhile: .*mine\.toml"):
        keep(draft, source)
    assert not file.exists() or file.read_text() == COMMENTED + "# theirs\n"
    _, after = keep(draft, source, overwrite=True)
    assert file.read_bytes() == after.data
    assert file.with_name("mine.toml.bak").exists() == (how == "changed")
    if how == "changed":
        assert file.with_name("mine.toml.bak").read_text() == COMMENTED + "# theirs\n"


def test_steps_in_another_form_are_rewritten_and_only_comments_in_them_are_left_to_the_old_file() -> None:
    text = """# Top
id = "mine"
aliases = ["m"] # short
order = 3
name = "Mine"
steps = [ # inline
  {exercise = "cat_cow"},
]
# Between
why = "So."
"""
    file = own_file(text)
    routine = loaded().routines["mine"]
    _, source = keep(RoutineDraft.of(routine).renamed("Ours"), source_of(routine))
    again = loaded().routines["mine"]
    assert (again.name, again.aliases) == ("Ours", ("m",))
    assert "\norder = 3\n" in file.read_text()
    assert comments(file.read_text()) == ["# Top", "# short", "# Between"]
    assert source.comments_in == file.with_name("mine.toml.bak")
    assert source.comments_in.read_text() == text
    file.write_text(text.replace(" # inline", ""))
    assert keep(RoutineDraft.of(routine).renamed("Ours"), source_of(routine))[1].comments_in is None


def test_a_copy_of_steps_in_another_form_says_which_file_still_has_its_comments() -> None:
    text = 'id = "mine"\nname = "Mine"\nsteps = [ # hug first\n  { exercise = "cat_cow" },\n]\n'
    file = own_file(text)
    content = loaded()
    original = content.routines["mine"]
    copied, source = keep(RoutineDraft.of(copy_of(original, content), new=True), source_of(original))
    assert source.path is not None
    assert "hug first" not in source.path.read_text()
    assert source.comments_in == file
    assert file.read_text() == text
    assert keep(RoutineDraft.of(copied), source_of(copied))[1].comments_in is None


@pytest.mark.parametrize(
    "why",
    ["So.\n[[steps]]\nthat.", "So.\n# no comment", "[[steps]]\n# no comment\n"],
    ids=["a header", "a comment", "both"],
)
def test_a_reason_that_looks_like_a_header_or_a_comment_is_kept_with_everything_around_it(why: str) -> None:
    text = COMMENTED.replace("So\nthat.", why)
    file = own_file(text)
    routine = loaded().routines["mine"]
    _, source = keep(RoutineDraft.of(routine).renamed("Ours"), source_of(routine))
    assert file.read_text() == text.replace('name = "Mine"', 'name = "Ours"')
    assert source.comments_in is None


def test_an_unusable_routine_is_refused_before_anything_is_written() -> None:
    with pytest.raises(ContentError, match="an exercise has to be in it"):
        keep(RoutineDraft.of(Routine("", "None", "", (), own=True), new=True))
    long = replace(new_draft().steps[0], overrides={"reps": 100}, rounds=Rounds(2, 2))
    with pytest.raises(ContentError, match="For Cat-cow it can be 1 to 10"):
        keep(new_draft().with_step(0, long))
    too_long = new_draft()
    for _ in range(13):
        too_long = too_long.added(loaded().exercises["bird_dog"], 0)
    with pytest.raises(ContentError, match=r"comes to 6\d minutes\. 60 minutes is the most"):
        keep(too_long)
    assert not (own_content() / "routines").exists()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_failed_write_keeps_the_old_file_and_is_reported_in_one_line(
    code: int, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = own_file()
    routine = loaded().routines["mine"]
    source, draft = source_of(routine), RoutineDraft.of(routine).renamed("Ours")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    target: tuple[object, str] = (Path, "replace") if call == "replace" else (os, call)
    with monkeypatch.context() as patch:
        patch.setattr(*target, refuse)
        with pytest.raises(ContentError) as caught:
            keep(draft, source)
    assert os.strerror(code) in str(caught.value)
    assert str(caught.value).count("\n") == 0
    assert file.read_text() == COMMENTED
    assert [path.name for path in file.parent.iterdir()] == ["mine.toml"]
    keep(draft, source)
    assert 'name = "Ours"' in file.read_text()


def test_deleting_keeps_the_file_under_another_name() -> None:
    file = own_file()
    kept = delete(loaded().routines["mine"])
    assert not file.exists()
    assert kept.read_text() == COMMENTED
    assert "mine" not in loaded().routines
    assert loaded().problems == ()


def test_a_file_that_cannot_be_deleted_is_reported_in_one_line() -> None:
    with pytest.raises(ContentError, match=r"mine\.toml can't be written \(No such file"):
        delete(Routine("mine", "Mine", "", (), own=True))


# Names and ids


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("My morning", "my_morning"),
        ("Übung für Öl", "ubung_fur_ol"),
        ("Утро", "routine"),
        ("3 moves", "routine_3_moves"),
        ("[bold]x[/]", "bold_x"),
        ("Full L5", "full_l5_2"),
        ("cat cow", "cat_cow_2"),
        ("x" * 60, "x" * 40),
    ],
)
def test_the_id_is_made_from_the_name(name: str, wanted: str, tmp_path: Path) -> None:
    assert free_id(name, CONTENT, tmp_path) == wanted


@each("name", ["full l5", "Full-L5", "Gentle relief", "Cat cow", "bird dog exercise"])
def test_a_name_or_alias_of_another_item_is_taken(name: str) -> None:
    assert name_taken(name, CONTENT, "mine")


def test_a_routine_may_keep_its_own_name() -> None:
    assert name_taken("Full L5", CONTENT, "full_l5") == ""


def test_a_new_routine_and_a_copy_get_free_names() -> None:
    assert new_routine(CONTENT).name == "My routine"
    with_one = replace(CONTENT, routines={**CONTENT.routines, "my": Routine("my", "My routine", "", ())})
    assert new_routine(with_one).name == "My routine 2"
    assert free_name("My routine", with_one) == "My routine 2"
    long = Routine("long", "y" * 40, "", ())
    assert copy_of(long, CONTENT).name == "y" * 35 + " copy"


def test_an_unreadable_routine_file_is_refused_in_one_line(tmp_path: Path) -> None:
    make: dict[str, Callable[[Path], object]] = {
        "folder": Path.mkdir,
        "pipe": os.mkfifo,
        "bytes": lambda path: path.write_bytes(b"\xff"),
        "link": lambda path: path.symlink_to(path),
    }
    for name, how in make.items():
        file = own_file("", name)
        file.unlink()
        how(file)
        with pytest.raises(ContentError):
            source_of(Routine(name, name, "", (), own=True))


def test_a_state_without_origins_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="zip"):
        changed_text(COMMENTED, DraftState(read(COMMENTED), ()))


# What was in the editor when the program was cut off


def test_a_draft_becomes_a_routine_of_its_own_with_the_same_steps() -> None:
    routine = new_draft().routine
    kept = save_draft(draft_text(routine), loaded())
    assert (kept.id, kept.name, kept.steps) == ("my_morning", "My morning", routine.steps)
    assert loaded().routines["my_morning"].steps == routine.steps


def test_a_draft_of_a_routine_that_has_a_file_becomes_another_one() -> None:
    file = own_file()
    draft = RoutineDraft.of(loaded().routines["mine"]).removed(0)
    kept = save_draft(draft_text(draft.routine), loaded())
    assert (kept.id, kept.name) == ("mine_copy", "Mine copy")
    assert kept.steps == draft.routine.steps
    assert file.read_text(encoding="utf-8") == COMMENTED


@pytest.mark.parametrize("text", ["", "[", 'id = "draft"\nname = "A"\n\n[[steps]]\nexercise = "no_such"\n'])
def test_a_draft_that_is_no_routine_is_refused_and_makes_no_file(text: str) -> None:
    with pytest.raises(ContentError):
        save_draft(text, loaded())
    assert not list((own_content() / "routines").glob("*"))
