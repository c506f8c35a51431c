"""A new year: what it lacks, told where the administrator begins, and its preparation on Periode."""

import streamlit as st

from smartcity.commands import periods as commands
from smartcity.domain.new_year import YearLack, copied_periods, lacking_periods, year_lacks, years_to_check
from smartcity.domain.periods import Calendar
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.roles import Act
from smartcity.exchange.year_books import year_book
from smartcity.queries import budgets, indicators, locks, workbook
from smartcity.ui import show
from smartcity.ui.act import now
from smartcity.ui.actor import may
from smartcity.ui.answers import ask, ask_on
from smartcity.ui.download import offer
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_label
from smartcity.ui.refusals import done_at, refusal
from smartcity.ui.sitemap import PERIODS


def lacks(plan: Portfolio) -> tuple[YearLack, ...]:
    """By year, as known on the day of the plan."""
    known = ask(locks.calendar)
    return year_lacks(plan, known.periods, ask(indicators.outcomes), ask(budgets.lines), plan.as_of)


def note(plan: Portfolio) -> None:
    """On the front page, for whoever can bring in targets and budgets; nothing where nothing is lacking."""
    if here().is_past or not may(Act.IMPORT_PLAN):
        return
    for lack in lacks(plan):
        show.block("year_lacks", year=lack.year, parts=", ".join(_parts(lack)), to=PERIODS)


def _parts(lack: YearLack) -> list[str]:
    counts = {"periods": len(lack.periods), "targets": len(lack.indicators), "budgets": len(lack.programmes)}
    return [show.said()(f"year.lacks.{name}", count=count) for name, count in counts.items() if count]


def preparing(plan: Portfolio, known: Calendar) -> None:
    """Periods are copied at once; targets and budgets are a proposal to fill in."""
    say, found = show.said(), {lack.year: lack for lack in lacks(plan)}
    for year in years_to_check(plan.plan, plan.as_of):
        lack = found.get(year, YearLack(year))
        if year > plan.as_of.year or not lack.is_empty:
            title = plain_label(say("year.prepare", year=year))
            with st.expander(title, key=f"year-{year}", icon=":material/event_repeat:", expanded=not lack.is_empty):
                _periods(year, known)
                if may(Act.IMPORT_PLAN):
                    _values(lack)


def _periods(year: int, known: Calendar) -> None:
    say, place = show.said(), f"year-{year}"
    refusal(place)
    names = [say.period(name) for name, _ in copied_periods(known.periods, year, known.today(now()))]
    facts = {"year": year, "before": year - 1}
    if not names:
        is_lacking = lacking_periods(known.periods, year, known.today(now()))
        show.note(say("year.periods.by_hand" if is_lacking else "year.periods.complete", **facts))
        return
    show.note(say("year.periods", count=len(names), names=", ".join(names), **facts))
    st.button(
        plain_label(say("year.go", **facts)), type="primary", key=f"{place}-go", on_click=_copy, args=(year, place)
    )


def _copy(year: int, place: str) -> None:
    say, count = show.said(), len(copied_periods(ask(locks.calendar).periods, year, here().today))
    if done_at(place, commands.copy_year, year):
        st.toast(say("year.copied", count=count, year=year), icon=":material/task_alt:")


def _values(lack: YearLack) -> None:
    say = show.said()
    if not (lack.indicators or lack.programmes):
        show.note(say("year.values.complete", year=lack.year))
        return
    show.note(say("year.values", targets=len(lack.indicators), budgets=len(lack.programmes), year=lack.year))
    offer(
        f"year-{lack.year}",
        say("year.book", year=lack.year),
        f"isian-{lack.year}.xlsx",
        lambda: year_book(ask_on(here().today, workbook.whole), lack, say.words, here().zone),
    )
