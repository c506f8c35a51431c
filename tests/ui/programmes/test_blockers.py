"""Whose ball it is, as the screens tell it: at the milestone, at the party waited for, on earlier days, in English."""

from pathlib import Path

import pytest

from smartcity.ui.frame.sitemap import AGENCIES, PROGRAMMES, TIMELINE, Screen
from tests.sample import sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("waits")
    return sample_database(folder)


def page_text(url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, **query: str) -> str:
    return html(visit(url, screen, monkeypatch, **query)).replace("\N{NO-BREAK SPACE}", " ")


def test_a_milestone_names_whom_it_is_late_for(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_text(sample, PROGRAMMES, monkeypatch, kode="BR-02")
    assert "satu tahapan terlambat karena menunggu pihak lain." in text
    assert "karena menunggu Dinas PUPR</span>" in text
    assert "menunggu Dinas PUPR sejak 14 Sep 2026 (71 hari)" in text


def test_what_was_told_only_afterwards_says_so(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_text(sample, PROGRAMMES, monkeypatch, kode="GV-06")
    assert "menunggu Kantor Pertanahan sejak 20 Jul 2026 (127 hari), baru dicatat 12 Okt 2026" in text


def test_before_it_was_told_nobody_waited(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_text(sample, PROGRAMMES, monkeypatch, kode="GV-06", per="2026-10-11")
    assert "menunggu Kantor Pertanahan" not in text
    assert "karena menunggu" not in text


def test_the_party_sees_who_waits_and_its_own_lateness_apart(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_text(sample, AGENCIES, monkeypatch, kode="PUPR")
    assert "satu tahapan terlambat, satu lagi karena menunggu pihak lain." in text
    assert "1 terlambat sendiri, 1 karena menunggu pihak lain" in text
    waiting = text.split("Ditunggu OPD lain")[1].split("</table>")[0]
    assert [name in waiting for name in ("kode=BR-02", "kode=EN-02", "kode=BR-07")] == [True] * 3


def test_the_five_most_awaited_stand_with_all_agencies(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = page_text(sample, AGENCIES, monkeypatch).split("Paling ditunggu")[1].split("</table>")[0]
    assert table.count("<tr") == 6
    assert table.index("Dinas PUPR</a>") < table.index("BPKAD</a>") < table.index("Kantor Pertanahan")


def test_the_timeline_is_narrowed_by_its_address(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_text(sample, TIMELINE, monkeypatch, opd="DLH", hari="90")
    assert "6 tahapan terlambat, 1 karena menunggu pihak lain · 3 tenggat pernah dipindahkan" in text
    assert "3 tahapan pindah tenggat, rata-rata 83 hari dari janji pertama" in text
    assert "kode=PUPR" not in text
    assert "Pengukuran timbulan per kelurahan" not in page_text(sample, TIMELINE, monkeypatch, dimensi="GV")


def test_english_tells_the_same(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_text(sample, PROGRAMMES, monkeypatch, kode="BR-02", bahasa="en")
    assert "with Dinas PUPR since 14 Sep 2026 (71 days)" in text
    assert "money ahead of work by 55 points" in text


def test_a_quarter_to_come_is_no_zero(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page_text(sample, PROGRAMMES, monkeypatch, kode="GV-04", per="2026-10-30")
    table = text.split("Anggaran: keuangan dan fisik")[1].split("</table>")[0]
    assert "belum waktunya" in table
    assert ">Rp0<" not in table
