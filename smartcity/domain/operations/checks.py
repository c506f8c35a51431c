"""What is lacking or odd in the data: each check a pure rule, each finding with the rows that made it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from smartcity.domain.enums import Severity
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.kept_answers import once
from smartcity.domain.ledger import Breach
from smartcity.domain.operations.year_setup import YearGap
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.plan.progress import total_of
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Check, Fault

# A milestone that outweighs all others of its programme; a programme far from the usual weight.
HEAVY = Fraction(4, 5)
FAR = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a check found; `detail` is a figure that goes with it."""

    code: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Fine when there is no row."""

    check: Check
    severity: Severity
    rows: tuple[Row, ...] = ()

    @property
    def count(self) -> int:
        return len(self.rows)


def finding(check: Check, rows: Iterable[Row], severity: Severity = Severity.DOUBT) -> Finding:
    listed = tuple(rows)
    return Finding(check, severity if listed else Severity.FINE, listed)


def plan_findings(plan: Portfolio, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    """Orphans and odd weights of the plan as it stands."""
    yield finding(
        Check.PROGRAMME_EMPTY, _rows(plan.programmes, lambda p: not p.milestones and not p.is_physical), Severity.WRONG
    )
    curveless = _rows(plan.programmes, lambda p: p.is_physical and not p.physical.has_curve)
    yield finding(Check.CURVE_MISSING, curveless, Severity.WRONG)
    yield finding(Check.PROGRAMME_ORPHANED, _rows(plan.programmes, _is_orphaned), Severity.WRONG)
    led = {programme.sub_dimension.code for programme in plan.programmes}
    empty = (Row(sub.code, sub.name) for sub in plan.sub_dimensions if sub.code not in led)
    yield finding(Check.SUB_DIMENSION_EMPTY, empty)
    yield from _indicator_findings(outcomes, {programme.lead.code for programme in plan.programmes})
    yield from _weight_findings(plan.programmes)


def year_findings(lacks: Sequence[YearGap], today: date) -> Iterator[Finding]:
    """What the years that are looked at lack: to be mended once the year has begun, worth a look before."""
    periods = [(lack.year, Row(str(name), str(name))) for lack in lacks for name in lack.periods]
    targets = [(lack.year, Row(o.card.code, o.card.name, str(lack.year))) for lack in lacks for o in lack.indicators]
    budgets = [(lack.year, Row(p.code, p.name, str(lack.year))) for lack in lacks for p in lack.programmes]
    yield _year_finding(Check.PERIOD_LACKING, periods, today)
    yield _year_finding(Check.INDICATOR_YEARLESS, targets, today)
    yield _year_finding(Check.PROGRAMME_UNFUNDED, budgets, today)


def _year_finding(check: Check, rows: Sequence[tuple[int, Row]], today: date) -> Finding:
    has_begun = any(year <= today.year for year, _ in rows)
    return finding(check, (row for _, row in rows), Severity.WRONG if has_begun else Severity.DOUBT)


def _rows(programmes: Iterable[Programme], is_odd: Callable[[Programme], bool]) -> Iterator[Row]:
    return (Row(p.code, p.name, p.lead.short_name) for p in programmes if is_odd(p))


def _is_orphaned(programme: Programme) -> bool:
    """Still at work, but its agency has ended."""
    return programme.lead.ended_on is not None and not programme.is_wholly_verified


def _indicator_findings(outcomes: Iterable[Outcome], leads: Collection[str]) -> Iterator[Finding]:
    used = [outcome for outcome in outcomes if outcome.card.retired_on is None]

    def rows(is_odd: Callable[[Outcome], bool]) -> Iterator[Row]:
        return (Row(o.card.code, o.card.name, o.card.owner) for o in used if is_odd(o))

    yield finding(Check.INDICATOR_UNMOVED, rows(lambda o: not o.card.programmes))
    yield finding(Check.INDICATOR_AIMLESS, rows(lambda o: not o.year_goals and not any(q.goal for q in o.quarters)))
    yield finding(Check.INDICATOR_ORPHANED, rows(lambda o: bool(o.card.agency and o.card.agency.ended_on)))
    yield finding(Check.INDICATOR_HOMELESS, rows(lambda o: bool(o.card.agency and o.card.agency.code not in leads)))


def _weight_findings(programmes: Sequence[Programme]) -> Iterator[Finding]:
    usual = usual_sum(programmes)
    odd = (p for p in programmes if usual is not None and p.milestones and weight_sum(p) != usual)
    yield finding(Check.WEIGHT_SUM, (Row(p.code, p.name, _as_text(weight_sum(p))) for p in odd))
    yield finding(Check.WEIGHT_HEAVY, _rows(programmes, _is_top_heavy))
    middle = median([p.weight for p in programmes]) if programmes else Fraction(1)
    far = (p for p in programmes if p.weight > FAR * middle or p.weight * FAR < middle)
    yield finding(Check.WEIGHT_FAR, (Row(p.code, p.name, _as_text(p.weight)) for p in far))


@once
def weight_sum(programme: Programme) -> Fraction:
    """Of the milestones that were not cancelled."""
    return total_of(_weights(programme))


def _weights(programme: Programme) -> list[Fraction]:
    return [m.facts.weight for m in programme.milestones if m.facts.cancelled_on is None]


def usual_sum(programmes: Sequence[Programme]) -> Fraction | None:
    """The sum (say 100) that more than half of the programmes keep to; None where the plan has no such habit."""
    sums = Counter(weight_sum(programme) for programme in programmes if programme.milestones)
    usual, count = next(iter(sums.most_common(1)), (None, 0))
    return usual if 2 * count > sums.total() > 2 else None


def _is_top_heavy(programme: Programme) -> bool:
    weights = _weights(programme)
    return len(weights) > 2 and max(weights) > HEAVY * weight_sum(programme)


def _as_text(weight: Fraction) -> str:
    return f"{float(weight):g}"


@dataclass(frozen=True, slots=True)
class Owner:
    """An enabled account of an agency, by code."""

    name: str
    label: str
    agency: str
    was_in: bool


def owner_findings(plan: Portfolio, owners: Sequence[Owner]) -> Iterator[Finding]:
    """Agencies that lead something and cannot sign in; accounts that were never used."""
    with_account = {owner.agency for owner in owners}
    leading = {p.lead.code: p.lead for p in plan.programmes if not p.is_wholly_verified and p.lead.ended_on is None}
    without_account = (Row(code, agency.name) for code, agency in leading.items() if code not in with_account)
    yield finding(Check.AGENCY_DOORLESS, without_account, Severity.WRONG)
    yield finding(Check.ACCOUNT_UNUSED, (Row(o.name, o.label, o.agency) for o in owners if not o.was_in))


@dataclass(frozen=True, slots=True)
class Proof:
    """One file that evidence refers to, as recorded."""

    sha256: str
    title: str
    size: int | None


def evidence_findings(
    proofs: Iterable[Proof],
    stored_sizes: Mapping[str, int],
    *,
    drafted: frozenset[str],
    altered: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    """`stored_sizes` are by hash; `drafted` hashes are still being typed; `altered` failed their hash."""
    named = {proof.sha256: proof for proof in proofs}
    missing = [proof for sha256, proof in named.items() if sha256 not in stored_sizes]
    there = [proof for sha256, proof in named.items() if sha256 in stored_sizes]
    other = [p for p in there if p.sha256 in altered or p.size not in (None, stored_sizes[p.sha256])]
    yield finding(Check.EVIDENCE_MISSING, (Row(p.sha256, p.title) for p in missing), Severity.WRONG)
    yield finding(Check.EVIDENCE_ALTERED, (Row(p.sha256, p.title) for p in other), Severity.WRONG)
    unknown = (sha256 for sha256 in stored_sizes if sha256 not in named and sha256 not in drafted)
    yield finding(Check.EVIDENCE_UNKNOWN, (Row(sha256, sha256[:12]) for sha256 in unknown))


def backup_finding(days: int | None) -> Finding:
    """Days since the last backup; None when there never was one."""
    if days is None or days > 7:
        return Finding(Check.BACKUP, Severity.WRONG, (Row("", "", "" if days is None else str(days)),))
    return Finding(Check.BACKUP, Severity.DOUBT if days > 1 else Severity.FINE, (Row("", "", str(days)),))


def chain_finding(broken: int | None) -> Finding:
    """By the number of the first entry that does not fit."""
    return finding(Check.CHAIN, () if broken is None else (Row(str(broken), f"#{broken}"),), Severity.WRONG)


def integrity_finding(breach: Breach | None) -> Finding:
    """By the first entry, table or row that does not fit."""
    if breach is None or breach.fault is Fault.ENTRY:
        return chain_finding(breach.entry if breach else None)
    row = Row(str(breach.key), f"{breach.table} #{breach.key}" if breach.key else breach.table)
    return finding(Check.CHAIN, (row,), Severity.WRONG)


UNCHECKED_CHAIN = Finding(Check.CHAIN, Severity.UNCHECKED)


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By severity, then in the order of the checks."""
    severities, checks = list(Severity), list(Check)
    return tuple(sorted(findings, key=lambda f: (severities.index(f.severity), checks.index(f.check))))


def database_finding(settings: Mapping[str, str], wanted: Mapping[str, str]) -> Finding:
    """Settings that differ from what keeps acknowledged writes safe."""
    odd = (Row(name, name, settings.get(name, "")) for name, value in wanted.items() if settings.get(name) != value)
    return finding(Check.DATABASE, odd, Severity.WRONG)
