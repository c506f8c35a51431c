"""Laporan Saya as an operator uses it: what is due first, saved as it is typed, sent once, never over somebody else."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Claim, OwnRating, Role, Verdict
from smartcity.domain.reporting.submission import FieldRef
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from smartcity.ui.frame.sitemap import MINE
from tests.people import make_account, open_door
from tests.plan import FOURTH, M1, M2, M3, NOON, THIRD, TODAY
from tests.ui.opening import html as as_drawn
from tests.ui.opening import open_screen, run

Enter = Callable[..., Actor]


@pytest.fixture
def plan(miniature: Engine) -> Iterator[Engine]:
    """The miniature plan at noon of its day."""
    with time_machine.travel(NOON, tick=True):
        yield miniature


@pytest.fixture
def operator(plan: Engine, sqlite_url: str, signed_in_as: Enter) -> Actor:  # noqa: ARG001 - `plan` names agency A
    return signed_in_as(sqlite_url, Role.AGENCY, "A", name="operator-a")


def opened(code: str | None = None, **query: str) -> AppTest:
    return open_screen(MINE, **({"kode": code} if code else {}), **query)


def html(page: AppTest) -> str:
    return as_drawn(page).replace("\N{NO-BREAK SPACE}", " ")


def key(name: str, milestone: int | None = None, period: int = FOURTH) -> str:
    return f"lapor-P-1-{period}-{milestone or 0}-{name}"


def tap(page: AppTest, milestone: int, claim: Claim) -> AppTest:
    page.segmented_control(key=key("claim", milestone)).set_value(claim)
    return run(page)


def typed(page: AppTest, name: str, text: str, milestone: int | None = None) -> AppTest:
    page.text_area(key=key(name, milestone)).set_value(text)
    return run(page)


def send(page: AppTest) -> AppTest:
    page.button(key="send").click()
    return run(page)


def rows(engine: Engine, table: type) -> list[object]:
    with reading(engine) as session:
        return list(session.exec(select(table)).all())


def attach(page: AppTest, milestone: int, *files: tuple[str, bytes, str]) -> AppTest:
    next(f for f in page.file_uploader if (f.key or "").startswith(key("proofs", milestone))).set_value(list(files))
    return run(page)


@pytest.mark.usefixtures("operator")
def test_what_is_due_is_listed_and_leads_to_its_form() -> None:
    text = html(opened())
    assert "1 dari 1 program menunggu laporan." in text
    assert "TW IV 2026, batas 30 Nov, terkunci 11 Des" in text
    assert "1 tahapan terlambat, paling lama 24 hari" in text
    assert 'href="/lapor?kode=P-1"' in text
    assert "P-2" not in text


def begun(whom: str, which: str | None) -> AppTest:
    """The form of a wait, opened at the late milestone, filled in and sent."""
    page = opened("P-1")
    page.session_state[f"more-{M1}"] = True
    page = run(page)
    page.selectbox(key="wait-M-1-whom").set_value(whom)
    page = run(page)
    if which:
        page.selectbox(key="wait-M-1-which").set_value(which)
    page.date_input(key="wait-M-1-since").set_value(date(2026, 10, 20))
    page.text_input(key="wait-M-1-note").set_value("Izin galian")
    next(button for button in page.button if button.label == "Catat").click()
    return run(page)


@pytest.mark.parametrize(
    ("whom", "which", "expected"),
    [
        ("B", None, "menunggu B sejak 20 Okt 2026 (35 hari)"),
        ("B", "N-1", "menunggu B sejak 20 Okt 2026 (35 hari): Tahapan N-1"),
    ],
)
@pytest.mark.usefixtures("operator")
def test_whose_ball_it_is_is_told_at_the_milestone(whom: str, which: str | None, expected: str) -> None:
    page = begun(whom, which)
    assert expected in html(page)
    assert "Izin galian" in html(page)
    assert "baru dicatat 24 Nov 2026" in html(page)
    page.button(key="wait-end-1").click()
    assert "(35 hari)" not in html(run(page))


@pytest.mark.usefixtures("operator")
def test_a_wait_that_cannot_be_is_refused_where_it_was_typed() -> None:
    page = begun("A", None)
    assert "dirinya sendiri" in page.error[0].value
    assert "(35 hari)" not in html(page)


@pytest.mark.usefixtures("operator")
def test_the_front_page_reminds_whoever_reports() -> None:
    assert "1 program menunggu laporan" in html(open_screen())


@pytest.mark.usefixtures("operator")
def test_a_verdict_that_came_back_stands_on_top_with_its_note(plan: Engine) -> None:
    with writing(plan) as session:
        stamp: dict[str, Any] = {"recorded_at": NOON - timedelta(days=1), "recorded_by": "Verifikator"}
        session.add(t.MilestoneUpdate(**stamp, milestone_id=M2, claim=Claim.DONE, achieved_on=TODAY))
        session.flush()
        session.add(t.UpdateReview(**stamp, update_id=4, verdict=Verdict.RETURNED, note="Foto <b>buram</b>"))
    assert "Foto &lt;b&gt;buram&lt;/b&gt;" in html(opened())
    form = html(opened("P-1"))
    assert form.index("Tahapan M-2") < form.index("Tahapan M-1")
    assert "Dikembalikan Verifikator" in form


@pytest.mark.parametrize(
    ("code", "expected"),
    [("P-2", "Program ini dipimpin OPD lain"), ("<b>X</b>", "&lt;b&gt;X&lt;/b&gt;"), ("P-1'", "tidak ada")],
)
@pytest.mark.usefixtures("operator")
def test_what_is_not_mine_is_a_designed_state(code: str, expected: str) -> None:
    page = opened(code)
    assert expected in html(page)
    assert not page.text_area


@pytest.mark.usefixtures("operator")
def test_what_is_typed_is_found_again_in_another_browser(plan: Engine) -> None:
    page = typed(tap(opened("P-1"), M2, Claim.DONE), "happened", "Uji coba")
    assert "Draf tersimpan 12.00 WIB" in html(page)
    assert rows(plan, t.AuditEntry) == []
    again = opened("P-1")
    assert again.text_area(key=key("happened")).value == "Uji coba"
    assert again.date_input(key=key("achieved_on", M2)).value == TODAY
    assert "draf 24" in html(opened())


@pytest.mark.usefixtures("operator", "plan")
def test_two_devices_of_one_account_share_a_draft() -> None:
    phone, office = opened("P-1"), opened("P-1")
    typed(phone, "happened", "dari telepon")
    office = typed(office, "obstacle", "dari kantor")
    assert office.text_area(key=key("happened")).value == "dari telepon"
    office = typed(office, "happened", "dari kantor juga")
    phone = typed(phone, "next_step", "lelang")
    assert phone.text_area(key=key("happened")).value == "dari telepon", "what was typed here is what is shown here"


@pytest.mark.usefixtures("operator")
def test_a_report_is_sent_once_and_answered_with_a_receipt(plan: Engine) -> None:
    page = tap(typed(opened("P-1"), "obstacle", "hujan"), M2, Claim.DONE)
    page = attach(page, M2, ("foto.jpg", b"\xff\xd8\xff photo", "image/jpeg"))
    assert "foto.jpg" in html(page)
    page = send(page)
    assert "Laporan terkirim 12.00 WIB" in html(page)
    assert "1 tahapan menunggu verifikator" in html(page)
    assert (len(rows(plan, t.Statement)), len(rows(plan, t.ReportDraft)), len(rows(plan, t.AuditEntry))) == (2, 0, 1)
    again = opened("P-1")
    assert again.text_area(key=key("obstacle")).value == "hujan", "a second report begins with the words of the first"
    assert "sudah dikirim 24" in html(again)


def to_list_and_back(page: AppTest) -> AppTest:
    """By the page's own links, in the same session."""
    code = page.query_params.pop("kode")
    run(page)
    page.query_params["kode"] = code
    return run(page)


@pytest.mark.usefixtures("operator")
def test_a_form_opened_again_in_the_same_session_begins_anew() -> None:
    page = to_list_and_back(send(typed(opened("P-1"), "obstacle", "hujan")))
    assert "Laporan terkirim" not in html(page)
    assert "sudah dikirim 24" in html(page)
    assert page.text_area(key=key("obstacle")).value == "hujan"


@pytest.mark.usefixtures("operator")
def test_everything_that_is_missing_is_said_at_once_and_nothing_is_written(plan: Engine) -> None:
    page = tap(tap(opened("P-1"), M2, Claim.DONE), M1, Claim.DONE)
    assert "Lampirkan" not in html(page), "nobody is told off before he has tried"
    late, in_time = (page.date_input(key=key("achieved_on", number)) for number in (M1, M2))
    assert (late.value, in_time.value) == (None, TODAY), "P11: nobody guesses when a late milestone was done"
    late.set_value(TODAY)
    page = run(page)
    page = send(typed(page, "help_needed", "izin"))
    text = html(page)
    assert text.count("Lampirkan bukti dukung") == 2
    assert "Selesai setelah tenggat 31" in text
    assert "Pilih kepada siapa bantuan diminta" in text
    assert "Belum lengkap: Bukti dukung · Alasan · Bukti dukung · Bantuan dari siapa" in text
    assert len(rows(plan, t.Statement)) == 1


@pytest.mark.usefixtures("operator")
def test_the_preview_shows_the_figures_before_and_after() -> None:
    page = tap(opened("P-1"), M2, Claim.DONE)
    page.session_state["preview"] = True
    text = html(run(page))
    assert "25% → <b>50%</b>" in text
    assert "Menunggu Verifikasi" in text


def test_the_second_of_two_people_chooses_and_loses_nothing(
    operator: Actor, plan: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = typed(tap(typed(opened("P-1"), "happened", "Rapat"), M2, Claim.NOT_STARTED), "note", "salah lapor", M2)
    head = make_account(plan, Role.AGENCY, "A", name="kepala-a")
    own, other = open_door(plan, operator), open_door(plan, head)
    monkeypatch.setattr("smartcity.ui.frame.visitor.token", lambda: other)
    theirs = typed(typed(tap(opened("P-1"), M3, Claim.RUNNING), "happened", "Lokakarya"), "obstacle", "hujan")
    assert "Laporan terkirim" in html(send(theirs))
    monkeypatch.setattr("smartcity.ui.frame.visitor.token", lambda: own)
    page = typed(page, "next_step", "lelang")
    text = html(page)
    assert "Kepala-A sudah mengirim laporan program ini pada 24" in text
    assert "Rapat" in text
    assert "Lokakarya" in text
    assert not page.text_area
    page.segmented_control(key=f"{key('happened')}-choice").set_value("theirs")
    page.button(key="conflict-go").click()
    page = run(page)
    left_typed = {name: page.text_area(key=key(name)).value for name in ("happened", "obstacle", "next_step")}
    assert left_typed == {"happened": "Lokakarya", "obstacle": "hujan", "next_step": "lelang"}
    assert page.text_area(key=key("note", M2)).value == "salah lapor"
    assert "Laporan terkirim" in html(send(page))
    assert len(rows(plan, t.Statement)) == 3


def test_a_form_with_nothing_typed_follows_what_others_send(
    operator: Actor, plan: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened("P-1")
    other = open_door(plan, make_account(plan, Role.AGENCY, "A", name="kepala-a"))
    own = open_door(plan, operator)
    monkeypatch.setattr("smartcity.ui.frame.visitor.token", lambda: other)
    send(typed(opened("P-1"), "obstacle", "hujan"))
    monkeypatch.setattr("smartcity.ui.frame.visitor.token", lambda: own)
    assert run(page).text_area(key=key("obstacle")).value == "hujan"


def test_who_has_been_shut_out_writes_nothing_with_the_next_click(operator: Actor, plan: Engine) -> None:
    page = typed(opened("P-1"), "obstacle", "hujan")
    with writing(plan) as session:
        session.get_one(t.Account, operator.account_id).disabled_at = NOON
    page.text_area(key=key("happened")).set_value("sesudah ditutup")
    page = run(page)
    assert not page.text_area
    (draft,) = rows(plan, t.ReportDraft)
    assert isinstance(draft, t.ReportDraft)
    assert draft.content["happened"] == ""


@pytest.mark.usefixtures("operator")
def test_an_exception_lets_the_agency_choose_the_locked_period(plan: Engine) -> None:
    with writing(plan) as session:
        until = NOON + timedelta(days=1)
        session.add(
            t.LockException(
                recorded_at=NOON - timedelta(hours=1),
                recorded_by="Verifikator",
                period_id=THIRD,
                agency_id=1,
                until=until,
                reason="x",
            )
        )
    page = opened("P-1")
    page.segmented_control(key="periode").set_value("III/2026")
    page = run(page)
    assert page.text_area(key=key("happened", period=THIRD)).value == "Pelatihan pertama selesai"
    page.segmented_control(key=key("claim", M2, THIRD)).set_value(Claim.DONE)
    page = run(page)
    page.date_input(key=key("achieved_on", M2, THIRD)).set_value(date(2026, 9, 30))
    page = run(page)
    page.text_input(key=f"{key('proofs', M2, THIRD)}-link").set_value("https://example.go.id/foto")
    assert "Laporan terkirim" in html(send(run(page)))


@pytest.mark.usefixtures("plan")
def test_after_the_lock_there_is_a_next_step(sqlite_url: str, signed_in_as: Enter) -> None:
    """F25: nothing waits for a report where no period is open."""
    with time_machine.travel(NOON + timedelta(days=17)):
        signed_in_as(sqlite_url, Role.AGENCY, "A")
        page = opened("P-1")
        assert "minta pengecualian kepada verifikator" in html(page)
        assert not page.text_area
        listed = html(opened())
        assert "periode berikutnya belum dibuat" in listed
        assert "1 program tidak dilaporkan untuk TW IV 2026" in listed
        assert "menunggu laporan" not in listed


@pytest.mark.usefixtures("operator")
def test_an_obstacle_names_its_milestone_and_help_its_helper(plan: Engine) -> None:
    page = typed(typed(opened("P-1"), "obstacle", "listrik"), "help_needed", "genset")
    page.selectbox(key=key("obstacle_milestone")).set_value(M2)
    page.selectbox(key=key("help_from")).set_value("Wali Kota")
    page.segmented_control(key=key("own_rating")).set_value(OwnRating.ATTENTION)
    send(run(page))
    statement = rows(plan, t.Statement)[-1]
    assert isinstance(statement, t.Statement)
    assert (statement.obstacle_milestone_id, statement.help_from) == (M2, "Wali Kota")
    assert statement.own_rating is OwnRating.ATTENTION


@pytest.mark.usefixtures("operator")
def test_another_date_is_proposed_with_its_reason(plan: Engine) -> None:
    page = opened("P-1")
    page.session_state[f"more-{M1}"] = True
    page = run(page)
    page.date_input(key=key("new_due_on", M1)).set_value(date(2027, 1, 31))
    send(typed(run(page), "move_reason", "hujan", M1))
    (move,) = rows(plan, t.DueDateChange)
    assert isinstance(move, t.DueDateChange)
    assert (move.new_due_on, move.reason, move.approved_at) == (date(2027, 1, 31), "hujan", None)
    assert "usulan tanggal menunggu persetujuan" in html(opened("P-1"))


@pytest.mark.usefixtures("operator")
def test_a_discarded_draft_gives_back_the_empty_form(plan: Engine) -> None:
    page = typed(opened("P-1"), "happened", "Uji coba")
    page.button(key="discard").click()
    page = run(page)
    assert page.text_area(key=key("happened")).value == ""
    assert rows(plan, t.ReportDraft) == []


HOSTILE = (
    "x" * 10_000,
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "=cmd|'/c calc'!A0",
    "\u202efdp.exe\u202c",
    "nul\x00nul",
    "**tebal** [x](javascript:alert(1)) $x$ :material/bolt:",
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.usefixtures("operator", "plan")
def test_every_field_takes_hostile_words_as_words(hostile: str) -> None:
    page = opened("P-1")
    for name in ("happened", "obstacle", "next_step", "help_needed"):
        page = typed(page, name, hostile)
    page.selectbox(key=key("help_from")).set_value("Wali Kota")
    page = tap(run(page), M2, Claim.NOT_STARTED)
    page = typed(page, "note", hostile, M2)
    page.session_state["preview"] = True
    page = run(page)
    assert "<script>alert" not in html(page)
    assert "<img src" not in html(page)
    assert "\u202e" not in html(page)
    assert "\x00" not in html(page)
    if len(hostile) > 280:
        assert "10000 karakter; paling banyak 280" in html(page), "said at once, and nothing is cut off"
        assert page.text_area(key=key("happened")).value == hostile
    text = html(send(page))
    assert ("Laporan terkirim" in text) == (len(hostile) <= 280)
    assert "<script>alert" not in html(opened("P-1"))


FILES = {
    "html as a photo": ("foto.jpg", b"<html><script>alert(1)</script>", "image/jpeg"),
    "svg": ("gambar.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"),
    "empty": ("kosong.pdf", b"", "application/pdf"),
    "one byte too many": ("besar.jpg", b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024 - 2), "image/jpeg"),
    "a program": ("foto.jpg.exe", b"MZ\x90", "image/jpeg"),
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
@pytest.mark.usefixtures("operator")
def test_a_file_that_is_not_taken_is_refused_by_itself(file: tuple[str, bytes, str], tmp_path: Path) -> None:
    good = ("../../daftar hadir.png", b"\x89PNG\r\n\x1a\n", "text/html")
    page = attach(tap(opened("P-1"), M2, Claim.DONE), M2, file, good)
    text = html(page)
    assert text.count('role="alert"') == 1
    assert "✓ daftar hadir.png" in text
    paths = [path for path in (tmp_path / "bukti").rglob("*") if path.is_file()]
    assert len(paths) == 1


@pytest.mark.usefixtures("operator")
def test_a_disk_that_is_full_says_so_and_keeps_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    page = typed(tap(opened("P-1"), M2, Claim.DONE), "happened", "Uji coba")
    monkeypatch.setattr("os.fsync", full)
    page = attach(page, M2, ("foto.jpg", b"\xff\xd8\xff", "image/jpeg"))
    assert "Disk penuh: tidak ada yang tersimpan." in html(page)
    assert page.text_area(key=key("happened")).value == "Uji coba"


@pytest.mark.usefixtures("operator", "sqlite_url")
def test_a_database_that_takes_nothing_loses_nothing_on_the_screen(plan: Engine) -> None:
    page = opened("P-1")
    with plan.connect() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_drafts BEFORE INSERT ON report_draft BEGIN SELECT RAISE(ABORT, 'x'); END"
        )
        connection.commit()
    page = typed(page, "happened", "Uji coba")
    assert "belum tersimpan" in html(page)
    assert page.text_area(key=key("happened")).value == "Uji coba"
    page = to_list_and_back(page)
    assert page.text_area(key=key("happened")).value == "Uji coba", "what could not be kept is still here"
    with plan.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER no_drafts")
        connection.commit()
    page = typed(page, "obstacle", "hujan")
    (draft,) = rows(plan, t.ReportDraft)
    assert isinstance(draft, t.ReportDraft)
    assert (draft.content["happened"], draft.content["obstacle"]) == ("Uji coba", "hujan")


@pytest.mark.usefixtures("operator")
def test_the_whole_of_it_speaks_english() -> None:
    text = html(send(tap(opened("P-1", bahasa="en"), M2, Claim.DONE)))
    assert "Missing: Evidence · Obstacle" in text
    assert "Attach evidence" in text


def test_every_spot_has_its_words() -> None:
    from smartcity.domain.reporting.submission import REPORT_FIELDS, Step
    from smartcity.i18n.words import Words

    for name in (*REPORT_FIELDS, *Step.__slots__):
        assert Words().say(f"report.field.{FieldRef(name).name}")
