"""The page of an agency: what turned red stands before what turned green; without a closed meeting it says so."""

import pytest

from smartcity.ui.frame.sitemap import AGENCIES
from tests.sample import sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_database(tmp_path_factory.mktemp("swings"))


def test_f13_green_to_red_comes_before_red_to_green_and_leads_to_the_programme(
    sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = html(visit(sample, AGENCIES, monkeypatch, kode="DLH"))
    assert "Sejak rapat 20\N{NO-BREAK SPACE}Okt\N{NO-BREAK SPACE}2026" in content
    assert content.index(">Memburuk<") < content.index(">Membaik<")
    worse = content[content.index(">Memburuk<") : content.index(">Membaik<")]
    assert "kode=EN-04" in worse
    assert '<s class="muted">Sesuai Rencana</s>' in worse
    assert "sejak=2026-10-20" in content


def test_before_the_first_meeting_the_list_says_when_it_fills(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = html(visit(sample, AGENCIES, monkeypatch, kode="DLH", per="2026-08-01"))
    assert "Belum ada rapat yang ditutup" in content
    assert ">Membaik<" not in content


def test_the_next_step_is_counted_and_placed(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = html(visit(sample, AGENCIES, monkeypatch, kode="DISHUB"))
    assert "Kirim 2 laporan lagi paling lambat 30 November 2026: menjadi Terlambat Lapor" in content
