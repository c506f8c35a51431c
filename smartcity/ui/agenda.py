"""The agenda on the screen: each item with the rule that put it there; and what the chair does with it."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from smartcity.commands import agenda as commands
from smartcity.commands import carrying
from smartcity.domain.agenda import AgendaItem, Rule, minutes_used, proposed
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.kinds import Health, Reporting
from smartcity.presentation import agenda as telling
from smartcity.ui import field_drafts, show
from smartcity.ui.act import carry_out, press
from smartcity.ui.choice_drafts import chosen, one_of
from smartcity.ui.choices import named_apart
from smartcity.ui.meeting import Desk
from smartcity.ui.plain import plain_label
from smartcity.ui.refusals import done_at, refusal
from smartcity.ui.said import Linked
from smartcity.ui.sitemap import DECISIONS

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


def title(say: Linked, found: Desk, item: AgendaItem) -> str | Markup:
    """The title, leading to what it is about."""
    programme, decision, text = found.programme(item), found.decision(item), telling.title(say, item)
    if decision is not None:
        return say.link(DECISIONS, text, arahan=decision.code)
    if programme is not None and text == programme.name:
        return say.programme(programme.code, text)
    return text


def rule_chip(say: Linked, item: AgendaItem) -> Markup:
    """Shape, word and colour of the rule that put it there."""
    text = telling.rule(say, item)
    return say.chip(TONES[item.rule], text) if item.rule else Markup('<span class="badge">{}</span>').format(text)


def row(found: Desk, number: int, item: AgendaItem, *, with_note: bool = False) -> dict[str, object]:
    """One item as its block shows it."""
    say = show.said()
    spent = telling.clock(item.timer.spent_seconds) if item.timer.spent_seconds else ""
    planned = say("agenda.minutes", minutes=item.timer.planned) if item.timer.planned else ""
    current, absent = found.current, telling.absence(say, item, found.meeting.state)
    return {
        "number": number,
        "title": title(say, found, item),
        "rule": rule_chip(say, item),
        "is_secret": (told := found.decision(item)) is not None and told.is_confidential,
        "agency": item.agency.short_name if item.agency else "",
        "because": telling.because(say, item),
        "minutes": absent or " / ".join(part for part in (spent, planned) if part),
        "note": item.minutes if with_note else None,
        "state": "here" if current is not None and current.id == item.id else ("done" if item.is_done else ""),
    }


def listed(found: Desk, *, with_note: bool = False) -> None:
    """The agenda to read."""
    rows = [row(found, number, item, with_note=with_note) for number, item in enumerate(found.items, start=1)]
    show.block("agenda", rows=rows)


def handled(found: Desk) -> None:
    """The agenda with the chair's hands on it."""
    with st.container(key="chair", gap=None):
        for number, item in enumerate(found.items, start=1):
            with st.container(horizontal=True, wrap=False, key=f"item-{item.id}"):
                show.block("agenda", rows=[row(found, number, item)])
                _hands(found, number, item)


def _hands(found: Desk, number: int, item: AgendaItem) -> None:
    say = show.said()
    moves = ((-1, "keyboard_arrow_up", number == 1), (1, "keyboard_arrow_down", number == len(found.items)))
    for by, icon, is_end in moves:
        st.button(
            say("agenda.up" if by < 0 else "agenda.down"),
            key=f"move{by}-{item.id}",
            icon=f":material/{icon}:",
            type="tertiary",
            disabled=is_end,
            on_click=press,
            args=(commands.move, item.id, by),
        )
    pinned = "unpin" if item.is_pinned else "pin"
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
        carry_out(commands.pin, item_id, is_pinned=choice == "pin")
    elif choice in ("put_off", "bring_back"):
        carry_out(carrying.put_off, item_id, is_put_off=choice == "put_off")
    elif choice == "drop":
        carry_out(commands.drop, item_id)
    elif choice:
        carry_out(commands.allot, item_id, int(choice))


def running(found: Desk) -> None:
    """While the meeting runs the order can still change, and items can be added."""
    left, right = st.columns([5, 2], gap="large")
    with left:
        handled(found) if found.items else show.note(show.said()("agenda.none_yet"))
    with right:
        meter(found)
        add_form(found)


def propose_button(found: Desk) -> None:
    """Lets the rules fill the minutes there are."""
    say, minutes = show.said(), found.meeting.minutes_planned or 0
    taken = [item for item in (*found.items, *found.dropped) if item.stays]
    fresh = proposed(found.plan, found.decisions, minutes, taken)
    st.button(
        say("agenda.propose_again" if found.items else "agenda.propose"),
        key="propose",
        icon=":material/auto_awesome:",
        type="secondary" if found.items else "primary",
        help=say("agenda.propose.help"),
        width="stretch",
        on_click=press,
        args=(commands.propose, found.meeting.code, fresh),
    )


def meter(found: Desk) -> None:
    """Minutes used of the minutes there are."""
    show.block("meter", used=minutes_used(found.items), planned=found.meeting.minutes_planned)


def add_form(found: Desk) -> None:
    """What the chair wants to talk about beside the rules: a programme, or anything by its title."""
    say = show.said()
    names = {p.code: p.name for p in found.plan.programmes}
    of, most = _added(found.meeting.code, "programme"), commands.MOST_MINUTES
    st.selectbox(
        say("agenda.add.programme"),
        list(names),
        index=None,
        format_func=named_apart(names, lambda code: names[code]),
        placeholder=say("agenda.add.no_programme"),
        **chosen(of, "add-programme", None, one_of(names)),
    )
    minutes = chosen(_added(found.meeting.code, "minutes"), "add-minutes", 5, one_of(range(1, most + 1)))
    st.number_input(say("agenda.add.minutes"), 1, most, **minutes)
    with st.form("add-item", border=False):
        refusal("agenda-add")
        title, longest = _added(found.meeting.code, "title"), commands.LONGEST_TITLE
        field_drafts.text_input(title, say("agenda.add.title"), key="add-title", max_chars=longest)
        st.form_submit_button(say("agenda.add"), on_click=_add, args=(found.meeting.code,), width="stretch")


def _added(meeting: str, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.AGENDA, meeting, field)


def _add(code: str) -> None:
    kept = st.session_state
    draft = commands.ItemDraft(kept["add-title"] or "", kept["add-minutes"], programme=kept["add-programme"])
    if done_at("agenda-add", commands.put_on, code, draft):
        kept["add-programme"] = None
        field_drafts.end(DraftForm.AGENDA, code, "add-title")


def dropped(items: Sequence[AgendaItem]) -> None:
    """What was dropped, each with the way back."""
    say = show.said()
    for item in items:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            show.note(telling.title(say, item))
            st.button(
                say("agenda.restore"),
                key=f"restore-{item.id}",
                type="tertiary",
                on_click=press,
                args=(commands.restore, item.id),
            )
