"""Members of closed lists as people write them, and the scales that are made of them in one cell."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from smartcity.domain import enums as k
from smartcity.domain.enums import Health, Predicate
from smartcity.domain.thresholds import scale
from smartcity.exchange.workbook.cells import CellValue, Unreadable, listed, text
from smartcity.exchange.workbook.letters import letters, plain_width
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import Words

# Compared by their letters alone: "Non-Akumulasi", "non akumulasi" and "NONAKUMULASI" are one.
SYNONYMS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    k.CreditRule: {
        k.CreditRule.COMPLETED_ONLY: "saat selesai; selesai saja; hanya selesai; 0/100; completed; on completion",
        k.CreditRule.HALF_ON_START: "setengah saat mulai; 50/50; half; setengah",
        k.CreditRule.REPORTED_PERCENT: "persentase dilaporkan; persentase; persen; laporan persen; percent; reported",
    },
    k.Claim: {
        k.Claim.NOT_STARTED: (
            "belum; belum dimulai; belum berjalan; belum dilaksanakan; belum terlaksana; belum ada; "
            "tidak berjalan; belum dikerjakan; not yet; not begun; pending; to do"
        ),
        k.Claim.RUNNING: (
            "sedang berjalan; masih berjalan; sedang berlangsung; belum selesai; "
            "proses; dalam proses; sedang diproses; on progress; in progress; on going; "
            "ongoing; onprogress; sedang dilaksanakan; dalam pelaksanaan; sedang dikerjakan; berlangsung; "
            "pelaksanaan; started; mulai; sudah dimulai"
        ),
        k.Claim.DONE: (
            "tuntas; sudah selesai; telah selesai; rampung; terlaksana; sudah terlaksana; telah terlaksana; "
            "sudah dilaksanakan; telah dilaksanakan; tercapai; completed; complete; finished; finish; closed; 100%"
        ),
    },
    k.Verdict: {
        k.Verdict.VERIFIED: (
            "diverifikasi; sudah diverifikasi; verifikasi; valid; sah; disetujui; setuju; diterima; "
            "approved; accepted; ok"
        ),
        k.Verdict.RETURNED: "kembali; kembalikan; ditolak; tolak; revisi; perbaikan; perlu perbaikan; rejected",
    },
    k.OwnRating: {
        k.OwnRating.ON_TRACK: "sesuai; sesuai target; on schedule; hijau; green; baik; lancar",
        k.OwnRating.ATTENTION: "perhatian; kuning; yellow; waspada; at risk; berisiko; attention; amber",
        k.OwnRating.LATE: "lambat; merah; red; tertinggal; delayed; behind",
    },
    k.Horizon: {
        k.Horizon.QUICK_WIN: "quick wins; qw; percepatan",
        k.Horizon.SHORT: "pendek; short-term; shortterm; jk pendek",
        k.Horizon.MEDIUM: "menengah; sedang; mid term; medium-term; mid; jk menengah",
        k.Horizon.LONG: "panjang; long-term; longterm; jk panjang",
    },
    k.ActionKind: {
        k.ActionKind.CAPACITY: (
            "sdm; kapasitas sdm; peningkatan sdm; pengembangan sdm; pengembangan kapasitas sdm; "
            "penguatan kapasitas sdm; peningkatan kapasitas; kapasitas; pelatihan; bimtek; sumber daya manusia; "
            "peningkatan kapasitas sumber daya manusia; pengembangan kapasitas; human resources; training; capacity"
        ),
        k.ActionKind.INFRASTRUCTURE: (
            "infrastruktur; infrastruktur pendukung; pembangunan infrastruktur; "
            "pengembangan infrastruktur; pengembangan infrastruktur pendukung; penyediaan infrastruktur; "
            "infrastructure development; sarana prasarana"
        ),
        k.ActionKind.APPLICATION: (
            "aplikasi; aplikasi pendukung; pengembangan aplikasi; pembangunan aplikasi; "
            "pembangunan aplikasi pendukung; perangkat lunak; sistem informasi; software; application development; "
            "supporting applications"
        ),
        k.ActionKind.LITERACY: (
            "literasi; literasi smart city; pengembangan literasi; peningkatan literasi; "
            "penguatan literasi; literasi masyarakat; peningkatan literasi smart city; sosialisasi; literacy"
        ),
    },
    k.Direction: {
        k.Direction.HIGHER: (
            "naik; meningkat; peningkatan; tinggi; semakin tinggi semakin baik; makin tinggi; positif; "
            "maximize; maximise; increase; increasing; up; higher; semakin besar semakin baik; +; ↑"
        ),
        k.Direction.LOWER: (
            "turun; menurun; penurunan; rendah; semakin rendah semakin baik; makin rendah; negatif; "
            "minimize; minimise; decrease; decreasing; down; lower; semakin kecil semakin baik; ↓"
        ),
        k.Direction.TEXT: "kualitatif; uraian; predikat; opini; qualitative",
    },
    k.Calculation: {
        k.Calculation.CUMULATIVE: (
            "akumulasi; akumulatif; terakumulasi; komulatif; kumulasi; jumlah; penjumlahan; sum; "
            "total; dijumlahkan; accumulative; accumulated"
        ),
        k.Calculation.LATEST: (
            "non-akumulasi; non akumulatif; non-kumulatif; non komulatif; tidak kumulatif; terakhir; "
            "posisi akhir; posisi terakhir; akhir; nilai akhir; last; last value; non-cumulative; realisasi terakhir"
        ),
        k.Calculation.RATIO: "rasio; pembilang dibagi penyebut; perbandingan; ratio",
    },
    k.PeriodKind: {
        k.PeriodKind.MONTH: "bulanan; per bulan; monthly",
        k.PeriodKind.QUARTER: "triwulanan; tw; per triwulan; kuartal; kuartalan; quarterly; q",
    },
    k.QuickWinState: {
        k.QuickWinState.RUNNING: "berjalan; masih jalan; aktif; lanjut; berlanjut; tetap berjalan; active; ongoing",
        k.QuickWinState.STOPPED: "tidak berjalan; tidak lanjut; tidak aktif; dihentikan; terhenti; stop; inactive",
        k.QuickWinState.ROUTINE: "rutin; jadi rutin; kegiatan rutin; routine; permanen",
        k.QuickWinState.NEW: "baru dimulai; baru mulai; new quick win; baru tahun ini",
    },
    k.BudgetSource: {
        k.BudgetSource.APBD: "apbd kota; apbd kab; apbd kabupaten; apbd kab/kota; apbd murni; pad; local budget",
        k.BudgetSource.NON_APBD: (
            "apbn; dak; dak fisik; dak non fisik; csr; hibah; swasta; tjslp; kpbu; non apbd lainnya; "
            "apbd provinsi; apbd prov; bantuan provinsi; private; grant"
        ),
    },
}


@cache
def _labels(choices: type[StrEnum]) -> dict[str, StrEnum]:
    """Stored values and labels of both languages, by their letters."""
    return {
        letters(name): member
        for member in choices
        for name in (member.value, *(Words(language).label(member) for language in LANGUAGES))
    }


@cache
def _synonyms(choices: type[StrEnum]) -> dict[str, StrEnum]:
    return {
        form: member
        for member in choices
        for spelling in SYNONYMS.get(choices, {}).get(member, "").split(";")
        if (form := letters(spelling) or spelling.strip())
    }


def choice(value: object, choices: type[StrEnum]) -> CellValue:
    """By its label; by what else people write for it, with the sentence that says so; what brackets add is left out."""
    return _choice(plain_width(text(value)), choices)


@lru_cache(maxsize=10_000)
def _choice(typed: str, choices: type[StrEnum]) -> CellValue:
    bare = typed.partition("(")[0].strip() or typed
    for form in dict.fromkeys((letters(typed), letters(bare))):
        if form in _labels(choices):
            member = _labels(choices)[form]
            return CellValue(member) if form == letters(typed) else _taken_for(member)
    for form in dict.fromkeys((letters(typed), letters(bare), typed)):
        if form in _synonyms(choices):
            return _taken_for(_synonyms(choices)[form])
    raise Unreadable("import.cell.choice", allowed=" · ".join(Words().label(member) for member in choices))


def _taken_for(member: StrEnum) -> CellValue:
    return CellValue(member, "import.row.misspelt", {"meant": Words().label(member)})


BAND = re.compile(r"(\d+(?:[.,]\d+)?)\s+(\S.*)")


def scheme(value: object) -> list[list[str]]:
    """[[lower, health], …] best first, as the plan keeps it."""
    return _bands(value, Health, "import.cell.scheme")


def predicate_scale(value: object) -> list[list[str]]:
    """[[lower per cent, predicate], …] best first."""
    return _bands(value, Predicate, "import.cell.scale")


def _bands(value: object, names: type[StrEnum], refusal: str) -> list[list[str]]:
    matches = [BAND.fullmatch(part) for part in listed(value)]
    try:
        pairs = [(Decimal(band[1].replace(",", ".")), choice(band[2], names).value) for band in matches if band]
        scale(*pairs)
    except ValueError as error:
        raise Unreadable(refusal) from error
    if not all(matches):
        raise Unreadable(refusal)
    return [[str(lower), name.value] for lower, name in pairs]


def scheme_text(steps: list[list[str]], words: Words) -> str:
    names: type[StrEnum] = Health if steps[0][1] in set(Health) else Predicate
    return "; ".join(f"{str(lower).replace('.', ',')} {words.label(names(name))}" for lower, name in steps)
