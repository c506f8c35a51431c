"""Unduh XLSX: the figures of a screen as a workbook, made only when it is asked for."""

from collections.abc import Callable, Sequence

import streamlit as st

from smartcity.domain.portfolio import Portfolio
from smartcity.exchange import screen_books
from smartcity.exchange.figure_book import Sheet, figure_book
from smartcity.ui import show
from smartcity.ui.moment import here

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(plan: Portfolio, name: str, sheets: Callable[[], Sequence[Sheet]]) -> None:
    """A button at the foot of the screen; `name` is the file's, with the day behind it."""
    say, moment = show.said(), here()
    frozen = moment.snapshot.number if moment.snapshot else None

    def content() -> bytes:
        heading = f"{plan.plan.name} · {name}"
        return figure_book(say.words, heading, screen_books.facts(say, plan, frozen), sheets())

    st.download_button(
        say("book.download"),
        data=content,
        file_name=f"{name}-{plan.as_of.isoformat()}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        key=f"download-{name}",
        type="tertiary",
    )
