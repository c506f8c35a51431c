"""Before the meeting: planning it, taking its agenda from the rules, beginning it; what each agency rehearses."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from smartcity.commands import meetings as commands
from smartcity.commands.meetings import MeetingDraft
from smartcity.domain.agenda import AgendaItem
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.kinds import MeetingState
from smartcity.domain.meetings import Meeting
from smartcity.domain.plan import Agency
from smartcity.domain.rehearsal import Rehearsal, rehearsal
from smartcity.presentation import agenda as telling
from smartcity.presentation.minutes import invitation
from smartcity.queries import history, meetings
from smartcity.settings import settings
from smartcity.ui import agenda, field_drafts, meeting_turns, show
from smartcity.ui.act import now
from smartcity.ui.actor import me
from smartcity.ui.answers import ask
from smartcity.ui.choice_drafts import chosen, day, hour, one_of
from smartcity.ui.filters import picked
from smartcity.ui.meeting import Desk, desk, may_run, since_last
from smartcity.ui.moment import here
from smartcity.ui.refusals import done_at, refusal
from smartcity.ui.sitemap import MEETING

USUAL_MINUTES = 90
USUAL_HOUR = time(9)
NEXT = timedelta(days=7)


def before(found: Desk) -> None:
    """The agenda at the left, the chair's tools at its right."""
    say = show.said()
    if not may_run():
        agenda.listed(found) if found.items else show.note(say("agenda.none_yet"))
        return
    left, right = st.columns([5, 2], gap="large")
    with right:
        agenda.meter(found)
        agenda.propose_button(found)
        meeting_turns.begin(found)
        with st.expander(say("agenda.add"), icon=":material/add:"):
            agenda.add_form(found)
        with st.expander(say("meeting.replan"), icon=":material/edit_calendar:"):
            plan_form(found.meeting)
        meeting_turns.call_off_form(found.meeting)
        if found.dropped:
            with st.expander(say("agenda.dropped", count=len(found.dropped))):
                agenda.dropped(found.dropped)
    with left:
        agenda.handled(found) if found.items else show.note(say("agenda.none_yet"))


def plan_form(meeting: Meeting | None) -> None:
    """A new meeting, or another day, hour, place and length for one that has not begun."""
    say, key = show.said(), f"plan-{meeting.code if meeting else 'new'}"
    known = meeting or Meeting("", "", here().today + NEXT, starts_at=USUAL_HOUR, minutes_planned=USUAL_MINUTES)
    _when(key, known)
    with st.form(key, border=False):
        refusal(key)
        if meeting is None:
            usual = _next_code(known.held_on)
            help_text = say("meeting.code.help")
            field_drafts.text_input(_place(key, "code"), say("meeting.code"), usual, key=f"{key}-code", help=help_text)
        name = known.name or say("meeting.name.usual")
        field_drafts.text_input(_place(key, "name"), say("meeting.name"), name, key=f"{key}-name")
        field_drafts.text_input(_place(key, "place"), say("meeting.place"), known.place or "", key=f"{key}-place")
        if meeting is not None:
            label = say("meeting.move_reason")
            help_text = say("meeting.reason.help")
            field_drafts.text_input(_place(key, "reason"), label, key=f"{key}-reason", help=help_text)
        label = say("meeting.plan" if meeting is None else "meeting.save")
        st.form_submit_button(label, type="primary", on_click=_plan, args=(key, meeting.code if meeting else None))


def _when(key: str, known: Meeting) -> None:
    """Its day, hour and length."""
    say, least, most = show.said(), commands.LEAST_MINUTES, commands.MOST_MINUTES
    left, middle, right = st.columns(3)
    held_on = chosen(_place(key, "day"), f"{key}-day", known.held_on, day)
    left.date_input(say("meeting.day"), format="DD/MM/YYYY", **held_on)
    middle.time_input(say("meeting.hour"), **chosen(_place(key, "hour"), f"{key}-hour", known.starts_at, hour))
    usual = known.minutes_planned or USUAL_MINUTES
    minutes = chosen(_place(key, "minutes"), f"{key}-minutes", usual, one_of(range(least, most + 1)))
    right.number_input(say("meeting.minutes"), least, most, step=5, **minutes)


def _place(key: str, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.MEETING, key, field)


def _next_code(day: date) -> str:
    return f"RK-{day:%Y-%m}"


def _plan(key: str, code: str | None) -> None:
    kept = {name: st.session_state[f"{key}-{name}"] for name in ("name", "day", "hour", "minutes", "place")}
    named = code or st.session_state[f"{key}-code"] or ""
    draft = MeetingDraft(named, kept["name"] or "", kept["day"], kept["minutes"], kept["hour"], kept["place"])
    reason = (st.session_state[f"{key}-reason"] or "",) if code else ()
    if done_at(key, commands.replan if code else commands.plan, draft, *reason):
        field_drafts.end(DraftForm.MEETING, key)
        st.query_params["kode"] = draft.code.strip()


def called_off(found: Desk) -> None:
    """Why it is not held, what it would have discussed, and the way to plan it anew."""
    meeting_turns.called_off(found)
    if may_run():
        with st.expander(show.said()("meeting.plan_again"), icon=":material/edit_calendar:"):
            plan_form(found.meeting)
    if found.items:
        agenda.listed(found)


def rehearsals(found: Desk) -> None:
    """What one agency will be asked: its own to an agency's account, any to those who run the meeting."""
    say, agencies = show.said(), {agency.code: agency for agency in found.plan.agencies if agency.ended_on is None}
    own = agencies.get(me().agency or "")
    if may_run():
        code = picked(say("column.agency"), "opd", _most_asked_first(found, agencies))
        _rehearsed(found, agencies[code], with_text=True)
    elif own is None:
        show.note(say("rehearsal.not_yours"))
    elif now() < (opens := _rehearsal_at(found.meeting)):
        show.note(say("rehearsal.opens", at=say.instant(opens)))
    else:
        _rehearsed(found, own, with_text=False)


def _rehearsal_at(meeting: Meeting) -> datetime:
    return meeting.rehearsal_at(ZoneInfo(here().zone))


def _most_asked_first(found: Desk, agencies: Mapping[str, Agency]) -> dict[str, str]:
    """Names by code, each with the number of its items."""
    counts = {code: len(rehearsal(found.plan, found.items_for(code), code, ()).items) for code in agencies}
    ordered = sorted(agencies, key=lambda code: (-counts[code], agencies[code].name))
    return {
        code: f"{agencies[code].name} ({counts[code]})" if counts[code] else agencies[code].name for code in ordered
    }


def rehearsal_notice() -> None:
    """For the agency's own screen, from a day before the meeting: how many items are its own, and where they are."""
    say, moment, agency = show.said(), here(), me().agency
    coming = [m for m in ask(meetings.every) if m.state is MeetingState.PLANNED and m.held_on >= moment.today]
    if agency is None or moment.is_past or not coming or now() < _rehearsal_at(coming[0]):
        return
    mine = len(rehearsal_of(desk(coming[0]), agency).items)
    if mine:
        text = say("rehearsal.notice", day=say.words.day(coming[0].held_on), n=mine)
        show.block("line", text=say.link(MEETING, text, kode=coming[0].code, lihat="gladi"))


def rehearsal_of(found: Desk, agency: str) -> Rehearsal:
    """Its items, and its claims of done without evidence."""
    led = [programme for programme in found.plan.programmes if programme.lead.code == agency]
    proven = set[int]()
    for programme in led:
        told = ask(history.of_programme, programme.id, tuple(m.id for m in programme.milestones))
        proven |= {update.milestone_id for update in told.updates if update.proofs}
    return rehearsal(found.plan, found.items_for(agency), agency, proven)


def _rehearsed(found: Desk, agency: Agency, *, with_text: bool) -> None:
    say, asked = show.said(), rehearsal_of(found, agency.code)
    rows = [{**agenda.row(found, n, item), "note": telling.question(say, item)} for n, item in _numbered(found, asked)]
    show.heading(say("rehearsal.title", agency=agency.name, n=len(rows)))
    show.block("agenda", rows=rows) if rows else show.note(say("invitation.no_items"))
    if asked.unproven:
        show.upcoming(say("invitation.unproven"), asked.unproven, nothing="")
    if with_text:
        show.heading(say("rehearsal.text"))
        since = since_last(found, agency.code)
        show.letter(invitation(say, found.meeting, agency, asked, settings().public_url, since))


def _numbered(found: Desk, asked: Rehearsal) -> list[tuple[int, AgendaItem]]:
    """The numbers they have on the whole agenda."""
    mine = {item.id for item in asked.items}
    return [(number, item) for number, item in enumerate(found.items, start=1) if item.id in mine]
