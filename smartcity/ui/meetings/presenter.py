"""During the meeting: one item at a time with its timer, the agency's own words beside the figures, the walls."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from smartcity.commands.meetings import agenda as agenda_commands
from smartcity.commands.meetings import postponed_items, wall_display
from smartcity.domain.errors import present
from smartcity.domain.facts.decisions import Decision
from smartcity.domain.meetings.agenda import AgendaItem
from smartcity.domain.meetings.wall import View
from smartcity.domain.reporting.drafts import DraftForm
from smartcity.presentation import agenda as agenda_texts
from smartcity.presentation import meetings as meeting_texts
from smartcity.queries.walls import PresentedView, presented_view
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query_uncached
from smartcity.ui.frame.commands import on_click, submit
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.meetings import agenda
from smartcity.ui.meetings.decisions import decision_block, draft_on, taking_form
from smartcity.ui.meetings.form_drafts import FormDraft, save, shared_text, unsaved
from smartcity.ui.meetings.meeting import MeetingView, Part

POLL_SECONDS = 2  # seconds between two looks at what another device of the presenter did
_ITEM_SHOWN, _STEPPED = "item-here", "has-stepped"


def presenting(ready: Part, topic: Part) -> Part:
    """The item under discussion with its controls; before the first there is only the way to it."""

    def presented(view: MeetingView) -> None:
        item = _item_shown(view)
        _headline(view, item)
        part = ready if item is None else topic
        part(replace(view, topic=item))
        _controls(view, item)
        _follow(view.walls_state)

    return presented


def _item_shown(view: MeetingView) -> AgendaItem | None:
    """The item on the walls; while a decision stands unsent in the form of another one, that stays under the hands."""
    widgets, now = st.session_state, view.current
    before = next((one for one in view.items if one.id == widgets.get(_ITEM_SHOWN)), None)
    has_stepped = widgets.pop(_STEPPED, False)
    if before is None or now is None or before.id == now.id or has_stepped or not _is_writing(before):
        widgets[_ITEM_SHOWN] = now.id if now is not None else None
        return now
    say = show.formatter()
    with st.container(horizontal=True, vertical_alignment="center", key="stays"):
        show.note(say("presenter.stays", title=agenda_texts.item_title(say, now)))
        st.button(say("presenter.follow"), key="follow", on_click=_mark_step)
    return before


def _is_writing(item: AgendaItem) -> bool:
    draft = draft_on(item)
    return bool(draft.text("text") or draft.stored_text("text"))


def _mark_step() -> None:
    st.session_state[_STEPPED] = True


def _step(code: str, by: int) -> None:
    _mark_step()
    on_click(wall_display.step, code, by)


def _headline(view: MeetingView, item: AgendaItem | None) -> None:
    say = show.formatter()
    if item is None:
        show.headline(say("presenter.ready", n=len(view.items)), say("presenter.keys"))
        return
    place = [one.id for one in view.items].index(item.id) + 1
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="topic"):
        show.headline(agenda_texts.item_title(say, item), None)
        _timer(item)
    why = agenda_texts.item_because(say, item)
    decision = view.decision(item)
    is_secret = decision is not None and decision.is_confidential
    place_text = say("presenter.place", n=place, of=len(view.items))
    show.render("meetings/why", place=place_text, chip=agenda.rule_chip(say, item), why=why, is_secret=is_secret)


def _timer(item: AgendaItem) -> None:
    """Ticks in the browser by itself, and turns red there: a meeting is not rerun every second."""
    timer, at = item.timer, datetime.now(UTC)
    spent, runs = timer.spent(at), timer.started_at is not None
    facts = {"clock": meeting_texts.timer_clock(spent), "planned": timer.planned, "is_over": timer.is_over(at)}
    show.render("meetings/timer", spent=spent, runs=runs, **facts)


def decision_form(view: MeetingView) -> None:
    item = present(view.topic)
    taking_form(view.meeting, item, view.programme(item), view.plan.agencies)


def decided(view: MeetingView) -> None:
    """What was decided of it so far."""
    item = present(view.topic)
    for decision in view.decided:
        if isinstance(decision, Decision) and item.programme_id in (None, decision.programme_id):
            decision_block(decision, view.plan, with_text=True)


def facts(view: MeetingView) -> None:
    """What the rule asks; the decision that came back; figures, and the agency's own words."""
    say, item = show.formatter(), present(view.topic)
    programme, decision = view.programme(item), view.decision(item)
    if question := agenda_texts.item_question(say, item):
        show.render("meetings/question", text=question)
    if decision is not None:
        decision_block(decision, view.plan)
    if programme is None:
        return
    milestone = next((m for m in programme.milestones if m.id == item.milestone_id), None)
    show.heading(programme.name if decision is not None else say("presenter.figures"))
    show.render("meetings/presented", p=programme, m=milestone, cap=show.formatter().cap(programme))
    show.heading(say("presenter.own_words"))
    show.render("components/reports", reports=[programme.report] if programme.report else [], of=programme)


def note_form(view: MeetingView) -> None:
    """What was said, for the minutes."""
    say, item = show.formatter(), present(view.topic)
    draft = note_on(item)
    is_open = bool(item.minutes) or unsaved(draft, item.minutes or "") is not None
    with st.expander(say("presenter.note"), icon=":material/edit_note:", expanded=is_open, key=f"note-{item.id}"):
        shared_text(draft, say("presenter.note"), item.minutes or "")
        show.note(say("minutes.for_all"))
        st.button(say("meeting.save"), key=f"note-save-{item.id}", on_click=_noted, args=(item.id, draft))


def note_on(item: AgendaItem) -> FormDraft:
    return FormDraft(DraftForm.MINUTES, f"agenda_item:{item.id}")


def _noted(item_id: int, draft: FormDraft) -> None:
    save(draft, agenda_commands.note, item_id)


def _controls(view: MeetingView, item: AgendaItem | None) -> None:
    """Steps by arrow keys; what the walls show."""
    say, code = show.formatter(), view.meeting.code
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="presenter"):
        for by, key, icon in ((-1, "Left", "arrow_back"), (1, "Right", "arrow_forward")):
            st.button(
                say("presenter.back" if by < 0 else "presenter.next"),
                key=f"step{by}",
                icon=f":material/{icon}:",
                icon_position="left" if by < 0 else "right",
                type="primary" if by > 0 else "secondary",
                shortcut=key,
                on_click=_step,
                args=(code, by),
            )
        if item is not None:
            _state_buttons(item)
        wall_controls(view.walls_state, item)


def _state_buttons(item: AgendaItem) -> None:
    """Each state has a button of its own: a second tap on it does not take the first one back."""
    finish = ("unfinish", "presenter.undone") if item.is_done else ("finish", "presenter.done")
    _switch(*finish, "check", agenda_commands.finish, item.id, is_done=not item.is_done)
    later = ("bring-back", "agenda.bring_back") if item.is_put_off else ("put-off", "presenter.put_off")
    _switch(
        *later,
        "event_upcoming",
        postponed_items.put_off,
        item.id,
        hint="agenda.put_off",
        is_put_off=not item.is_put_off,
    )


def _switch(
    key: str, label: str, icon: str, command: Callable[..., object], *args: int, hint: str | None = None, **to: bool
) -> None:
    say = show.formatter()
    st.button(
        say(label),
        key=key,
        icon=f":material/{icon}:",
        help=say(hint) if hint else None,
        on_click=on_click,
        args=(command, *args),
        kwargs=to,
    )


@st.fragment(run_every=POLL_SECONDS)
def _follow(shown: PresentedView | None) -> None:
    """Another device of the presenter may have stepped on: then this one follows."""
    now = query_uncached(presented_view)
    if (now and now.turn) != (shown and shown.turn):
        st.rerun()


def wall_controls(shown: PresentedView | None, item: AgendaItem | None) -> None:
    """The view on the walls, black, and whether they name agencies. No field takes the arrow keys to itself."""
    _view_menu(shown, item)
    is_black, shows_names = (shown.is_black, shown.shows_names) if shown is not None else (False, True)
    _black_button(is_black=is_black)
    names = ("presenter.names_off", "visibility_off") if shows_names else ("presenter.names_on", "visibility")
    _switch("names", *names, wall_display.show_names, shows_names=not shows_names)


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
    st.button(
        show.formatter()("presenter.light" if is_black else "presenter.black"),
        key="light" if is_black else "black",
        icon=":material/tv_off:",
        shortcut="B",
        type="primary" if is_black else "secondary",
        on_click=on_click,
        args=(wall_display.blacken,),
        kwargs={"is_black": not is_black},
    )


def _show(item_id: int | None) -> None:
    asked = st.session_state["wall-view"]
    if asked:
        submit(wall_display.show_view, View(asked))
    elif item_id is not None:
        submit(wall_display.show_item, item_id)
