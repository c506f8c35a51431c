"""Kepatuhan: everybody sees who has reported, an agency its own next step, and who may remind finds the letters."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlmodel import Session, select

from smartcity.commands import ledger
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, writing
from smartcity.store.tables import Account, LockException, Period, Programme, ReportDraft
from smartcity.ui.frame.sitemap import COMPLIANCE
from tests.people import make_account
from tests.sample import DAY, sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sample_database(tmp_path)


@pytest.fixture(autouse=True)
def on_the_day() -> object:
    with time_machine.travel(f"{DAY}T02:00:00Z", tick=True) as there:
        yield there


def test_a_guest_sees_the_league_and_no_letter(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(url, COMPLIANCE, monkeypatch)
    text = html(page)
    assert "Enam dari 27 OPD belum lapor TW IV 2026." in text
    assert "Masih ditunggu: Dinsos, Dispusip, Kesbangpol, Dishub, Satpol PP, Kec. Talawi" in text
    assert text.count("<tr") == 1 + 27
    assert not page.code
    assert not page.expander


def test_an_agency_finds_its_next_step(
    url: str, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]
) -> None:
    signed_in_as(url, Role.AGENCY, "DISHUB")
    text = html(visit(url, COMPLIANCE, monkeypatch))
    assert "2 laporan TW IV 2026 masih ditunggu" in text
    assert 'href="/lapor"' in text
    assert text.count('class="mine"') == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.VERIFIER, Role.ADMINISTRATOR])
def test_who_may_remind_finds_the_letter_and_its_links(
    url: str, role: Role, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]
) -> None:
    engine = make_engine(url)
    contact = make_account(engine, Role.AGENCY, "DISHUB")
    with writing(engine) as session:
        account = session.exec(select(Account).where(Account.id == contact.account_id)).one()
        account.phone, account.email = "0812-3456-789", "op@dishub.id"
        session.add(account)
    engine.dispose()
    signed_in_as(url, role)
    page = visit(url, COMPLIANCE, monkeypatch, kode="DISHUB")
    assert "• Lampu Jalan Hemat Energi" in page.code[0].value
    links = [link.proto.url for link in page.get("link_button")]
    assert [link.split("?")[0] for link in links] == ["https://wa.me/628123456789", "https://wa.me/"]
    assert "op@dishub.id" in html(page)


def test_the_past_is_not_reminded(
    url: str, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]
) -> None:
    signed_in_as(url, Role.VERIFIER)
    assert not visit(url, COMPLIANCE, monkeypatch, per="2026-10-10").code


def test_drafts_are_seen_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 5 November TW IV is open: Kecamatan Talawi has typed its one report and not sent it."""
    engine = make_engine(url)
    account = make_account(engine, Role.AGENCY, "KEC-TL").account_id
    with time_machine.travel("2026-11-05T02:00:00Z", tick=True):
        assert "Draf<" not in html(visit(url, COMPLIANCE, monkeypatch))
        with writing(engine) as session:
            slot: dict[str, Any] = {
                "programme_id": clean_talawi(session).id,
                "period_id": last_period(session),
                "account_id": account,
            }
            session.add(ReportDraft(**slot, key="k", content={}, saved_at=datetime.now(UTC)))
        assert html(visit(url, COMPLIANCE, monkeypatch)).count("Draf<") == 1
    engine.dispose()


def test_exceptions_in_force_are_listed_openly(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(url)
    now = datetime.now(UTC)
    with writing(engine) as session:
        agency = clean_talawi(session).lead_agency_id
        for reason, days in (("Sudah lewat", -1), ("Banjir di Talawi", 1)):
            slot: dict[str, Any] = {
                "period_id": last_period(session),
                "agency_id": agency,
                "recorded_by": "verifikator",
            }
            until = now + timedelta(days=days)
            session.add(LockException(**slot, until=until, reason=reason, recorded_at=until - timedelta(days=1)))
        ledger.append(session, ADMINISTRATOR_AT_TERMINAL, "try", "exceptions", at=now)
    engine.dispose()
    text = html(visit(url, COMPLIANCE, monkeypatch))
    assert "Banjir di Talawi" in text
    assert "Sudah lewat" not in text


def clean_talawi(session: Session) -> Programme:
    return session.exec(select(Programme).where(Programme.name == "Talawi Bebas Sampah Liar")).one()


def last_period(session: Session) -> int:
    return session.exec(select(Period.id).where(Period.year == 2026, Period.number == 4)).one() or 0
