"""Documents frozen under every earlier set of rules, and files of earlier versions, open and say what they said."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.domain.ledger import digest
from smartcity.domain.portfolio.origins import origin_of_milestones
from smartcity.domain.portfolio.snapshot import RULES, PortfolioSnapshot
from smartcity.domain.reasons import Figure
from smartcity.queries import indicators, integrity, portfolio, snapshots
from smartcity.store.engine import make_engine, reading
from smartcity.store.masterplan import day_of
from smartcity.store.snapshot_documents import from_json
from tests.versions.earlier import HERE, document_of
from tests.workbooks import command

# The hash of each as the database kept it, or, of 2026.12, as it was kept when it came here.
SHA256 = {
    "2026.11": "526e1db64eca475e914283e86dc9c50db2ff4ea4e9cbf9c539cb7db1444aafef",
    "2026.12": "56e435fc6944d23688bceea4145300c300849c8d76cbae6dc34d03aa924201bf",
    "2027.01": "36791658726e4892c313af17834fbf06c5e4851674ff9b370a082c3e77bc95bd",
}


def assert_shows_its_own(figures: PortfolioSnapshot, document: dict[str, Any]) -> None:
    """Every figure that was computed then is the one that is shown now."""
    plan, city = figures.plan, document["city"]
    assert plan.city.progress is not None
    assert {name: str(getattr(plan.city.progress, name)) for name in city["progress"]} == city["progress"]
    assert [p.health.value for p in plan.programmes] == [p["health"] for p in document["portfolio"]["programmes"]]
    for dimension in document["dimensions"]:
        curve = plan.curves[dimension["code"]]
        assert [str(p.verified) for p in curve if p.verified is not None] == [
            point["verified"] for point in dimension["curve"] if point["verified"] is not None
        ]
    assert [group.health.value for group in plan.by_agency] == [group["health"] for group in document["agencies"]]
    concerns = [(c.programme.code, c.reason.value, c.days) for c in figures.needs_attention]
    assert concerns == [(c["programme"], c["reason"], c["days"]) for c in document["concerns"]]
    achieved = [(o.to_date.raw, o.of_year.raw) for o in figures.indicators]
    assert achieved == [(_exact(o["to_date"]), _exact(o["of_year"])) for o in document["outcomes"]]


def _exact(achievement: dict[str, Any]) -> Fraction | None:
    return Fraction(achievement["raw"]) if achievement["raw"] is not None else None


def test_every_set_of_rules_has_its_document() -> None:
    """Who raises `RULES` freezes the miniature plan under the new rules and lays the document here."""
    assert sorted(path.stem for path in (HERE / "documents").iterdir()) == sorted(SHA256)
    assert RULES in SHA256


@pytest.mark.parametrize("rules", SHA256)
def test_a_document_of_earlier_rules_keeps_its_hash_and_shows_its_own_figures(rules: str) -> None:
    document = document_of(rules)
    assert digest(document) == SHA256[rules]
    assert_shows_its_own(from_json(document), document)


def test_under_2026_11_a_reading_counted_before_its_verdict() -> None:
    for rules, achieved in (("2026.11", Fraction(159, 160)), ("2027.01", None)):
        assert [outcome.to_date.raw for outcome in from_json(document_of(rules)).indicators] == [achieved]


def test_under_2026_12_a_running_share_was_verified_as_soon_as_it_was_reported() -> None:
    plan = from_json(document_of("2026.12")).plan
    assert {point.claimed for point in plan.curves["D"]} == {None}
    first = plan.programmes[0]
    assert first.progress is not None
    assert origin_of_milestones(Figure.VERIFIED, plan, first).share == first.progress.verified == Fraction(1, 2)
    assert origin_of_milestones(Figure.CLAIMED, plan, first).share == first.progress.claimed


def test_a_backup_of_the_first_version_that_made_them_is_restored_and_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/restored.db"
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "evidence"))
    restored = command("restore", HERE / "files" / "backup-0007_meetings.zip")
    assert restored.exit_code == 0, restored.output
    made = make_engine(url)
    with reading(made) as session:
        assert integrity.verify(session).breach is None
        assert snapshots.is_snapshot_intact(session, 1)
    made.dispose()


def test_a_workbook_that_0_2_0_exported_comes_in_whole(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(engine.url))
    imported = command("import", HERE / "files" / "masterplan-0.2.0.xlsx")
    assert imported.exit_code == 0, imported.output
    with reading(engine) as session:
        day = day_of(session, datetime.now(UTC))
        plan, outcomes = portfolio.load_portfolio(session, day), indicators.outcomes(session, day)
    assert plan is not None
    assert [(p.code, len(p.milestones)) for p in plan.programmes] == [("P1", 2), ("P2", 1)]
    assert [outcome.card.code for outcome in outcomes] == ["I1"]
