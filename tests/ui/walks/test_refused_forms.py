"""P17: every form that is refused stays open, keeps what was typed, and tells why beside its fields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from smartcity.commands.access import pairing
from smartcity.commands.meetings import meetings
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, writing
from smartcity.ui.frame.sitemap import SCREENS
from tests.people import make_account
from tests.sample import sample_database
from tests.ui.opening import open_screen

ADMINISTRATOR, DAY, WHY = (Role.ADMINISTRATOR, None), timedelta(days=1), "Tulis alasannya."
VERIFIER, DLH = (Role.VERIFIER, None), (Role.AGENCY, "DLH")
TYPED = "Ditulis dengan susah payah"
NEAR = 12  # elements between the words and a field of their form
Who = tuple[Role, str | None]


@dataclass(frozen=True)
class Form:
    """`fills` are text fields by key with what is typed; `button` a key or a label; `no` what is told."""

    who: Who
    path: str
    query: dict[str, str]
    fills: dict[str, str]
    button: str
    no: str
    others: tuple[tuple[str, str, Any], ...] = ()


FORMS = {
    "an account": Form(ADMINISTRATOR, "pengguna", {}, {"add-account-0-label": TYPED}, "Tambah", "Nama akun"),
    "a successor": Form(
        ADMINISTRATOR, "pengguna", {"kode": "dlh.satu"}, {"hand-over-dlh.satu-phone": TYPED[:18]}, "Serahkan", "telepon"
    ),
    "a wall": Form(ADMINISTRATOR, "layar-rapat", {}, {"pair-0-name": TYPED}, "Sambungkan", "Tidak ada layar"),
    "the name of a wall": Form(ADMINISTRATOR, "layar-rapat", {}, {"rename-1-name": "  "}, "Simpan", "sebuah nama"),
    "an exception": Form(
        ADMINISTRATOR,
        "periode",
        {},
        {"except-reason": TYPED},
        "Beri pengecualian",
        "sudah lewat",
        (("date_input", "except-until", date(2026, 1, 1)),),
    ),
    "a programme": Form(
        ADMINISTRATOR, "rencana", {"bagian": "dimension", "kode": "EN"}, {}, "Simpan", WHY, (("plan", "Nama *", TYPED),)
    ),
    "another name": Form(
        ADMINISTRATOR,
        "rencana",
        {"bagian": "agency", "kode": "DLH"},
        {"rename-DLH-name": TYPED},
        "Ganti nama",
        WHY,
    ),
    "an end": Form(
        ADMINISTRATOR, "rencana", {"bagian": "agency", "kode": "DLH"}, {"end-DLH-reason": TYPED}, "Akhiri", "penerus"
    ),
    "a merger": Form(
        ADMINISTRATOR, "rencana", {"bagian": "agency"}, {"merge-reason": TYPED}, "Gabungkan", "Pilih OPD yang digabung"
    ),
    "a meeting": Form(
        VERIFIER, "rapat", {}, {"plan-new-place": TYPED, "plan-new-name": ""}, "Rencanakan rapat", "nama"
    ),
    "another day": Form(
        VERIFIER,
        "rapat",
        {"kode": "RK-UJI"},
        {"plan-RK-UJI-place": TYPED},
        "Simpan",
        "alasan",
        (("date_input", "plan-RK-UJI-day", datetime.now(CITY_ZONE).date() + 30 * DAY),),
    ),
    "an item": Form(VERIFIER, "rapat", {"kode": "RK-UJI"}, {"add-title": ""}, "Tambah butir", "Judul"),
    "calling off": Form(VERIFIER, "rapat", {"kode": "RK-UJI"}, {"call-off-reason": ""}, "Batalkan rapat ini", "alasan"),
    "reopened minutes": Form(
        VERIFIER, "rapat", {"kode": "RK-2026-10"}, {"reopen-reason": ""}, "Buka kembali risalah", "alasan"
    ),
    "a comment": Form((Role.ADVISER, None), "program", {"kode": "EN-02"}, {"comment-text": " "}, "Kirim", "omentar"),
    "a proposal": Form(DLH, "program", {"kode": "EN-02"}, {"propose-reason": ""}, "Kirim usulan", WHY),
    "a revocation": Form(VERIFIER, "program", {"kode": "EN-02"}, {"revoke-why": TYPED}, "Cabut verifikasi", "Pilih"),
    "an answer": Form(
        DLH,
        "arahan",
        {"arahan": "AR-2026-02"},
        {"answer-AR-2026-02-text": TYPED},
        "Kirim jawaban",
        "bukti",
        (("checkbox", "answer-AR-2026-02-done", True),),
    ),
    "a decision opened again": Form(
        VERIFIER,
        "arahan",
        {"arahan": "AR-2026-01"},
        {"reopen-decision-reason": ""},
        "Buka kembali arahan",
        "apa yang kurang",
    ),
    "a verdict": Form(VERIFIER, "verifikasi", {"bagian": "klaim"}, {"note-": ""}, "Kembalikan", "harus diperbaiki"),
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One for all: what is refused changes nothing."""
    engine = make_engine(sample_database(tmp_path_factory.mktemp("refused")))
    at, chair = datetime.now(UTC), Actor("ketua", Role.ADMINISTRATOR)
    make_account(engine, Role.AGENCY, "DLH", name="dlh.satu")
    with writing(engine) as session:
        held_on = at.astimezone(CITY_ZONE).date() + DAY
        meetings.plan(session, chair, MeetingDraft("RK-UJI", "Rapat Uji", held_on, 60), at=at)
        pairing.request_pairing(session, "0" * 64, "ACD347", at=at)
        pairing.confirm(session, chair, "ACD347", "Aula", at=at)
    yield engine
    engine.dispose()


def opened(form: Form) -> AppTest:
    return open_screen(next(one for one in SCREENS if one.path == form.path), **form.query)


def field(page: AppTest, key: str) -> Any:
    """The text field of this key; the first whose key begins so."""
    fields = [*page.text_input, *page.text_area]
    return next(one for one in fields if one.key == key or (key.endswith("-") and str(one.key).startswith(key)))


def filled(page: AppTest, form: Form) -> AppTest:
    for key, text in form.fills.items():
        field(page, key).set_value(text)
    for kind, key, value in form.others:
        if kind == "plan":
            next(one for one in page.text_input if one.label == key).set_value(value)
            page = pressed(page, "Lihat perubahan", 0)
        else:
            next(one for one in page.get(kind) if one.key == key).set_value(value)  # type: ignore[union-attr]
    return page


def pressed(page: AppTest, button: str, nearest: int) -> AppTest:
    """The button of this label that comes next after the fields of the form."""
    nodes = list(page.main)
    places = [place for place, node in enumerate(nodes) if getattr(node, "label", None) == button]
    place = next((place for place in places if place > nearest and hasattr(nodes[place], "click")), None)
    assert place is not None, button
    page = nodes[place].click().run()  # type: ignore[union-attr]
    assert not page.exception, [error.message for error in page.exception]
    return page


def place_of(page: AppTest, form: Form) -> int:
    """Where the last filled field of the form stands on the page."""
    nodes, keys = list(page.main), {field(page, key).key for key in form.fills}
    return max((place for place, node in enumerate(nodes) if getattr(node, "key", None) in keys), default=0)


@pytest.mark.parametrize("name", FORMS)
def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_it(
    city: Engine, signed_in_as: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    form = FORMS[name]
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", str(city.url))
    signed_in_as(str(city.url), *form.who)
    page = filled(opened(form), form)
    page = pressed(page, form.button, place_of(page, form))
    errors = [error for error in page.error if form.no.casefold() in error.value.casefold()]
    assert errors, [error.value for error in page.error]
    nodes = list(page.main)
    near = min(abs(nodes.index(errors[0]) - place) for place in fields_of(page, form))
    assert near <= NEAR, f"{near} elements away"
    for key, text in form.fills.items():
        assert field(page, key).value == text, key


def fields_of(page: AppTest, form: Form) -> list[int]:
    nodes = list(page.main)
    keys = {field(page, key).key for key in form.fills} | {key for _, key, _ in form.others} | {"planning-reason"}
    places = [place for place, node in enumerate(nodes) if getattr(node, "key", None) in keys]
    return places or [0]
