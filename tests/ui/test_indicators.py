"""Indikator: what the address chooses, the work behind each, one line over a change of indicator, areas."""

import re

import pytest

from smartcity.ui.frame.sitemap import INDICATORS
from tests.sample import sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit

LISTED = re.compile(r'<td class="wide"[^>]*><a href="/indikator\?[^"]*kode=(IK-\d+)')


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_database(tmp_path_factory.mktemp("indicators"))


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"dimensi": "EN"}, {"IK-37", "IK-38", "IK-39", "IK-40"}),
        ({"dimensi": "EN", "jenis": "iku"}, {"IK-37", "IK-39"}),
        ({"opd": "DISHUB"}, {"IK-30", "IK-40"}),
        ({"opd": "DISHUB", "dimensi": "EN", "jenis": "iku"}, set()),
    ],
)
def test_the_address_chooses_by_dimension_agency_and_kind(
    sample: str, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], codes: set[str]
) -> None:
    text = html(visit(sample, INDICATORS, monkeypatch, **query))
    assert set(LISTED.findall(text)) == codes


def test_the_list_names_programmes_and_both_achievements(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(sample, INDICATORS, monkeypatch, opd="DISPARPORA")
    text = html(page)
    assert "Capaian s.d. Triwulan" in text
    assert "Capaian Setahun" in text
    assert re.search(r"/program\?[^\"]*kode=BR-01", text)
    assert "menunggu: 132,1" in text, "what waits is told apart from what counts"
    assert "3 indikator terhadap target: " in page.get("plotly_chart")[0].proto.alt


@pytest.mark.parametrize(("query", "count"), [({}, 8), ({"tren": "semua"}, 36), ({"dimensi": "EN"}, 3)])
def test_the_lowest_are_drawn_first_and_all_when_asked(
    sample: str, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], count: int
) -> None:
    page = visit(sample, INDICATORS, monkeypatch, **query)
    assert page.get("plotly_chart")[0].proto.alt.startswith(f"{count} indikator terhadap target: ")


def test_a_replaced_indicator_is_one_line_with_the_one_after_it(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for code, names in (("IK-05", "Diganti oleh"), ("IK-06", "Menggantikan")):
        page = visit(sample, INDICATORS, monkeypatch, kode=code)
        assert page.get("plotly_chart")[0].proto.alt.endswith("Bersambung: Indeks SPBE → Indeks Pemdi.")
        assert names in html(page)


def test_what_waits_and_what_was_read_by_area_stand_on_the_card(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = html(visit(sample, INDICATORS, monkeypatch, kode="IK-11"))
    assert "TW IV 2026 menunggu verifikasi: 138.400 orang." in text
    assert "Karcis daring ikut dihitung sejak Oktober" in text
    text = html(visit(sample, INDICATORS, monkeypatch, kode="IK-26"))
    assert re.search(r"Talawi</td>\s*<td[^>]*>11,1", text)


def test_a_choice_that_nothing_fits_says_so(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = html(visit(sample, INDICATORS, monkeypatch, dimensi="EN", opd="RSUD"))
    assert "Tidak ada yang cocok dengan pilihan ini." in content
    assert "Belum ada indikator di masterplan ini" not in content
