"""Cek Data: asks every check, the costly ones when told to, and shows what to do about each finding."""

from collections.abc import Iterator, Mapping

import streamlit as st
from markupsafe import Markup, escape

from smartcity.domain import checks as rules
from smartcity.domain.checks import Check, Finding, Row, Severity
from smartcity.domain.job_list import jobs_finding
from smartcity.domain.kinds import Health
from smartcity.domain.periods import named_period
from smartcity.domain.portfolio import Portfolio
from smartcity.queries import checks, indicators, integrity, ledger, portfolio
from smartcity.settings import settings
from smartcity.store.archive import evidence_files
from smartcity.store.files import Condition, condition
from smartcity.ui import new_year, show
from smartcity.ui.answers import ask, ask_now
from smartcity.ui.jobs import job_list
from smartcity.ui.moment import here
from smartcity.ui.sitemap import SCREENS

# Longer ledgers are read only when told to: some seven thousand entries a second.
SHORT_LEDGER = 2000
MOST_NAMES = 5
TONES = {
    Severity.WRONG: Health.LATE,
    Severity.DOUBT: Health.ATTENTION,
    Severity.UNCHECKED: Health.NOT_DUE,
    Severity.FINE: Health.DONE,
}
# Where it can be mended.
PLACES: Mapping[Check, str] = {
    Check.CHAIN: "riwayat",
    Check.PROGRAMME_EMPTY: "rencana",
    Check.PROGRAMME_ORPHANED: "rencana",
    Check.SUB_DIMENSION_EMPTY: "rencana",
    Check.PERIOD_LACKING: "periode",
    Check.INDICATOR_YEARLESS: "periode",
    Check.PROGRAMME_UNFUNDED: "periode",
    Check.INDICATOR_UNMOVED: "impor",
    Check.INDICATOR_AIMLESS: "impor",
    Check.INDICATOR_ORPHANED: "rencana",
    Check.INDICATOR_HOMELESS: "rencana",
    Check.WEIGHT_SUM: "rencana",
    Check.WEIGHT_FAR: "rencana",
    Check.AGENCY_DOORLESS: "pengguna",
    Check.ACCOUNT_UNUSED: "pengguna",
}


def all_findings() -> tuple[Finding, ...]:
    """Everything that can be known, the worst first. A button reads what takes long."""
    is_thorough = st.button(show.said()("checks.thorough"), icon=":material/fact_check:")
    with st.spinner(show.said()("checks.reading"), show_time=True):
        return rules.worst_first(_findings(is_thorough))


def _findings(is_thorough: bool) -> Iterator[Finding]:
    plan = ask(portfolio.standing)
    if plan is not None:
        yield from rules.plan_findings(plan, ask(indicators.outcomes))
        yield from rules.year_findings(new_year.lacks(plan), plan.as_of)
        yield from rules.owner_findings(plan, ask_now(checks.owners))
    yield from _evidence(is_thorough)
    last = ask_now(checks.last_backup)
    yield rules.backup_finding(None if last is None else (here().today - last).days)
    yield jobs_finding(job_list(), here().today)
    yield rules.database_finding(*ask_now(checks.database))
    if is_thorough:
        yield rules.integrity_finding(ask_now(integrity.verify).breach)
    elif ask_now(ledger.newest) <= SHORT_LEDGER:
        yield rules.chain_finding(ask_now(ledger.first_broken))
    else:
        yield rules.UNCHECKED_CHAIN


def _evidence(is_thorough: bool) -> Iterator[Finding]:
    """Sizes always; the content of every file only when told to."""
    folder = settings().evidence_folder
    kept = {file.name: file.stat().st_size for file in evidence_files(folder)}
    altered = (name for name in kept if condition(folder, name) is Condition.ALTERED) if is_thorough else ()
    drafted = ask_now(checks.drafted)
    yield from rules.evidence_findings(ask_now(checks.proofs), kept, drafted=drafted, altered=frozenset(altered))


def listed(findings: tuple[Finding, ...]) -> None:
    """What is to be done as a table, what is fine as one line."""
    fine = [finding for finding in findings if finding.severity is Severity.FINE]
    rest = [finding for finding in findings if finding.severity is not Severity.FINE]
    show.block("checks", open=rest, fine=fine, chip=_chip, name_of=_name, place_of=_place, most=MOST_NAMES)


def _chip(finding: Finding, text: str | None = None) -> Markup:
    """The tone of the health that is as grave."""
    return show.said().chip(TONES[finding.severity], text or show.said().words.label(finding.severity))


def _name(check: Check, row: Row) -> Markup:
    say = show.said()
    if check is Check.BACKUP:
        return escape(say("check.backup.days", days=row.detail) if row.detail else say("check.backup.never"))
    if check is Check.JOBS:
        return escape(say(f"job_kind.{row.code}"))
    if check is Check.PERIOD_LACKING:
        return escape(say.period(named_period(row.code)))
    links = {"programme": say.programme, "weight": say.programme, "indicator": say.indicator, "agency": say.agency}
    link = links.get(check.value.partition("_")[0])
    name = link(row.code, row.name) if link else escape(row.name)
    return Markup('{} <span class="muted">({})</span>').format(name, row.detail) if row.detail else name


def _place(check: Check) -> Markup:
    """A link to the screen where it can be mended, if there is one."""
    screen = next((screen for screen in SCREENS if screen.path == PLACES.get(check)), None)
    say = show.said()
    return say.link(screen, f"{say(f'screen.{screen.key}')} →") if screen else Markup("")


def headline(findings: tuple[Finding, ...], plan: Portfolio | None) -> None:
    say = show.said()
    wrong, doubt = (
        sum(finding.severity is severity for finding in findings) for severity in (Severity.WRONG, Severity.DOUBT)
    )
    has_plan = plan is not None and plan.programmes
    key = "checks.headline" if wrong or doubt else "checks.headline.fine" if has_plan else "checks.headline.empty"
    sub = say("checks.sub") if plan is not None else say("checks.sub.no_plan")
    show.headline(say(key, wrong=wrong, doubt=doubt) if wrong or doubt else say(key), sub)
