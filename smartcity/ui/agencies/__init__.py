"""On the page of an agency: promises kept, late milestones, dependencies, health changes since the last meeting."""

from smartcity.domain.addresses import AddressKey
from smartcity.domain.plan.blockers import Awaited, lateness, most_awaited
from smartcity.domain.plan.due_dates import overdue_milestones
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.portfolio.agencies import blockers_of, promises_of_all, reliabilities
from smartcity.domain.portfolio.changes import Turn
from smartcity.domain.portfolio.portfolio import AgencyGroup, Portfolio
from smartcity.presentation import changes as change_texts
from smartcity.presentation import empty_states
from smartcity.presentation.tables import promises as tables
from smartcity.ui.components.listing import due_table, listing
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import changes_since, derive, last_meeting, rules_shown
from smartcity.ui.frame.sitemap import CHANGES


def awaited_parties_part(plan: Portfolio) -> None:
    """The five parties most waited for, each with the agencies that wait."""
    say, waits = show.formatter(), derive(blockers_of)
    awaited_parties = most_awaited(waits, plan.as_of)
    show.heading(say("wait.parties"), say("wait.parties.note", count=len({one.milestone.id for one in waits})))
    if not awaited_parties:
        show.note(empty_states.nothing_due(say, plan.programmes, say("wait.parties.none")))
        return

    def who(party: Awaited) -> list[Agency]:
        mine = [one for one in waits if (one.blocker.party, one.blocker.name) == (party.party, party.name)]
        return list({one.programme.lead.code: one.programme.lead for one in mine}.values())

    listing(tables.awaited(say, awaited_parties, who))


def comparison() -> None:
    """Agencies by the promises they kept; what others hold up stands apart from what is late by itself."""
    say, agencies = show.formatter(), derive(reliabilities)
    whole = promises_of_all(agencies)
    facts = {"share": say.percent(whole.share), "kept": whole.n, "n": whole.of}
    show.heading(say("promise.comparison"), say("promise.comparison.note", **facts) if whole.of else None)
    listing(tables.reliability(say, agencies), of="all")


def promises_kept(group: AgencyGroup) -> None:
    """The share of its first promises that it kept, and of how many."""
    say = show.formatter()
    mine = next((one.promises for one in derive(reliabilities) if one.agency == group.agency), None)
    if mine is None or not mine.of:
        show.heading(f"{say('agency.kept')}: {say.percent(None)}", say("agency.kept.none"))
    else:
        show.heading(
            f"{say('agency.kept')}: {say.percent(mine.share)}", say("agency.kept.note", kept=mine.n, n=mine.of)
        )


def late_milestones_of(group: AgencyGroup) -> None:
    """Its own late milestones first, then those that others hold up."""
    say, count = show.formatter(), lateness(group.programmes)
    late_milestones = overdue_milestones([(p, m) for p in group.programmes for m in p.milestones])
    listed = sorted(late_milestones, key=lambda one: one[1].blocked_by is not None)
    note = say("agency.late.note", own=count.own, held_up=count.blocked) if count.blocked else None
    show.heading(say("agency.late"), note)
    nothing = empty_states.no_late(say, group.programmes)
    due_table("late", say("timeline.overdue"), listed, nothing=nothing, of=group.code, hidden=("agency",))


def why_without_programmes(group: AgencyGroup) -> str:
    say, ended = show.formatter(), group.agency.ended_on
    return say("agency.ended", day=say.words.day(ended)) if ended else say("agency.no_programme")


def without_programmes(group: AgencyGroup) -> None:
    """What it promised before it ended, and what others wait for here."""
    if group.agency.ended_on is not None:
        promises_kept(group)
    waits_for_agency(group)


def help_needed(group: AgencyGroup) -> None:
    """What it asks for in its newest reports."""
    show.heading(show.formatter()("agency.help"))
    show.render("agencies/help", programmes=[p for p in group.programmes if p.report and p.report.help_needed])


def waits_for_agency(group: AgencyGroup) -> None:
    """What other agencies wait for here; nothing where nobody waits."""
    waits = [one for one in derive(blockers_of) if one.blocker.party == group.agency.code]
    if waits:
        say = show.formatter()
        show.heading(say("wait.here"), say("wait.here.note", count=len({one.milestone.id for one in waits})))
        listing(tables.waits(say, waits, "awaiting", hidden=("party",)), of=group.agency.code)


MOST_CHANGES = 5


def changes_since_meeting(group: AgencyGroup) -> None:
    say, earlier = show.formatter(), last_meeting()
    if earlier is None:
        show.heading(say("swings.title"))
        show.note(say("swings.no_meeting"))
        return
    show.heading(change_texts.since(say, earlier))
    changes = changes_since(earlier)
    if changes is None:
        show.note(say("swings.no_plan", day=say.words.short_day(earlier.day)))
        return
    link = say.link(CHANGES, say("swings.all"), {AddressKey.SINCE: earlier.day.isoformat()})
    mine = changes.within(group.programmes)
    nothing = empty_states.sentence(empty_states.missing_parts(say, group.programmes)) or say("swings.red.none")
    turned = {"became_late": mine.turned(Turn.BECAME_LATE), "recovered": mine.turned(Turn.RECOVERED)}
    facts = {"changed": mine, **turned, "most": MOST_CHANGES, "link": link, "nothing": nothing}
    show.render_cached("agencies/health_changes_of_agency", group.code, earlier.day, make=lambda: facts)
    caveat = change_texts.caveat(say, earlier, rules_shown())
    if caveat:
        show.note(caveat)
