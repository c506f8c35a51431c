"""Sizes of files as people read them."""

from pathlib import Path

from smartcity.cli.edge import words


def megabytes(file: Path) -> str:
    return f"{words().number(round(file.stat().st_size / 2**20, 1), 1)} MB"
