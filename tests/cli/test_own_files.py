"""`l5tui check`, `schema` and `import`: files of the person's own, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from l5tui.config.paths import content_root
from tests.cli.conftest import L5tui

BRIDGE = (content_root() / "exercises/glute_bridge.toml").read_text()


def test_the_printed_schema_names_the_persons_own_exercises(l5tui: L5tui, home: Path) -> None:
    own = home / ".local/share/l5tui/content/exercises"
    own.mkdir(parents=True)
    (own / "my_bridge.toml").write_text(BRIDGE.replace('"glute_bridge"', '"my_bridge"').replace("number = 6\n", ""))
    ran = l5tui("schema", "routine")
    step = json.loads(ran.out)["$defs"]["StepTable"]
    assert "my_bridge" in step["properties"]["exercise"]["enum"]
    assert (ran.status, ran.err) == (0, "")


def test_a_kind_that_there_isnt_is_refused_with_those_that_there_are(l5tui: L5tui) -> None:
    ran = l5tui("schema", "recipe")
    assert ran.status == 2
    assert ran.err.startswith('l5tui: there is no kind of file called "recipe". It can be: exercise, routine')


def test_a_name_that_another_has_is_a_warning_and_no_mistake(l5tui: L5tui, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('id = "mine"\nname = "Evening"\n\n[[steps]]\nexercise = "cat_cow"\n')
    warning = f'Warning: {file}: line 2: name: routines/evening.toml is called "Evening" too. Write another name\n'
    assert l5tui("check", str(file)).said == f"{warning}No mistakes found\n"
    ran = l5tui("import", "--yes", str(file))
    assert ran.status == 0
    assert warning in ran.out


def test_a_folder_is_named_with_how_to_go_on_beside_the_faults_of_files(called: L5tui, home: Path) -> None:
    (home / "my files").mkdir()
    (home / "mine.toml").write_text('id = "mine"\nname = "Mine"\n\n[[steps]]\nexercise = "cat_cw"\n')
    ran = called("check", "my files", "mine.toml")
    assert ran.status == 1
    assert ran.out.splitlines() == [
        "my files: it is a folder. Name the files in it: l5tui check 'my files'/*.toml",
        'mine.toml: line 5: steps[0].exercise: there is no exercise "cat_cw". Did you mean "cat_cow"?',
    ]


@pytest.mark.parametrize("arguments", [["check", "--"], ["check", "--ascii", "--"], ["import", "--yes", "--"]])
def test_a_file_whose_name_begins_with_a_dash_comes_after_two_dashes(
    called: L5tui, home: Path, arguments: list[str]
) -> None:
    (home / "-dash.toml").write_text('id = "mine"\nname = "Mine"\n\n[[steps]]\nexercise = "cat_cow"\n')
    assert called(*arguments, "-dash.toml").status == 0
