"""Writes the sample as a workbook and as CSV, in the layout of the import: python -m tools.sample [folder]."""

import sys
from pathlib import Path

from smartcity.exchange.workbook.writing import write_csv, write_workbook
from smartcity.i18n.words import Words
from tools.sample.rows import sample

FOLDER = Path(__file__).resolve().parents[2] / "data" / "contoh"


def build(folder: Path) -> None:
    """`contoh.xlsx` and `csv/` in the folder."""
    rows, words = sample(), Words("id")
    write_workbook(folder / "contoh.xlsx", rows, words)
    write_csv(folder / "csv", rows, words)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
