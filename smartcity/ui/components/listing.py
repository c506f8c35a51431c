"""Places a table; the script of the page sorts and searches it."""

from collections.abc import Hashable

from smartcity.presentation.tables.table import Row, Table
from smartcity.ui.frame import show

MOST_ROWS = 200
WORDS = ("search", "sort", "original", "up", "down", "whole", "count", "nothing", "page")


def listing(table: Table[Row], *, of: Hashable = None) -> None:
    """Every row where there are few enough, else a page of them.

    Where `of` is given, the rows follow from the moment, the table's key and `of`: each page is written once.
    """
    say, rows = show.formatter(), table.rows
    if not rows:
        show.note(say("empty.rows"))
        return
    top = show.placeholder()
    number = show.page_number(table.key, len(rows), MOST_ROWS)
    shown = rows[(number - 1) * MOST_ROWS : number * MOST_ROWS]
    words = {name: say(f"table.{name}", n="{n}", m="{m}") for name in WORDS}
    values = {"table": table, "shown": shown, "words": words}
    with top:
        if of is None:
            show.render("table", **values)
        else:
            show.render_cached("table", table.key, table.hidden, of, number, make=lambda: values)
