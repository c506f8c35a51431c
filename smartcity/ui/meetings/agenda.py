"""The agenda on the screen: each item with the rule that put it there; and what the chair does with it."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from smartcity.commands.meetings import agenda, postponed_items
from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import Health, Reporting
from smartcity.domain.meetings.agenda import AgendaItem, Rule, minutes_used, proposals
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.presentation import agenda as agenda_texts
from smartcity.presentation import meetings as meeting_texts
from smartcity.ui.components import input_fields
from smartcity.ui.components.input_fields import chosen, one_of
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import on_click, refusal_slot, submit, submit_at
from smartcity.ui.frame.formatter import LinkedFormatter
from smartcity.ui.frame.plain_text import distinct_names, plain_label
from smartcity.ui.frame.sitemap import DECISIONS
from smartcity.ui.meetings.meeting import MeetingView

TONES: Mapping[Rule, Health | Reporting] = {
    Rule.DECISION_OVERDUE: Health.LATE,
    Rule.DECISION_OPEN: Health.ON_TRACK,
    Rule.HELP_NEEDED: Health.ATTENTION,
    Rule.BROKEN_PROMISE: Health.LATE,
    Rule.LATE_UNEXPLAINED: Health.LATE,
    Rule.SILENT: Reporting.SILENT,
    Rule.SEMANGKA: Health.ATTENTION,
}
ALLOTTED = (3, 5, 8, 10, 15, 20)


def title(say: LinkedFormatter, view: MeetingView, item: AgendaItem) -> str | Markup:
    """The title, leading to what it is about."""
    programme, decision, text = view.programme(item), view.decision(item), agenda_texts.item_title(say, item)
    if decision is not None:
        return say.link(DECISIONS, text, {AddressKey.DECISION: decision.code})
    if programme is not None and text == programme.name:
        return say.programme(programme.code, text)
    return text


def rule_chip(say: LinkedFormatter, item: AgendaItem) -> Markup:
    """Shape, word and colour of the rule that put it there."""
    text = agenda_texts.item_rule(say, item)
    return say.chip(TONES[item.rule], text) if item.rule else Markup('<span class="badge">{}</span>').format(text)


def row(view: MeetingView, number: int, item: AgendaItem, *, with_note: bool = False) -> dict[str, object]:
    """One item as its block shows it."""
    say = show.formatter()
    spent = meeting_texts.timer_clock(item.timer.spent_seconds) if item.timer.spent_seconds else ""
    planned = say("agenda.minutes", minutes=item.timer.planned) if item.timer.planned else ""
    current, absent = view.current, agenda_texts.item_absence(say, item, view.meeting.state)
    return {
        "number": number,
        "title": title(say, view, item),
        "rule": rule_chip(say, item),
        "is_secret": (decision := view.decision(item)) is not None and decision.is_confidential,
        "agency": item.agency.short_name if item.agency else "",
        "because": agenda_texts.item_because(say, item),
        "minutes": absent or " / ".join(part for part in (spent, planned) if part),
        "note": item.minutes if with_note else None,
        "state": "here" if current is not None and current.id == item.id else ("done" if item.is_done else ""),
    }


def listed(view: MeetingView, *, with_note: bool = False) -> None:
    """The agenda to read; nothing where there is none."""
    if not view.items:
        return
    rows = [row(view, number, item, with_note=with_note) for number, item in enumerate(view.items, start=1)]
    show.render("meetings/agenda", rows=rows)


def to_read(view: MeetingView) -> None:
    """The agenda, or that there is none yet."""
    listed(view) if view.items else show.note(show.formatter()("agenda.none_yet"))


def editable(view: MeetingView) -> None:
    """The agenda with the chair's hands on it, or that there is none yet."""
    if not view.items:
        to_read(view)
        return
    with st.container(key="chair", gap=None):
        for number, item in enumerate(view.items, start=1):
            with st.container(horizontal=True, wrap=False, key=f"item-{item.id}"):
                show.render("meetings/agenda", rows=[row(view, number, item)])
                _item_controls(view, number, item)


def _item_controls(view: MeetingView, number: int, item: AgendaItem) -> None:
    say = show.formatter()
    moves = ((-1, "keyboard_arrow_up", number == 1), (1, "keyboard_arrow_down", number == len(view.items)))
    for by, icon, is_end in moves:
        st.button(
            say("agenda.up" if by < 0 else "agenda.down"),
            key=f"move{by}-{item.id}",
            icon=f":material/{icon}:",
            type="tertiary",
            disabled=is_end,
            on_click=on_click,
            args=(agenda.move, item.id, by),
        )
    _item_menu(item)


def _item_menu(item: AgendaItem) -> None:
    say, pinned = show.formatter(), "unpin" if item.is_pinned else "pin"
    later = "bring_back" if item.is_put_off else "put_off"
    choices = {name: say(f"agenda.{name}") for name in (pinned, later, "drop")}
    choices |= {str(n): say("agenda.allot", minutes=n) for n in ALLOTTED if n != item.timer.planned}
    key = f"menu-{item.id}"
    st.menu_button(
        say("agenda.more"),
        list(choices),
        key=key,
        icon=":material/push_pin:" if item.is_pinned else ":material/more_vert:",
        type="tertiary",
        format_func=lambda choice: plain_label(choices[choice]),
        on_click=_choose,
        args=(key, item.id),
    )


def _choose(key: str, item_id: int) -> None:
    choice = st.session_state[key]
    if choice in ("pin", "unpin"):
        submit(agenda.pin, item_id, is_pinned=choice == "pin")
    elif choice in ("put_off", "bring_back"):
        submit(postponed_items.put_off, item_id, is_put_off=choice == "put_off")
    elif choice == "drop":
        submit(agenda.drop, item_id)
    elif choice:
        submit(agenda.allot, item_id, int(choice))


def propose_button(view: MeetingView) -> None:
    """Lets the rules fill the minutes there are."""
    say, minutes = show.formatter(), view.meeting.minutes_planned or 0
    taken = [item for item in (*view.items, *view.dropped) if item.stays]
    fresh = proposals(view.plan, view.decisions, minutes, taken)
    st.button(
        say("agenda.propose_again" if view.items else "agenda.propose"),
        key="propose",
        icon=":material/auto_awesome:",
        type="secondary" if view.items else "primary",
        help=say("agenda.propose.help"),
        width="stretch",
        on_click=on_click,
        args=(agenda.propose, view.meeting.code, fresh),
    )


def meter(view: MeetingView) -> None:
    """Minutes used of the minutes there are."""
    show.render("meetings/meter", used=minutes_used(view.items), planned=view.meeting.minutes_planned)


def add_form(view: MeetingView) -> None:
    """What the chair wants to talk about beside the rules: a programme, or anything by its title."""
    say = show.formatter()
    names = {p.code: p.name for p in view.plan.programmes}
    of, most = _added(view.meeting.code, "programme"), agenda.MOST_MINUTES
    st.selectbox(
        say("agenda.add.programme"),
        list(names),
        index=None,
        format_func=distinct_names(names, lambda code: names[code]),
        placeholder=say("agenda.add.no_programme"),
        **chosen(of, "add-programme", None, one_of(names)),
    )
    minutes = chosen(_added(view.meeting.code, "minutes"), "add-minutes", 5, one_of(range(1, most + 1)))
    st.number_input(say("agenda.add.minutes"), 1, most, **minutes)
    with st.form("add-item", border=False):
        refusal_slot("agenda-add")
        title, longest = _added(view.meeting.code, "title"), agenda.LONGEST_TITLE
        input_fields.text_input(title, say("agenda.add.title"), key="add-title", max_chars=longest)
        st.form_submit_button(say("agenda.add"), on_click=_add, args=(view.meeting.code,), width="stretch")


def _added(meeting: str, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.AGENDA, meeting, field)


def _add(code: str) -> None:
    widgets = st.session_state
    draft = agenda.ItemDraft(widgets["add-title"] or "", widgets["add-minutes"], programme=widgets["add-programme"])
    if submit_at("agenda-add", agenda.put_on, code, draft):
        widgets["add-programme"] = None
        input_fields.end(DraftForm.AGENDA, code, "add-title")


def dropped(view: MeetingView) -> None:
    """What was dropped, each with the way back."""
    if not view.dropped:
        return
    say = show.formatter()
    with st.expander(say("agenda.dropped", count=len(view.dropped))):
        for item in view.dropped:
            with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
                show.note(agenda_texts.item_title(say, item))
                st.button(
                    say("agenda.restore"),
                    key=f"restore-{item.id}",
                    type="tertiary",
                    on_click=on_click,
                    args=(agenda.restore, item.id),
                )
