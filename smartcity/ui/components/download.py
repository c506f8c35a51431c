"""Unduh XLSX: the figures of a screen as a workbook, made only when its link is followed."""

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import current_thread
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.exchange.downloads import screens
from smartcity.exchange.downloads.files import csv_archive, csv_file, figure_workbook
from smartcity.exchange.downloads.offers import OFFERS, Offer
from smartcity.presentation.tables.table import Table
from smartcity.ui.frame import show
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import me

_OFFERS, MOST = "downloads", 8


def offer(key: str, label: str, file_name: str, content: Callable[[], bytes]) -> None:
    """A link to a file for whoever looks. The session holds its newest few, each under an address that stays."""
    offers: dict[str, Offer] = st.session_state.setdefault(_OFFERS, {})
    previous = offers.pop(key, None)
    account_id = me().account_id
    is_same = previous is not None and previous.account_id == account_id
    token = previous.token if previous is not None and is_same else secrets.token_urlsafe(32)
    offers[key] = Offer(token, account_id, file_name, _in_this_session(content))
    OFFERS[token] = offers[key]
    for oldest in list(offers)[:-MOST]:
        del offers[oldest]
    show.render("components/download", href=f"/unduh/{token}", label=label)


def _in_this_session(content: Callable[[], bytes]) -> Callable[[], bytes]:
    """Made on another thread, in the session that offers it."""
    context = get_script_run_ctx()

    def make() -> bytes:
        with ThreadPoolExecutor(1, initializer=lambda: add_script_run_ctx(current_thread(), context)) as thread:
            return thread.submit(content).result()

    return make


def workbook(plan: Portfolio, name: str, tables: Table[Any] | Callable[[], Sequence[Table[Any]]]) -> None:
    """Links at the foot of the screen to a workbook and to CSV; `name` is the files', with the day behind it.

    One table is one file of CSV, several are an archive.
    """
    say, context = show.formatter(), current_context()
    snapshot_number = context.snapshot.number if context.snapshot else None
    file_name = f"{name}-{plan.as_of.isoformat()}"
    make = tables if callable(tables) else lambda: (tables,)

    def content() -> bytes:
        heading = f"{plan.plan.name} · {name}"
        return figure_workbook(say.words, heading, screens.facts(say, plan, snapshot_number), make())

    with st.container(horizontal=True):
        offer(name, say("book.download"), f"{file_name}.xlsx", content)
        if isinstance(tables, Table):
            offer(f"{name}-csv", say("book.csv"), f"{file_name}.csv", lambda: csv_file(tables))
        else:
            offer(f"{name}-csv", say("book.csv_archive"), f"{file_name}.zip", lambda: csv_archive(make()))
