"""Signing in by the city's own provider, in a real Chromium, against a real OpenID provider."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import col, select

from smartcity.commands.access import accounts
from smartcity.commands.access.accounts import AccountDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import Account, SignIn
from tests.browser.provider import CLIENT, SECRET, SECRETS, Desk, provider
from tests.sample import sample_database
from tests.servers import Server, free_port

pytestmark = pytest.mark.xdist_group("devices")
WAIT = 30_000


@dataclass
class City:
    site: str
    url: str
    desk: Desk

    def stored_account(self, name: str) -> tuple[Account, int]:
        """The account, and how many sign-ins of it stand open."""
        engine = make_engine(self.url)
        with reading(engine) as session:
            account = session.exec(select(Account).where(Account.name == name)).one()
            mine = (SignIn.account_id == account.id, col(SignIn.revoked_at).is_(None))
            count = len(session.exec(select(SignIn.id).where(*mine)).all())
        engine.dispose()
        return account, count


def with_accounts(url: str) -> None:
    engine, at = make_engine(url), datetime.now(UTC)
    kepala = AccountDraft("dlh.kepala", "Kepala DLH", Role.AGENCY, "DLH", "kepala@dlh.example")
    lama = AccountDraft("dlh.lama", "Operator DLH", Role.AGENCY, "DLH", "lama@dlh.example")
    with writing(engine) as session:
        for draft in (kepala, lama):
            accounts.add(session, ADMINISTRATOR_AT_TERMINAL, draft, at=at)
        accounts.disable(session, ADMINISTRATOR_AT_TERMINAL, "dlh.lama", at=at)
    engine.dispose()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("provider")
    url, other = sample_database(folder), free_port()
    with_accounts(url)
    counter, desk = provider(other)
    Thread(target=counter.serve_forever, daemon=True).start()
    issuer, secrets = f"http://127.0.0.1:{other}", folder / "secrets.toml"
    server = Server(url, "--secrets.files", str(secrets), SMARTCITY_GUESTS="off")
    secrets.write_text(SECRETS.format(site=server.site, client=CLIENT, secret=SECRET, issuer=issuer))
    with server:
        yield City(server.site, url, desk)
    counter.shutdown()
    counter.server_close()


@pytest.fixture
def page(windows: BrowserContext) -> Page:
    return windows.new_page()


def comes_by_provider(page: Page, city: City, person: str, path: str = "/masuk?next=/quick-win") -> None:
    page.goto(city.site + path)
    page.get_by_role("link", name="Masuk dengan akun kota").click()
    page.wait_for_selector("text=Penyedia kota", timeout=WAIT)
    page.get_by_role("link", name=person, exact=True).click()
    page.wait_for_load_state()


def test_a_proven_address_opens_its_account_and_leads_on(page: Page, city: City) -> None:
    comes_by_provider(page, city, "kepala")
    page.wait_for_url(f"{city.site}/quick-win", timeout=WAIT)
    expect(page.locator(".account")).to_contain_text("Kepala DLH", timeout=WAIT)
    account, count = city.stored_account("dlh.kepala")
    assert count == 1
    assert account.last_signed_in_at is not None
    assert (account.password_hash, account.must_change_password) == (None, False), "the one-time password is void"
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert "smartcity_sesi" in names
    assert not [name for name in names if name.startswith("_streamlit_user")], "only our own door is left open"
    page.reload()
    expect(page.locator(".account")).to_contain_text("Kepala DLH", timeout=WAIT)
    page.goto(f"{city.site}/keluar")
    page.get_by_role("button", name="Keluar").click()
    expect(page.locator("h1")).to_have_text("Halaman ini perlu akun", timeout=WAIT)
    assert city.stored_account("dlh.kepala")[1] == 0


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("asing", "Alamat asing@luar.example belum terdaftar"),
        ("lama", "Alamat lama@dlh.example belum terdaftar"),
        ("belum", "belum memastikan alamat kepala@dlh.example"),
        ("palsu", "belum memastikan siapa yang masuk"),
        ("batal", "belum memastikan siapa yang masuk"),
    ],
)
def test_whoever_is_not_known_for_sure_reads_why(page: Page, city: City, person: str, sentence: str) -> None:
    comes_by_provider(page, city, person)
    expect(page.get_by_role("alert")).to_contain_text(sentence, timeout=WAIT)
    assert "smartcity_sesi" not in {cookie["name"] for cookie in page.context.cookies()}


def test_whoever_was_refused_stays_outside(page: Page, city: City) -> None:
    comes_by_provider(page, city, "asing")
    expect(page.get_by_role("alert")).to_be_visible(timeout=WAIT)
    page.goto(f"{city.site}/quick-win")
    expect(page.locator("h1")).to_have_text("Halaman ini perlu akun", timeout=WAIT)


def test_nobody_arrives_who_did_not_start(page: Page, city: City) -> None:
    page.goto(f"{city.site}/masuk/kota/selesai")
    expect(page.get_by_role("alert")).to_contain_text("belum memastikan siapa yang masuk")
    page.goto(f"{city.site}/oauth2callback?code=a&state=b")
    expect(page.get_by_role("alert")).to_contain_text("belum memastikan siapa yang masuk")


def test_the_way_out_and_back_leads_nowhere_else(page: Page, city: City) -> None:
    comes_by_provider(page, city, "kepala", "/masuk?next=//evil.example")
    page.wait_for_url(f"{city.site}/", timeout=WAIT)


def test_every_code_was_proven(city: City) -> None:
    assert city.desk.refused == []
