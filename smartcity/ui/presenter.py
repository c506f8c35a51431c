"""During the meeting: one item at a time with its timer, the agency's own words beside the figures, the walls."""

from datetime import UTC, datetime

import streamlit as st

from smartcity.commands import agenda as agenda_commands
from smartcity.commands import stage
from smartcity.domain.agenda import AgendaItem
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.meetings import Decision
from smartcity.domain.wall import View
from smartcity.queries.stage import OnStage, on_stage
from smartcity.telling import agenda as telling
from smartcity.ui import agenda, field_drafts, show
from smartcity.ui.act import carry_out, press
from smartcity.ui.answers import ask_now
from smartcity.ui.decisions import decision_block, taking_form
from smartcity.ui.meeting import Desk
from smartcity.ui.plain import plain_option

WATCHED = 2  # seconds between two looks at what another device of the presenter did


def presented(found: Desk) -> None:
    """The item under discussion; before the first there is only the way to it."""
    item = found.current
    _headline(found, item)
    if item is None:
        agenda.listed(found)
    else:
        _item(found, item)
    _controls(found, item)
    _follow(found.stage)


def _headline(found: Desk, item: AgendaItem | None) -> None:
    say = show.said()
    if item is None:
        show.headline(say("presenter.ready", n=len(found.items)), say("presenter.keys"))
        return
    place = [one.id for one in found.items].index(item.id) + 1
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="topic"):
        show.headline(telling.title(say, item), None)
        _timer(item)
    why = telling.because(say, item)
    told = found.decision(item)
    is_secret = told is not None and told.is_confidential
    place_text = say("presenter.place", n=place, of=len(found.items))
    show.block("why", place=place_text, chip=agenda.rule_chip(say, item), why=why, is_secret=is_secret)


def _timer(item: AgendaItem) -> None:
    """Ticks in the browser by itself, and turns red there: a meeting is not rerun every second."""
    timer, at = item.timer, datetime.now(UTC)
    spent, runs = timer.spent(at), timer.started_at is not None
    facts = {"clock": telling.clock(spent), "planned": timer.planned, "is_over": timer.is_over(at)}
    show.block("timer", spent=spent, runs=runs, **facts)


def _item(found: Desk, item: AgendaItem) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        _facts(found, item)
    with right:
        taking_form(found.meeting, item, found.programme(item), found.plan.agencies)
        _note(item)
        decided = [d for d in found.decided if isinstance(d, Decision)]
        mine = [d for d in decided if item.programme_id is None or d.programme_id == item.programme_id]
        for decision in mine:
            decision_block(decision, found.plan, with_text=True)


def _facts(found: Desk, item: AgendaItem) -> None:
    """What the rule asks; the decision that came back; figures, and the agency's own words."""
    say = show.said()
    programme, decision = found.programme(item), found.decision(item)
    if question := telling.question(say, item):
        show.block("question", text=question)
    if decision is not None:
        decision_block(decision, found.plan)
    if programme is None:
        return
    milestone = next((m for m in programme.milestones if m.id == item.milestone_id), None)
    show.heading(programme.name if decision is not None else say("presenter.figures"))
    show.block("presented", p=programme, m=milestone, cap=show.said().cap(programme))
    show.heading(say("presenter.own_words"))
    show.block("reports", reports=[programme.report] if programme.report else [], of=programme)


def _note(item: AgendaItem) -> None:
    """What was said, for the minutes."""
    say, key = show.said(), f"note-{item.id}"
    with (
        st.expander(say("presenter.note"), icon=":material/edit_note:", expanded=bool(item.minutes)),
        st.form(f"{key}-form", border=False),
    ):
        place = FieldPlace(DraftForm.MINUTES, f"agenda_item:{item.id}", "note")
        typed = item.minutes or ""
        field_drafts.text_area(place, say("presenter.note"), typed, key=key, label_visibility="collapsed")
        st.form_submit_button(say("meeting.save"), on_click=_noted, args=(item.id, key))


def _noted(item_id: int, key: str) -> None:
    if carry_out(agenda_commands.note, item_id, st.session_state[key] or ""):
        field_drafts.end(DraftForm.MINUTES, f"agenda_item:{item_id}")


def _controls(found: Desk, item: AgendaItem | None) -> None:
    """Steps by arrow keys; what the walls show."""
    say, code = show.said(), found.meeting.code
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="presenter"):
        for by, key, icon in ((-1, "Left", "arrow_back"), (1, "Right", "arrow_forward")):
            st.button(
                say("presenter.back" if by < 0 else "presenter.next"),
                key=f"step{by}",
                icon=f":material/{icon}:",
                icon_position="left" if by < 0 else "right",
                type="primary" if by > 0 else "secondary",
                shortcut=key,
                on_click=press,
                args=(stage.step, code, by),
            )
        if item is not None:
            _finish_button(item)
        _walls(found.stage, item)


def _finish_button(item: AgendaItem) -> None:
    say = show.said()
    st.button(
        say("presenter.undone" if item.is_done else "presenter.done"),
        key="finish",
        icon=":material/check:",
        on_click=press,
        args=(agenda_commands.finish, item.id),
        kwargs={"is_done": not item.is_done},
    )


def _walls(shown: OnStage | None, item: AgendaItem | None) -> None:
    """The view on the walls, black, and whether they name agencies."""
    say = show.said()
    views = {"": say("presenter.item"), **{view.value: say.words.label(view) for view in View}}
    now = shown.view.value if shown is not None and shown.view is not None else ""
    st.session_state["wall-view"] = now
    st.selectbox(
        say("presenter.walls"),
        list(views),
        format_func=lambda view: plain_option(views[view]),
        key="wall-view",
        label_visibility="collapsed",
        on_change=_show,
        args=(item.id if item is not None else None,),
    )
    is_black, shows_names = (shown.is_black, shown.shows_names) if shown is not None else (False, True)
    st.button(
        say("presenter.light" if is_black else "presenter.black"),
        key="black",
        icon=":material/tv_off:",
        shortcut="B",
        type="primary" if is_black else "secondary",
        on_click=press,
        args=(stage.blacken,),
        kwargs={"is_black": not is_black},
    )
    st.button(
        say("presenter.names_off" if shows_names else "presenter.names_on"),
        key="names",
        icon=":material/visibility_off:" if shows_names else ":material/visibility:",
        on_click=press,
        args=(stage.name,),
        kwargs={"shows_names": not shows_names},
    )


def _show(item_id: int | None) -> None:
    asked = st.session_state["wall-view"]
    if asked:
        carry_out(stage.show_view, View(asked))
    elif item_id is not None:
        carry_out(stage.show_item, item_id)


@st.fragment(run_every=WATCHED)
def _follow(shown: OnStage | None) -> None:
    """Another device of the presenter may have stepped on: then this one follows."""
    now = ask_now(on_stage)
    if (now and now.turn) != (shown and shown.turn):
        st.rerun()
