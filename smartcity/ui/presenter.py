"""During the meeting: one item at a time with its timer, the agency's own words beside the figures, the walls."""

from datetime import UTC, datetime

import streamlit as st

from smartcity.commands import agenda as agenda_commands
from smartcity.commands import carrying, stage
from smartcity.domain.agenda import AgendaItem
from smartcity.domain.field_drafts import DraftForm
from smartcity.domain.meetings import Decision
from smartcity.domain.wall import View
from smartcity.presentation import agenda as telling
from smartcity.queries.stage import OnStage, on_stage
from smartcity.ui import agenda, meeting_turns, show
from smartcity.ui.act import carry_out, press
from smartcity.ui.answers import ask_now
from smartcity.ui.decisions import decision_block, draft_on, taking_form
from smartcity.ui.form_drafts import FormDraft
from smartcity.ui.meeting import Desk
from smartcity.ui.plain import plain_label
from smartcity.ui.shared_text import save, shared_text, unsaved

WATCHED = 2  # seconds between two looks at what another device of the presenter did
_ITEM_HERE, _STEPPED = "item-here", "has-stepped"


def presented(found: Desk) -> None:
    """The item under discussion; before the first there is only the way to it."""
    item = _item_here(found)
    _headline(found, item)
    if item is None:
        agenda.listed(found)
        meeting_turns.undo_begin(found)
    else:
        _item(found, item)
    _controls(found, item)
    _follow(found.stage)


def _item_here(found: Desk) -> AgendaItem | None:
    """The item on the walls; while a decision stands unsent in the form of another one, that stays under the hands."""
    kept, now = st.session_state, found.current
    before = next((one for one in found.items if one.id == kept.get(_ITEM_HERE)), None)
    has_stepped = kept.pop(_STEPPED, False)
    if before is None or now is None or before.id == now.id or has_stepped or not _is_writing(before):
        kept[_ITEM_HERE] = now.id if now is not None else None
        return now
    say = show.said()
    with st.container(horizontal=True, vertical_alignment="center", key="stays"):
        show.note(say("presenter.stays", title=telling.title(say, now)))
        st.button(say("presenter.follow"), key="follow", on_click=_mark_step)
    return before


def _is_writing(item: AgendaItem) -> bool:
    draft = draft_on(item)
    return bool(draft.text("text") or draft.stored_text("text"))


def _mark_step() -> None:
    st.session_state[_STEPPED] = True


def _step(code: str, by: int) -> None:
    _mark_step()
    press(stage.step, code, by)


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
    say, draft = show.said(), note_on(item)
    is_open = bool(item.minutes) or unsaved(draft, item.minutes or "") is not None
    with st.expander(say("presenter.note"), icon=":material/edit_note:", expanded=is_open, key=f"note-{item.id}"):
        shared_text(draft, say("presenter.note"), item.minutes or "")
        show.note(say("minutes.for_all"))
        st.button(say("meeting.save"), key=f"note-save-{item.id}", on_click=_noted, args=(item.id, draft))


def note_on(item: AgendaItem) -> FormDraft:
    return FormDraft(DraftForm.MINUTES, f"agenda_item:{item.id}")


def _noted(item_id: int, draft: FormDraft) -> None:
    save(draft, agenda_commands.note, item_id)


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
                on_click=_step,
                args=(code, by),
            )
        if item is not None:
            _finish_button(item)
            _put_off_button(item)
        _walls(found.stage, item)


def _finish_button(item: AgendaItem) -> None:
    """Each state has a button of its own: a second tap on it does not take the first one back."""
    say = show.said()
    st.button(
        say("presenter.undone" if item.is_done else "presenter.done"),
        key="unfinish" if item.is_done else "finish",
        icon=":material/check:",
        on_click=press,
        args=(agenda_commands.finish, item.id),
        kwargs={"is_done": not item.is_done},
    )


def _put_off_button(item: AgendaItem) -> None:
    say = show.said()
    st.button(
        say("agenda.bring_back" if item.is_put_off else "presenter.put_off"),
        key="bring-back" if item.is_put_off else "put-off",
        icon=":material/event_upcoming:",
        help=say("agenda.put_off"),
        on_click=press,
        args=(carrying.put_off, item.id),
        kwargs={"is_put_off": not item.is_put_off},
    )


def _walls(shown: OnStage | None, item: AgendaItem | None) -> None:
    """The view on the walls, black, and whether they name agencies. No field takes the arrow keys to itself."""
    say = show.said()
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
    is_black, shows_names = (shown.is_black, shown.shows_names) if shown is not None else (False, True)
    st.button(
        say("presenter.light" if is_black else "presenter.black"),
        key="light" if is_black else "black",
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
