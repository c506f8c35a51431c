"""What the presenter does to the walls: the view they show, black, and whether they name agencies."""

import streamlit as st

from smartcity.commands.meetings import wall_display
from smartcity.domain.meetings.agenda import AgendaItem
from smartcity.domain.meetings.wall import View
from smartcity.queries.walls import PresentedView
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import on_click, submit
from smartcity.ui.frame.plain_text import plain_label


def wall_controls(shown: PresentedView | None, item: AgendaItem | None) -> None:
    """The view on the walls, black, and whether they name agencies. No field takes the arrow keys to itself."""
    _view_menu(shown, item)
    is_black, shows_names = (shown.is_black, shown.shows_names) if shown is not None else (False, True)
    _black_button(is_black=is_black)
    _names_button(shows_names=shows_names)


def _view_menu(shown: PresentedView | None, item: AgendaItem | None) -> None:
    say = show.formatter()
    views = {"": say("presenter.item"), **{view.value: say.words.label(view) for view in View}}
    now = shown.view.value if shown is not None and shown.view is not None else ""
    st.menu_button(
        plain_label(views[now]),
        list(views),
        key="wall-view",
        icon=":material/tv:",
        format_func=lambda view: plain_label(views[view]),
        help=say("presenter.walls"),
        on_click=_show,
        args=(item.id if item is not None else None,),
    )


def _black_button(*, is_black: bool) -> None:
    say = show.formatter()
    st.button(
        say("presenter.light" if is_black else "presenter.black"),
        key="light" if is_black else "black",
        icon=":material/tv_off:",
        shortcut="B",
        type="primary" if is_black else "secondary",
        on_click=on_click,
        args=(wall_display.blacken,),
        kwargs={"is_black": not is_black},
    )


def _names_button(*, shows_names: bool) -> None:
    say = show.formatter()
    st.button(
        say("presenter.names_off" if shows_names else "presenter.names_on"),
        key="names",
        icon=":material/visibility_off:" if shows_names else ":material/visibility:",
        on_click=on_click,
        args=(wall_display.show_names,),
        kwargs={"shows_names": not shows_names},
    )


def _show(item_id: int | None) -> None:
    asked = st.session_state["wall-view"]
    if asked:
        submit(wall_display.show_view, View(asked))
    elif item_id is not None:
        submit(wall_display.show_item, item_id)
