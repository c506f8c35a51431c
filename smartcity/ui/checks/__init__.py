"""Cek Data: findings with what to do about each, jobs, seals and backups. Costly checks run when told to."""

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st
from markupsafe import Markup, escape

from smartcity.domain.calendar import named_period
from smartcity.domain.enums import Health, Severity
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.operations import checks as check_rules
from smartcity.domain.operations.checks import Finding, Row
from smartcity.domain.operations.jobs import Job, JobList, JobState, jobs_finding
from smartcity.domain.operations.year_setup import YearGap
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Check
from smartcity.presentation.integrity import seal_line
from smartcity.presentation.jobs import about_text, error_text
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table
from smartcity.queries import checks, indicators, integrity, jobs, ledger, portfolio
from smartcity.settings import settings
from smartcity.store.backup_archive import files_in
from smartcity.store.evidence_files import FileCondition, file_condition
from smartcity.ui import periods
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import database, made_from, query, query_latest, query_uncached
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import ACCOUNTS, IMPORTS, LEDGER, PERIODS, PLAN, Screen

JOB_TONES = {
    JobState.GIVEN_UP: Health.LATE,
    JobState.WAITING: Health.NOT_DUE,
    JobState.RUNNING: Health.ON_TRACK,
    JobState.DONE: Health.DONE,
}


def job_list() -> JobList:
    return query_uncached(jobs.list_jobs)


def job_table(listed: Sequence[Job]) -> Table[Job]:
    say = show.formatter()
    columns: tuple[Column[Job], ...] = (
        Column("state", formats.LABEL, lambda job: job.state, _job_chip),
        Column("kind", formats.TEXT, lambda job: say(f"job_kind.{job.kind.value}")),
        Column("about", formats.TEXT, lambda job: about_text(say, job)),
        Column("when", formats.INSTANT, lambda job: job.ended_at or job.due_at),
        Column("tries", formats.COUNT, lambda job: job.tries),
        Column("error", formats.NAME, lambda job: error_text(say, job.error)),
    )
    return Table("jobs", say("check.jobs"), say, listed, columns, prefix="jobs")


def _job_chip(job: Job) -> str:
    say = show.formatter()
    is_doubted = job.error is not None and job.state is not JobState.GIVEN_UP
    tone = Health.ATTENTION if is_doubted else JOB_TONES[job.state]
    key = "jobs.again" if is_doubted and job.state is JobState.WAITING else f"job_state.{job.state.value}"
    return say.chip(tone, say(key))


def newest_seal() -> str:
    return seal_line(show.formatter().words, query_latest(ledger.newest_anchor))


def newest_backup() -> str:
    say, day = show.formatter(), query_latest(checks.last_backup)
    return say("trust.backup", ago=say.ago(day)) if day else say("trust.no_backup")


def backup_verdict() -> str | None:
    """Every backup compares the data with their seals, and the job of each day does."""
    say, verdict = show.formatter(), query_uncached(checks.last_backup_verdict)
    if verdict is None:
        return None
    day, is_whole = verdict
    return say("trust.whole" if is_whole else "trust.broken", day=say.words.short_day(day), ago=say.ago(day))


# Longer ledgers are read only when told to: some seven thousand entries a second.
SHORT_LEDGER = 2000
MOST_NAMES = 5
SEVERITY_TONES = {
    Severity.WRONG: Health.LATE,
    Severity.DOUBT: Health.ATTENTION,
    Severity.UNCHECKED: Health.NOT_DUE,
    Severity.FINE: Health.DONE,
}
# Where it can be mended.
PLACES: Mapping[Check, Screen] = {
    Check.CHAIN: LEDGER,
    Check.PROGRAMME_EMPTY: PLAN,
    Check.PROGRAMME_ORPHANED: PLAN,
    Check.SUB_DIMENSION_EMPTY: PLAN,
    Check.PERIOD_LACKING: PERIODS,
    Check.INDICATOR_YEARLESS: PERIODS,
    Check.PROGRAMME_UNFUNDED: PERIODS,
    Check.INDICATOR_UNMOVED: IMPORTS,
    Check.INDICATOR_AIMLESS: IMPORTS,
    Check.INDICATOR_ORPHANED: PLAN,
    Check.INDICATOR_HOMELESS: PLAN,
    Check.WEIGHT_SUM: PLAN,
    Check.WEIGHT_FAR: PLAN,
    Check.AGENCY_DOORLESS: ACCOUNTS,
    Check.ACCOUNT_UNUSED: ACCOUNTS,
}


def all_findings(*, is_thorough: bool) -> tuple[Finding, ...]:
    """Everything that can be known, the worst first; what takes long only when told to."""
    with st.spinner(show.formatter()("checks.reading"), show_time=True):
        return check_rules.worst_first(_findings(is_thorough=is_thorough))


def _findings(*, is_thorough: bool) -> Iterator[Finding]:
    plan = query(portfolio.load_portfolio)
    if plan is not None:
        outcomes, gaps = query(indicators.outcomes), periods.year_gaps_of(plan)
        key, facts = (database(), "findings", plan.as_of), (plan, outcomes, gaps)
        yield from made_from(key, facts, lambda: tuple(_findings_of_plan(plan, outcomes, gaps)))
        yield from check_rules.owner_findings(plan, query_uncached(checks.owners))
    yield from _evidence_findings(is_thorough=is_thorough)
    last = query_uncached(checks.last_backup)
    yield check_rules.backup_finding(None if last is None else (current_context().today - last).days)
    yield jobs_finding(job_list(), current_context().today)
    yield check_rules.database_finding(*query_uncached(checks.database_settings))
    if is_thorough:
        yield check_rules.integrity_finding(query_uncached(integrity.verify).breach)
    elif query_uncached(ledger.newest) <= SHORT_LEDGER:
        yield check_rules.chain_finding(query_uncached(ledger.first_broken))
    else:
        yield check_rules.UNCHECKED_CHAIN


def _findings_of_plan(plan: Portfolio, outcomes: tuple[Outcome, ...], gaps: tuple[YearGap, ...]) -> Iterator[Finding]:
    yield from check_rules.plan_findings(plan, outcomes)
    yield from check_rules.year_findings(gaps, plan.as_of)


def _evidence_findings(*, is_thorough: bool) -> Iterator[Finding]:
    """Sizes always; the content of every file only when told to."""
    folder = settings().evidence_folder
    stored_sizes = {file.name: file.stat().st_size for file in files_in(folder)}
    altered = (
        (name for name in stored_sizes if file_condition(folder, name) is FileCondition.ALTERED) if is_thorough else ()
    )
    drafted = query_uncached(checks.hashes_in_drafts)
    yield from check_rules.evidence_findings(
        query_uncached(checks.evidence_records), stored_sizes, drafted=drafted, altered=frozenset(altered)
    )


def finding_table(findings: Sequence[Finding]) -> Table[Finding]:
    """How grave, how many, which of them, and where it can be mended."""
    say = show.formatter()

    def which(finding: Finding) -> Markup:
        more = finding.count - MOST_NAMES
        names = Markup("; ").join(_name(finding.check, row) for row in finding.rows[:MOST_NAMES])
        return names + (" " + say("common.more", count=more) if more > 0 else "")

    def todo(finding: Finding) -> Markup:
        return Markup("{} {}").format(say(f"check.{finding.check.value}.todo"), _place(finding.check))

    columns: tuple[Column[Finding], ...] = (
        Column("severity", formats.STATUS, lambda one: one.severity, _severity_chip),
        Column("what", formats.NAME, lambda one: say(f"check.{one.check.value}")),
        Column("count", formats.COUNT, lambda one: one.count or None),
        Column("which", formats.NAME, lambda one: "; ".join(row.name for row in one.rows), which),
        Column("todo", formats.NAME, lambda one: say(f"check.{one.check.value}.todo"), todo),
    )
    return Table("checks", say("screen.checks"), say, findings, columns, prefix="checks")


def _severity_chip(finding: Finding, text: str | None = None) -> Markup:
    """The tone of the health that is as grave."""
    say = show.formatter()
    return say.chip(SEVERITY_TONES[finding.severity], text or say.words.label(finding.severity))


def fine_chip(finding: Finding) -> Markup:
    return _severity_chip(finding, show.formatter()(f"check.{finding.check.value}"))


def _name(check: Check, row: Row) -> Markup:
    say = show.formatter()
    if check is Check.BACKUP:
        return escape(say("said.days_ago", days=row.detail) if row.detail else say("check.backup.never"))
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
    screen = PLACES.get(check)
    say = show.formatter()
    return say.link(screen, f"{say(f'screen.{screen.key}')} →") if screen else Markup("")


def headline(findings: tuple[Finding, ...], plan: Portfolio | None) -> tuple[str, str]:
    """How much is wrong or doubtful; and that there is no plan yet, where there is none."""
    say = show.formatter()
    wrong, doubtful = (
        sum(finding.severity is severity for finding in findings) for severity in (Severity.WRONG, Severity.DOUBT)
    )
    sub = say("checks.sub" if plan is not None else "checks.sub.no_plan")
    if wrong or doubtful:
        return say("checks.headline", wrong=wrong, doubt=doubtful), sub
    has_plan = plan is not None and plan.programmes
    return say("checks.headline.fine" if has_plan else "checks.headline.empty"), sub
