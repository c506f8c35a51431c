"""The meeting on the screen, from its plan to its locked minutes; decisions answered and closed; who sees what."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from smartcity.commands.meetings import meetings, wall_display
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.ledger import anchors_in
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import Account, Agency, AgendaItem, Decision, FieldDraft, Meeting, PresenterState
from smartcity.ui.frame.sitemap import DECISIONS, MEETING, MINE, Screen
from tests.sample import DAY
from tests.ui.opening import html, open_screen, refused_in_popover, run, with_query

CODE = "RK-2026-12"
SECRET = "Cari ruang pergeseran anggaran"
Visits = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def day() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(f"{DAY}T02:00:00Z", tick=True) as there:
        yield there


@pytest.fixture
def visits(url: str, signed_in_as: Callable[..., Actor]) -> Visits:
    """Opens a screen as somebody; what the last one signed in as holds for the screens opened since."""

    def visit(role: Role, agency: str | None = None, screen: Screen = MEETING, **query: str) -> AppTest:
        signed_in_as(url, role, agency)
        return whole(open_screen(screen, **query))

    return visit


def asked(page: AppTest, query: dict[str, str]) -> AppTest:
    return whole(run(with_query(page, query)))


def whole(page: AppTest) -> AppTest:
    assert not page.exception, [error.message for error in page.exception]
    assert not page.error, [error.value for error in page.error]
    assert html(page).count("<h1") == 1
    return page


def click(page: AppTest, key: str) -> AppTest:
    return whole(page.button(key=key).click().run())


def submit(page: AppTest, label: str) -> AppTest:
    (matching,) = [button for button in page.button if button.label == label]
    return whole(matching.click().run())


def planned(page: AppTest) -> AppTest:
    page.text_input(key="plan-new-code").set_value(CODE)
    page.number_input(key="plan-new-minutes").set_value(60)
    return submit(page, "Rencanakan rapat")


def begun(visits: Visits) -> AppTest:
    page = click(planned(visits(Role.VERIFIER)), "propose")
    return click(page, "begin")


def test_a_guest_reads_locked_minutes_and_finds_no_controls(visits: Visits) -> None:
    page = visits(Role.GUEST)
    text = html(page)
    assert "Rapat 20 Oktober 2026" in text
    assert "Membahas serapan anggaran" in text
    assert SECRET not in text
    assert [button.label for button in page.button] == []


@pytest.mark.parametrize(
    ("role", "agency", "knows"),
    [(Role.ADVISER, None, False), (Role.AGENCY, "DLH", False), (Role.AGENCY, "BPKAD", True), (Role.VIEWER, None, True)],
)
def test_a_confidential_decision_is_read_by_those_who_may(
    visits: Visits, role: Role, agency: str | None, *, knows: bool
) -> None:
    for screen in (MEETING, DECISIONS):
        assert (SECRET in html(visits(role, agency, screen))) is knows


def test_answers_kept_for_one_reader_are_not_shown_to_another(visits: Visits) -> None:
    assert SECRET in html(visits(Role.VIEWER, None, DECISIONS))
    assert SECRET not in html(visits(Role.GUEST, None, DECISIONS))


def test_a_meeting_is_planned_and_its_agenda_proposed_with_the_rule_of_each_item(visits: Visits) -> None:
    page = planned(visits(Role.VERIFIER))
    assert page.query_params["kode"] == CODE
    assert "belum punya agenda" in html(page)
    page = click(page, "propose")
    text = html(page)
    assert "Arahan lewat tenggat" in text
    assert "Minta bantuan" in text
    assert "dari 60 menit" in text
    assert text.index("Minta bantuan") < text.index("Arahan lewat tenggat"), "help asked of the leader opens it"


def test_the_chair_moves_drops_and_puts_back(visits: Visits, url: str) -> None:
    page = click(planned(visits(Role.VERIFIER)), "propose")
    first, second, *_rest = numbers(url)
    page = click(page, f"move1-{first}")
    assert numbers(url)[:2] == [second, first]
    page.text_input(key="add-title").set_value("Lain-lain")
    page = submit(page, "Tambah butir")
    assert "Lain-lain" in html(page)
    assert "Ditambahkan pimpinan rapat" in html(page)
    assert page.text_input(key="add-title").value == ""


def numbers(url: str) -> list[int]:
    """Ids of the items in their order."""
    engine = make_engine(url)
    with writing(engine) as session:
        rows = session.exec(select(AgendaItem).order_by(col(AgendaItem.position))).all()
        ids = [row.id or 0 for row in rows if not row.is_dropped]
    engine.dispose()
    return ids


def test_the_agency_rehearses_from_a_day_before(visits: Visits, day: time_machine.Traveller) -> None:
    click(planned(visits(Role.VERIFIER)), "propose")
    page = visits(Role.AGENCY, "DLH", kode=CODE, lihat="gladi")
    assert "Gladi dibuka sehari sebelum rapat" in html(page)
    day.shift(timedelta(days=6, hours=5))
    page = visits(Role.AGENCY, "DLH", kode=CODE, lihat="gladi")
    assert "Apa yang sudah dikerjakan" in html(page)
    assert "akan dibahas" in html(page)


def test_an_agency_finds_its_decisions_and_its_rehearsal_on_its_own_screen(
    visits: Visits, day: time_machine.Traveller
) -> None:
    click(planned(visits(Role.VERIFIER)), "propose")
    text = html(visits(Role.AGENCY, "DLH", MINE))
    assert "Arahan rapat untuk OPD ini" in text
    assert "Sepakati batas lahan" in text
    assert "menyangkut OPD ini" not in text
    day.shift(timedelta(days=6, hours=5))
    page = visits(Role.AGENCY, "DLH", MINE)
    assert "butir menyangkut OPD ini" in html(page)
    page.text_area(key="answer-AR-2026-02-text").set_value("Tinggal satu petak.")
    assert "Tinggal satu petak." in html(submit(page, "Kirim jawaban"))


def test_presenting_steps_decides_and_closes(visits: Visits, url: str) -> None:
    page = begun(visits)
    assert "Rapat dimulai" in html(page)
    page = click(page, "step1")
    assert "Butir 1 dari" in html(page)
    assert 'class="block timer runs ends"' in html(page)
    page = click(page, "step1")
    assert "Butir 2 dari" in html(page)
    page = decided(page, url, "Datangi pemegang izin bersama Camat.")
    page = click(page, "finish")
    assert " runs" not in html(page)
    page = asked(page, {"lihat": "hadir"})
    page.button_group(key="present").set_value(["DLH", "PUPR"])
    page = submit(page, "Simpan")
    assert "2 dari 27 OPD" in html(page)
    page = asked(page, {"lihat": "risalah"})
    page.text_area(key="amend-AR-2026-14-text").set_value("Datangi pemegang izin.")
    page = click(page, "amend-AR-2026-14-save")
    assert "Datangi pemegang izin.</b>" in html(page)
    page = click(page, "close")
    text = html(page)
    assert "menghasilkan satu arahan" in text
    assert "Risalah terkunci" in text
    assert len(list(anchors_in(text.replace("<wbr>", "")))) == 1
    assert "tidak sempat dibahas" in text
    assert "step1" not in {button.key for button in page.button}
    page.text_input(key="reopen-reason").set_value("Salah menulis OPD")
    page = submit(page, "Buka kembali risalah")
    assert "Bahas" in str(page.button_group), "it can be worked on again"


def decided(page: AppTest, url: str, text: str) -> AppTest:
    """Typed and recorded on the item under discussion."""
    key = f"decision-agenda_item-{on_walls(url)}"
    page = whole(page.text_area(key=f"{key}-text").set_value(text).run())
    page = click(page, f"{key}-record")
    assert text in html(page)
    assert page.text_area(key=f"{key}-text").value == ""
    return page


def on_walls(url: str) -> int:
    engine = make_engine(url)
    with writing(engine) as session:
        wall_display = session.get(PresenterState, 1)
        item_id = wall_display.item_id if wall_display is not None else None
    engine.dispose()
    assert item_id is not None
    return item_id


def test_the_walls_are_driven_from_the_presenter(visits: Visits, url: str) -> None:
    page = click(begun(visits), "step1")
    page = click(click(page, "black"), "names")
    page = whole(page.menu_button(key="wall-view").click("opd").run())
    engine = make_engine(url)
    with writing(engine) as session:
        wall_display = session.get(PresenterState, 1)
        assert wall_display is not None
        assert (wall_display.view, wall_display.item_id, wall_display.is_black, wall_display.shows_names) == (
            "opd",
            None,
            True,
            False,
        )
    engine.dispose()
    assert "Butir 1 dari" in html(page), "the item is still discussed"


def test_others_read_the_running_agenda(visits: Visits) -> None:
    begun(visits)
    page = visits(Role.VIEWER, kode=CODE)
    assert "Arahan lewat tenggat" in html(page)
    assert "step1" not in {button.key for button in page.button}


def test_what_was_decided_can_be_sent(visits: Visits) -> None:
    page = visits(Role.VERIFIER, kode="RK-2026-10", lihat="kirim")
    minutes, reminder = (code.value for code in page.code)
    assert "Risalah Rapat Koordinasi" in minutes
    assert "Selesaikan izin tiang CCTV" in minutes
    assert len(list(anchors_in(minutes))) == 1
    assert "Yth. Kepala" in reminder
    assert "/lapor" in reminder


def test_an_agency_answers_with_evidence_and_the_verifier_closes(visits: Visits) -> None:
    page = visits(Role.AGENCY, "DLH", DECISIONS, arahan="AR-2026-02")
    key = "answer-AR-2026-02"
    page.text_area(key=f"{key}-text").set_value("Batas disepakati.")
    page.checkbox(key=f"{key}-done").set_value(True)
    (send,) = [button for button in page.button if button.label == "Kirim jawaban"]
    page = send.click().run()
    assert "Lampirkan bukti dukung" in page.error[0].value
    assert page.text_area(key=f"{key}-text").value == "Batas disepakati.", "nothing typed is lost"
    page.text_input(key=f"{key}-link").set_value("https://example.go.id/berita-acara")
    page = submit(page, "Kirim jawaban")
    assert "Menunggu Verifikasi" in html(page)
    page = visits(Role.VERIFIER, None, DECISIONS, arahan="AR-2026-02")
    page = click(page, "review-verified")
    assert "selesai 24" in html(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "Batas disepakati." in html(page)


def test_another_agency_finds_nothing_to_answer(visits: Visits) -> None:
    page = visits(Role.AGENCY, "PUPR", DECISIONS, arahan="AR-2026-02")
    assert [area.label for area in page.text_area] == []


@pytest.mark.parametrize("status", ["terbuka", "menunggu", "selesai", "semua"])
def test_decisions_are_filtered_from_the_address(visits: Visits, status: str) -> None:
    text = html(visits(Role.GUEST, None, DECISIONS, status=status, kode="DISKOMINFO"))
    assert ("Tetapkan pengelola isi Info Sunto" in text) is (status in ("terbuka", "semua"))
    assert ("Aktifkan penerusan aduan" in text) is (status in ("selesai", "semua"))
    assert "Laporkan keadaan tempat olah sampah" not in text


def test_an_unknown_decision_is_a_designed_state(visits: Visits) -> None:
    assert "AR-1” tidak ada" in html(visits(Role.GUEST, None, DECISIONS, arahan="AR-1"))


def test_an_earlier_day_has_no_controls(visits: Visits) -> None:
    page = visits(Role.VERIFIER, per="2026-10-25")
    assert [button.label for button in page.button if button.key != "bahasa"] == []


def test_what_is_typed_belongs_to_its_item_whoever_steps(visits: Visits, url: str) -> None:
    page = click(click(begun(visits), "step1"), "step1")
    ninth = f"decision-agenda_item-{on_walls(url)}"
    page = whole(page.text_area(key=f"{ninth}-text").set_value("Sepakati batas lahan.").run())
    page = whole(page.checkbox(key=f"{ninth}-secret").set_value(True).run())
    page = whole(page.selectbox(key=f"{ninth}-agency").set_value("PUPR").run())
    assert page.button(key=f"{ninth}-record").label == "Catat arahan untuk Dinas PUPR"
    engine = make_engine(url)
    with writing(engine) as session:
        wall_display.step(session, Actor("lain", Role.VERIFIER), CODE, 1, at=datetime.now(UTC))
    engine.dispose()
    page = whole(page.run())
    assert page.text_area(key=f"{ninth}-text").value == "Sepakati batas lahan.", "another device stepped"
    assert "tetap terbuka" in html(page)
    page = click(page, "step1")
    tenth = f"decision-agenda_item-{on_walls(url)}"
    assert page.text_area(key=f"{tenth}-text").value == ""
    assert not page.checkbox(key=f"{tenth}-secret").value
    page = click(click(page, "step-1"), "step-1")
    typed = [page.text_area(key=f"{ninth}-text").value, page.selectbox(key=f"{ninth}-agency").value]
    assert (typed, page.checkbox(key=f"{ninth}-secret").value) == (["Sepakati batas lahan.", "PUPR"], True)
    page = click(page, f"{ninth}-record")
    engine = make_engine(url)
    with writing(engine) as session:
        (taken,) = session.exec(select(Decision).where(col(Decision.text) == "Sepakati batas lahan.")).all()
        owner = session.get(Agency, taken.agency_id)
        assert (owner and owner.code, taken.is_confidential) == ("PUPR", True)
    engine.dispose()
    page = click(page, "put-off")
    assert "put-off" not in {button.key for button in page.button}
    assert "ditunda ke rapat berikutnya" in html(asked(page, {"lihat": "risalah"}))


def test_two_who_write_the_minutes_and_one_who_closes_lose_nothing(visits: Visits, url: str) -> None:
    key, page = f"minutes-{CODE}", begun(visits)
    page = asked(page, {"lihat": "risalah"})
    page = whole(page.text_area(key=f"{key}-text").set_value("Tulisan kedua.").run())
    write_minutes(url, "Tulisan pertama.")
    page = page.button(key="minutes-save").click().run()
    assert "Orang lain sudah mengubah" in page.error[0].value
    assert page.text_area(key=f"{key}-text").value == "Tulisan kedua."
    assert "Tulisan pertama." in html(page)
    page = page.button(key="close").click().run()
    assert "Orang lain sudah mengubah" in "".join(refused_in_popover(page, "Tutup rapat"))
    page = click(page, f"{key}-text-both")
    assert page.text_area(key=f"{key}-text").value == "Tulisan pertama.\n\nTulisan kedua."
    engine = make_engine(url)
    with writing(engine) as session:
        meetings.close(session, Actor("lain", Role.VERIFIER), CODE, at=datetime.now(UTC))
    engine.dispose()
    page = click(page, "close")
    assert [message.value for message in page.info] == [f"Rapat {CODE} sudah ditutup; risalahnya terkunci."]
    assert "Tulisan sendiri yang belum masuk risalah" in html(page)
    assert "Tulisan kedua." in html(page)
    page.text_input(key="reopen-reason").set_value("Menambah catatan")
    page = asked(submit(page, "Buka kembali risalah"), {"lihat": "risalah"})
    page = click(page, "close")
    assert "Tulisan kedua." in html(page)
    assert "belum masuk risalah" not in html(page)


def test_closing_takes_what_its_account_typed_on_another_device_and_names_what_is_left(
    visits: Visits, url: str
) -> None:
    page = asked(begun(visits), {"lihat": "risalah"})
    engine = make_engine(url)
    with writing(engine) as session:
        chair = session.exec(select(Account.id).order_by(col(Account.id).desc())).first()
        item = session.exec(select(AgendaItem.id)).first()
        for form, thing, text in (("minutes", CODE, "Dari ponsel."), ("decision", f"agenda_item:{item}", "Belum.")):
            draft: dict[str, Any] = {"account_id": chair, "form": form, "thing": thing, "field": "text", "turn": 0}
            session.add(FieldDraft(**draft, value={"v": text}, saved_at=datetime.now(UTC)))
    page = page.run()
    assert "Belum masuk risalah, diketik pada: " in html(page)
    click(page, "close")
    with reading(engine) as session:
        assert session.exec(select(Meeting.minutes).where(Meeting.code == CODE)).one() == "Dari ponsel."
    engine.dispose()


def write_minutes(url: str, text: str) -> None:
    engine = make_engine(url)
    with writing(engine) as session:
        meetings.minute(session, Actor("lain", Role.VERIFIER), CODE, text, at=datetime.now(UTC))
    engine.dispose()


def test_a_meeting_of_another_day_asks_and_can_go_back_and_be_called_off(visits: Visits) -> None:
    page = planned(visits(Role.VERIFIER))
    text = html(page)
    assert "direncanakan 1 Desember 2026, sedangkan hari ini 24 November 2026" in text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    page = click(page, "begin")
    page = click(page, "undo-start")
    assert "begin" in {button.key for button in page.button}
    page.text_input(key="call-off-reason").set_value("Wali Kota dinas luar")
    page = submit(page, "Batalkan rapat ini")
    assert "dibatalkan" in html(page)
    assert "Wali Kota dinas luar" in html(page)
    assert "Wali Kota dinas luar" in html(visits(Role.GUEST, kode=CODE))


def test_minutes_to_copy_are_for_everybody_and_the_whole_ones_are_marked(visits: Visits) -> None:
    page = visits(Role.ADMINISTRATOR, kode="RK-2026-10", lihat="kirim")
    assert SECRET not in page.code[0].value
    assert "Arahan rahasia" in page.code[0].value
    assert [element for element in page.get("popover") if element.proto.popover.label == "Versi lengkap (rahasia)"]
    page.session_state["whole-version"] = True
    page = whole(page.run())
    (whole_version,) = [element.value for element in page.code if SECRET in element.value]
    assert whole_version.startswith("RAHASIA")
