"""Builds what the wheel carries besides the sources: content that is read and checked already, style sheets
that are parsed, and what shells and `man` read, made from the parsers of the command line.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedBuildHook(BuildHookInterface):
    """Prepares content and sheets with the package's own code."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the prepared files to the wheel; an editable install reads the sources at each start."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        sys.path.insert(0, self.root)
        from l5tui.cli.completion import shared_files
        from l5tui.cli.main import prepare as prepare_parser
        from l5tui.library.loading import prepare
        from l5tui.tui.sheets import prepare_sheets

        prepared, shared = Path(self._folder.name, "prepared"), Path(self._folder.name, "shared")
        prepared.mkdir()
        prepare(prepared)
        asyncio.run(prepare_sheets(prepared))
        build_data["force_include"][str(prepared)] = "l5tui/prepared"
        for place, text in shared_files(lambda name: prepare_parser(name)[0]).items():
            file = shared / place
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            build_data["shared_data"][str(file)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the files, which the wheel has now."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()
