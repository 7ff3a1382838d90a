"""Builds what the wheel carries besides the sources: content that is read and checked already, and style sheets
that are parsed.
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
        from l5tui.library.loading import prepare
        from l5tui.tui.sheets import prepare_sheets

        prepare(Path(self._folder.name))
        asyncio.run(prepare_sheets(Path(self._folder.name)))
        build_data["force_include"][self._folder.name] = "l5tui/prepared"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the files, which the wheel has now."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()
