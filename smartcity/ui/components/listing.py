"""Places a table; the script of the page sorts and searches it."""

from collections.abc import Hashable, Sequence

import streamlit as st

from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.presentation.tables.milestones import deadlines
from smartcity.presentation.tables.table import Row, Table
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import forecasts

MOST_ROWS = 200
WORDS = ("search", "sort", "original", "up", "down", "whole", "count", "nothing", "page")


def listing(table: Table[Row], *, of: Hashable = None, total: int = 0, facts: object = None) -> None:
    """Every row where there are few enough, else a page of them.

    `total` is given where these are one of several pages already.
    Where `of` is given, the rows follow from the moment, the table's key and `of`: each page is written once.
    With all the `facts` that it is written from, a page stands as long as they do.
    """
    say, rows = show.formatter(), table.rows
    if not rows:
        show.note(say("empty.rows"))
        return
    top = st.container()
    number = show.page_number(table.key, len(rows), MOST_ROWS)
    shown = rows[(number - 1) * MOST_ROWS : number * MOST_ROWS]
    words = {name: say(f"table.{name}", n="{n}", m="{m}") for name in WORDS}
    values = {"table": table, "shown": shown, "words": words, "total": total or len(rows)}
    with top:
        if of is None:
            show.render("components/table", **values)
        else:
            key = (table.key, table.hidden, of, number)
            show.render_cached("components/table", *key, make=lambda: values, facts=facts)


def due_table(
    key: str,
    title: str,
    listed: Sequence[ProgrammeMilestone],
    *,
    nothing: str,
    of: Hashable,
    hidden: tuple[str, ...] = (),
) -> None:
    """Milestones with the range of their finish, or a line saying that there are none."""
    if listed:
        foreseen = forecasts()
        table = deadlines(show.formatter(), listed, foreseen, key, title, hidden)
        listing(table, of=of, facts=(tuple(listed), foreseen.history))
    else:
        show.note(nothing)
