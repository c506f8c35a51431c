"""The syntax tree of a file of ours, parsed once per process."""

import ast
import gc
from functools import cache
from pathlib import Path


@cache
def tree(path: Path) -> ast.Module:
    """Without the collector: what that runs inside `ast.parse` makes Python 3.11 lose count of its depth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(path.read_text())
    finally:
        if was_enabled:
            gc.enable()
