"""Who can be relied on: promises kept, what is late for whom, and whom others wait for."""

from smartcity.domain.ahead import overdue
from smartcity.domain.balls import Awaited, lateness, most_awaited
from smartcity.domain.portfolio import AgencyGroup, Portfolio
from smartcity.domain.reliability import kept_of_all, reliabilities, waits_of
from smartcity.presentation import emptiness
from smartcity.ui import show
from smartcity.ui.answers import derived, foresight

MOST_AGENCIES = 40


def parties(plan: Portfolio) -> None:
    """The five parties most waited for, each with the agencies that wait."""
    say, waits = show.said(), derived(waits_of)
    found = most_awaited(waits, plan.as_of)
    show.heading(say("wait.parties"), say("wait.parties.note", count=len({one.milestone.id for one in waits})))
    if not found:
        show.note(emptiness.nothing_due(say, plan.programmes, say("wait.parties.none")))
        return

    def who(party: Awaited) -> list[str]:
        mine = [one for one in waits if (one.ball.party, one.ball.name) == (party.party, party.name)]
        leads = {one.programme.lead.code: one.programme.lead for one in mine}
        return [say.agency(lead.code, lead.short_name) for lead in leads.values()]

    show.block("awaited", parties=found, who=who)


def comparison() -> None:
    """Agencies by the promises they kept; what others hold up stands apart from what is late by itself."""
    say, found = show.said(), derived(reliabilities)
    whole = kept_of_all(found)
    facts = {"share": say.percent(whole.share), "kept": whole.kept, "n": whole.n}
    show.heading(say("promise.comparison"), say("promise.comparison.note", **facts) if whole.n else None)
    show.table("reliability", "promises", "found", found, most=MOST_AGENCIES, of="all")


def kept(group: AgencyGroup) -> None:
    """The share of its first promises that it kept, and of how many."""
    say = show.said()
    mine = next((one.promises for one in derived(reliabilities) if one.agency == group.agency), None)
    if mine is None or not mine.n:
        show.heading(f"{say('agency.kept')}: {say.percent(None)}", say("agency.kept.none"))
    else:
        show.heading(
            f"{say('agency.kept')}: {say.percent(mine.share)}", say("agency.kept.note", kept=mine.kept, n=mine.n)
        )


def late(group: AgencyGroup) -> None:
    """Its own late milestones first, then those that others hold up."""
    say, count = show.said(), lateness(group.programmes)
    found = overdue([(p, m) for p in group.programmes for m in p.milestones])
    listed = sorted(found, key=lambda one: one[1].held_up_by is not None)
    note = say("agency.late.note", own=count.own, held_up=count.held_up) if count.held_up else None
    show.heading(say("agency.late"), note)
    nothing = emptiness.no_late(say, group.programmes)
    show.due("late", listed, foresight(), nothing=nothing, with_lead=False, of=group.code)


def without_programmes(group: AgencyGroup) -> None:
    """What it promised before it ended, and what others wait for here."""
    if group.agency.ended_on is not None:
        kept(group)
    awaited(group)


def awaited(group: AgencyGroup) -> None:
    """What other agencies wait for here; nothing where nobody waits."""
    waits = [one for one in derived(waits_of) if one.ball.party == group.agency.code]
    if waits:
        say = show.said()
        show.heading(say("wait.here"), say("wait.here.note", count=len({one.milestone.id for one in waits})))
        show.table("awaiting", "awaiting", "waits", waits, of=group.agency.code)
