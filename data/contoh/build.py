"""Writes the sample as a workbook and as CSV, in the layout of the import. Run it from the project's folder."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from sample_rows import sample  # noqa: E402

from smartcity.exchange.writing import write_csv, write_workbook  # noqa: E402
from smartcity.i18n.speech import Words  # noqa: E402


def build(folder: Path) -> None:
    """`contoh.xlsx` and `csv/` in the folder."""
    rows, words = sample(), Words("id")
    write_workbook(folder / "contoh.xlsx", rows, words)
    write_csv(folder / "csv", rows, words)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
