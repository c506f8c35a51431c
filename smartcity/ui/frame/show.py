"""Places things on the page: blocks of HTML, charts with their alt text, the designed empty states."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

import streamlit as st

from smartcity.charts.base_figure import CONFIG, Chart
from smartcity.domain.enums import Health
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.presentation.reporting import Reminder
from smartcity.ui.frame.assets import rendered
from smartcity.ui.frame.cache import fragment, note_opening
from smartcity.ui.frame.formatter import LinkedFormatter
from smartcity.ui.frame.request_context import RequestContext, current_context
from smartcity.ui.frame.server import wait_for_paint
from smartcity.ui.frame.sitemap import Screen, address

Row = TypeVar("Row")
HEADLINE = "frame/headline"


def formatter() -> LinkedFormatter:
    return _formatter(current_context())


@lru_cache(maxsize=100)
def _formatter(context: RequestContext) -> LinkedFormatter:
    """Once per moment: every block of every run speaks through it."""
    frozen_at = context.snapshot.at if context.snapshot else None
    return LinkedFormatter(context.words, context.as_of, context.zone, context.carried, frozen_at)


def render(name: str, **values: object) -> None:
    """The block `<screen>/<name>.html`, everything in it escaped."""
    _place(name, _rendered(name, values))


def render_script(name: str, **values: object) -> None:
    """A block whose script is to run."""
    st.html(_rendered(name, values), unsafe_allow_javascript=True)


def render_cached(name: str, *key: Hashable, make: Callable[[], Mapping[str, object]], facts: object = None) -> None:
    """The same, written once per moment and `key`: what `make` gives must follow from these, not from who looks.

    With all the `facts` that it follows from, it is written anew only where one of them is another.
    """
    _place(name, fragment(name, key, lambda: _rendered(name, make()), facts))


def _place(name: str, html: str) -> None:
    st.html(html)
    note_opening(html, is_headline=name == HEADLINE)


def _rendered(name: str, values: Mapping[str, object]) -> str:
    return rendered(name, s=formatter(), **values)


def headline(title: str, sub: str | None = None) -> None:
    """The answer of the screen: its only title."""
    render(HEADLINE, title=title, sub=sub)


def heading(text: str, note: str | None = None) -> None:
    render("frame/heading", text=text, note=note)


def legend(
    healths: Iterable[Health] = (), *, shares: bool = True, ages: Iterable[Freshness] = (), note: str | None = None
) -> None:
    """What the bars of health mean, those of planned, verified and claimed, and how they fade where any is old.

    `note` is a line below.
    """
    shown, old = tuple(healths), tuple(sorted(set(ages) - {Freshness.FRESH}))
    values = {"healths": shown, "shares": shares, "old": old, "note": note}
    render_cached("frame/legend", shown, shares, old, note, make=lambda: values)


def fading(ages: Iterable[Freshness]) -> None:
    """How bars fade, said only where one does."""
    old = set(ages) - {Freshness.FRESH}
    if old:
        legend(shares=False, ages=old)


def chart(key: str, drawn: Chart) -> None:
    wait_for_paint()
    st.plotly_chart(drawn.figure, key=key, alt=drawn.alt, theme=None, config=CONFIG, width="stretch")


def note(text: str) -> None:
    render("frame/note", text=text)


def empty(
    title: str, text: str, *, code: str | None = None, screen: Screen | None = None, go: str | None = None
) -> None:
    """A designed state with its next step."""
    render("frame/empty", title=title, text=text, code=code, href=None if screen is None else address(screen), go=go)


def unknown_code(code: str, screen: Screen) -> None:
    """The address names something that is not in the plan."""
    say = formatter()
    empty(say("empty.unknown.title", code=code), say("empty.unknown.text"), screen=screen, go=say("empty.unknown.go"))


def next_step(title: str, screen: Screen, go: str) -> None:
    """What waits for the reader, and the way to it."""
    banner("", screen, go, title=title, href=formatter().address(screen), is_next_step=True)


def banner(text: str, screen: Screen, go: str, **more: object) -> None:
    render("frame/banner", **{"text": text, "href": address(screen), "go": go, **more})


def nearest(
    title: str, due_milestones: Sequence[ProgrammeMilestone], *, nothing: str, most: int = 6
) -> dict[str, object]:
    """What the block of the nearest milestones is filled with."""
    return {
        "title": title,
        "due": due_milestones[:most],
        "more": max(len(due_milestones) - most, 0),
        "nothing": nothing,
    }


def page_of(key: str, rows: Sequence[Row], most: int) -> Sequence[Row]:
    """The rows of the chosen page."""
    number = page_number(key, len(rows), most)
    return rows[(number - 1) * most : number * most]


def page_number(key: str, count: int, most: int) -> int:
    """The chosen page; its buttons stand only where there is more than one."""
    pages = -(-count // most)
    return st.pagination(pages, key=f"{key}-halaman") if pages > 1 else 1


def letter(message: Reminder) -> None:
    """A text that goes out: ready to copy, or to open in WhatsApp."""
    st.code(message.text, language=None, wrap_lines=True)
    st.link_button(formatter()("compliance.chat"), message.whatsapp_link(), icon=":material/chat:")
