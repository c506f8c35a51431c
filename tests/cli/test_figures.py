"""`figures` prints what the screens are made of, now, on an earlier day and frozen; every key is documented."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from smartcity.__main__ import cli
from smartcity.commands import ledger
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.ledger import digest
from smartcity.domain.portfolio.snapshot import RULES
from smartcity.queries import portfolio
from smartcity.settings import ROOT
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import Snapshot
from tests.commands.test_operations import AT, DAY, freeze
from tests.sample import sample_database
from tests.versions.earlier import document_of


@pytest.fixture
def city(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    made = make_engine(sample_database(tmp_path))  # type: ignore[arg-type]
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(made.url))
    monkeypatch.setenv("COLUMNS", "220")
    yield made
    made.dispose()


def run(*options: str) -> Result:
    return CliRunner().invoke(cli(), ["figures", *options])


def document(*options: str) -> dict[str, Any]:
    result = run("--json", *options)
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.output)
    return document


def test_every_share_is_the_domains_exact_fraction(city: Engine) -> None:
    answer = document("--as-of", DAY.isoformat())
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, DAY)
    assert plan is not None
    groups = {f"d:{g.code}": g.roll_up.progress for g in plan.by_dimension}
    groups |= {f"a:{g.code}": g.roll_up.progress for g in plan.by_agency}
    groups |= {f"p:{p.code}": p.progress for p in plan.programmes}
    rows = {f"d:{row['code']}": row for row in answer["dimensions"]}
    rows |= {f"a:{row['code']}": row for row in answer["agencies"]}
    rows |= {f"p:{row['code']}": row for row in answer["programmes"]}
    assert rows.keys() == groups.keys()
    for code, progress in groups.items():
        for name in ("planned", "verified", "claimed"):
            exact = getattr(progress, name) if progress else None
            assert rows[code]["exact"][name] == (None if exact is None else str(exact)), (code, name)
            assert rows[code][name] == (None if exact is None else float(exact)), (code, name)
    assert len(answer["milestones"]) == len(plan.milestones)


@pytest.mark.usefixtures("city")
def test_the_curve_ends_in_the_headline() -> None:
    answer = document("--as-of", DAY.isoformat())
    today = next(point for point in answer["curve"] if point["day"] == DAY.isoformat())
    assert {name: today[name] for name in ("planned", "verified", "claimed")} == {
        name: answer["city"][name] for name in ("planned", "verified", "claimed")
    }


def test_frozen_figures_are_those_of_the_freeze(city: Engine) -> None:
    computed = document("--as-of", DAY.isoformat())
    freeze(city)
    snapshot = document("--snapshot", "1")
    assert (snapshot.pop("snapshot"), snapshot["rules_version"]) == (1, RULES)
    assert computed.pop("snapshot") is None
    assert snapshot == computed


def freeze_under_earlier_rules(engine: Engine) -> dict[str, Any]:
    """As a release before budgets, curves and claims with days stored it."""
    figures: dict[str, Any] = document_of("2026.12")
    sealed = {"number": 1, "sha256": digest(figures), "audit_id": 1}
    with writing(engine) as session:
        fields: dict[str, Any] = {"at": AT, "as_of": DAY, "figures": figures, "sha256": digest(figures), "audit_id": 1}
        session.add(Snapshot(**fields, application_version="0.1", rules_version="2026.12", id=1))
        ledger.append(session, ADMINISTRATOR_AT_TERMINAL, "snapshot.freeze", "snapshot:1", at=AT, after=sealed)
    return figures


def test_data_frozen_under_earlier_rules_answers_as_frozen(city: Engine) -> None:
    frozen_answer, answer = freeze_under_earlier_rules(city), document("--snapshot", "1")
    assert (answer["rules_version"], answer["curve"], answer["budget"], answer["indicators"]) == ("2026.12", [], [], [])
    assert {name: answer["city"]["exact"][name] for name in ("planned", "verified", "claimed")} == frozen_answer[
        "city"
    ]["progress"]
    assert answer["city"]["health"] == frozen_answer["health"]
    programmes = frozen_answer["portfolio"]["programmes"]
    assert [(row["exact"], row["health"]) for row in answer["programmes"]] == [
        (row["progress"], row["health"]) for row in programmes
    ]
    assert [row["status"] for row in answer["milestones"]] == [m["status"] for p in programmes for m in p["milestones"]]
    shown = run("--snapshot", "1")
    assert shown.exit_code == 0
    assert "aturan 2026.12" in " ".join(shown.output.split())


@pytest.mark.usefixtures("city")
def test_every_key_is_described() -> None:
    described = set(re.findall(r"`(\w+)(?:\[\])?`", (ROOT / "docs" / "figures.md").read_text()))
    listed = {"city", "programmes", "milestones", "healths", "quarters", "exact"}

    def keys(value: object, parent: str) -> Iterator[str]:
        if isinstance(value, list):
            for item in value:
                yield from keys(item, parent)
        elif isinstance(value, dict):
            for key, item in value.items():
                if parent not in ("quarters",):
                    yield key
                yield from keys(item, key)

    answer = document("--as-of", DAY.isoformat())
    assert listed <= described
    assert set(keys(answer, "")) - described == set()


@pytest.mark.usefixtures("city")
def test_tables_say_the_same_in_words() -> None:
    shown, answer = run("--as-of", DAY.isoformat()).output, document("--as-of", DAY.isoformat())
    percent = f"{round(Fraction(answer['city']['exact']['verified']) * 10000) / 100:.2f}".replace(".", ",")
    assert re.search(rf"{percent}\s?%", shown)
    assert all(row["code"] in shown for row in answer["programmes"])


@pytest.mark.usefixtures("city")
def test_headings_and_numbers_stay_whole_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = run("--as-of", DAY.isoformat()).output
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= 100
    for heading in ("Seharusnya", "Terverifikasi", "Diklaim", "Deviasi", "Capaian", "Pelaporan", "Target akhir"):
        assert heading in shown


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--as-of", "besok"), "besok tidak dikenal"),
        (("--as-of", "2999-01-01"), "belum tiba"),
        (("--as-of", "1999-01-01"), "Belum ada masterplan"),
        (("--snapshot", "9"), "nomor 9 tidak ada"),
        (("--snapshot", "1", "--as-of", "2026-01-01"), "Pilih satu"),
    ],
)
@pytest.mark.usefixtures("city")
def test_what_cannot_be_is_one_sentence(options: tuple[str, ...], sentence: str) -> None:
    refused = run(*options)
    assert refused.exit_code == 1
    assert sentence in refused.output
    assert "Traceback" not in refused.output
