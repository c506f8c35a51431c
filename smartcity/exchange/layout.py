"""The workbook, declared: its sheets in order, their headings, what each cell holds. Headings are the file format."""

from dataclasses import dataclass
from enum import StrEnum

from smartcity.domain import kinds as k


class Cell(StrEnum):
    """What a column holds; also the key of its line of help."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    INSTANT = "instant"
    TIME = "time"
    DECIMAL = "decimal"
    INTEGER = "integer"
    YES_NO = "yes_no"
    CHOICE = "choice"
    QUARTER = "quarter"
    CODES = "codes"
    NAMES = "names"
    ZONE = "zone"
    SCHEME = "scheme"


@dataclass(frozen=True, slots=True)
class Column:
    """`refers` names the noun whose code stands here; `choices` the closed list whose labels stand here.

    Decimals keep `digits` before and `places` after the mark, as their column in the database does.
    """

    field: str
    heading: str
    cell: Cell = Cell.TEXT
    required: bool = False
    refers: str | None = None
    choices: type[StrEnum] | None = None
    digits: int = 16
    places: int = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """One noun; `key` are the fields that tell two rows apart, () for facts, which differ by all they say."""

    noun: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def is_fact(self) -> bool:
        return not self.key


def _code(noun: str | None = None, heading: str = "Kode", field: str = "code") -> Column:
    return Column(field, heading, Cell.CODE, required=True, refers=noun)


def _text(field: str, heading: str, *, required: bool = False) -> Column:
    return Column(field, heading, Cell.TEXT, required)


def _day(field: str, heading: str, *, required: bool = False) -> Column:
    return Column(field, heading, Cell.DAY, required)


def _number(field: str, heading: str) -> Column:
    return Column(field, heading, Cell.DECIMAL)


def _weight() -> Column:
    return Column("weight", "Bobot", Cell.DECIMAL, digits=8, places=4)


def _rupiah(field: str, heading: str) -> Column:
    return Column(field, heading, Cell.DECIMAL, required=True, digits=18, places=2)


def _whole(field: str, heading: str, *, required: bool = False) -> Column:
    return Column(field, heading, Cell.INTEGER, required)


def _yes(field: str, heading: str) -> Column:
    return Column(field, heading, Cell.YES_NO)


def _choice(field: str, heading: str, choices: type[StrEnum], *, required: bool = False) -> Column:
    return Column(field, heading, Cell.CHOICE, required, choices=choices)


def _quarter(field: str, heading: str = "Triwulan", *, required: bool = True) -> Column:
    return Column(field, heading, Cell.QUARTER, required)


def _link(field: str, heading: str, noun: str, *, required: bool = False) -> Column:
    return Column(field, heading, Cell.CODE, required, refers=noun)


def _links(field: str, heading: str, noun: str) -> Column:
    return Column(field, heading, Cell.CODES, refers=noun)


KNOWN_SINCE = Column("recorded_at", "Dicatat Pada", Cell.INSTANT)
SAID_BY = Column("recorded_by", "Dicatat Oleh")
REVIEW = (
    _choice("verdict", "Putusan", k.Verdict),
    Column("reviewed_at", "Diputus Pada", Cell.INSTANT),
    _text("reviewed_by", "Diputus Oleh"),
    _text("review_note", "Catatan Verifikator"),
)

PLAN_SHEETS = (
    Sheet(
        "masterplan",
        "Rencana Induk",
        ("name",),
        (
            _text("name", "Nama", required=True),
            _text("city", "Kota", required=True),
            _text("legal_basis", "Dasar Hukum"),
            _whole("first_year", "Tahun Awal", required=True),
            _whole("last_year", "Tahun Akhir", required=True),
            _choice("credit_rule", "Aturan Hitung", k.CreditRule),
            Column("health_scheme", "Skema Kesehatan", Cell.SCHEME),
            Column("zone", "Zona Waktu", Cell.ZONE),
            _yes("is_sample", "Contoh"),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "dimension",
        "Dimensi",
        ("code",),
        (_code(), _text("name", "Nama", required=True), _whole("position", "Urutan", required=True), KNOWN_SINCE),
    ),
    Sheet(
        "sub_dimension",
        "Sub-dimensi",
        ("code",),
        (
            _code(),
            _text("name", "Nama", required=True),
            _text("alias", "Alias"),
            _link("dimension", "Dimensi", "dimension", required=True),
            _whole("position", "Urutan", required=True),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "agency",
        "OPD",
        ("code",),
        (
            _code(),
            _text("name", "Nama", required=True),
            _text("short_name", "Nama Singkat", required=True),
            Column("aliases", "Alias", Cell.NAMES),
            _day("valid_from", "Berlaku Sejak"),
            _day("valid_until", "Berlaku Sampai"),
            _link("successor", "Penerus", "agency"),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "area",
        "Wilayah",
        ("code",),
        (
            _code(),
            _text("name", "Nama", required=True),
            _text("kind", "Jenis", required=True),
            _text("parent", "Induk"),
            KNOWN_SINCE,
        ),
    ),
    Sheet("mission", "Misi", ("code",), (_code(), _text("name", "Nama", required=True), KNOWN_SINCE)),
    Sheet(
        "programme",
        "Program",
        ("code",),
        (
            _code(),
            _text("name", "Nama", required=True),
            _text("long_name", "Kepanjangan"),
            _text("description", "Uraian"),
            _link("sub_dimension", "Sub-dimensi", "sub_dimension", required=True),
            _link("lead_agency", "OPD Penanggung Jawab", "agency", required=True),
            _links("supports", "OPD Pendukung", "agency"),
            _choice("horizon", "Jangka", k.Horizon, required=True),
            _yes("is_quick_win", "Quick Win"),
            _weight(),
            _day("starts_on", "Mulai", required=True),
            _day("ends_on", "Selesai", required=True),
            _links("missions", "Misi", "mission"),
            _text("source", "Sumber"),
            _yes("is_sample", "Contoh"),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "action_plan",
        "Rencana Aksi",
        ("code",),
        (
            _code(),
            _link("programme", "Program", "programme", required=True),
            _text("name", "Nama", required=True),
            _choice("kind", "Jenis", k.ActionKind, required=True),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "milestone",
        "Tahapan",
        ("code",),
        (
            _code(),
            _link("action_plan", "Rencana Aksi", "action_plan", required=True),
            _text("name", "Nama", required=True),
            _weight(),
            _day("starts_on", "Mulai", required=True),
            _day("due_on", "Tenggat", required=True),
            _day("first_due_on", "Tenggat Pertama"),
            _yes("needs_evidence", "Perlu Bukti"),
            _day("cancelled_on", "Dibatalkan Pada"),
            _day("postponed_on", "Ditunda Pada"),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "period",
        "Periode",
        ("kind", "year", "number"),
        (
            _choice("kind", "Jenis", k.PeriodKind, required=True),
            _whole("year", "Tahun", required=True),
            _quarter("number", "Nomor"),
            _day("opens_on", "Dibuka", required=True),
            _day("closes_on", "Ditutup", required=True),
            _whole("grace_days", "Hari Tenggang"),
            KNOWN_SINCE,
        ),
    ),
)
FACT_SHEETS = (
    Sheet(
        "update",
        "Pembaruan",
        (),
        (
            _link("milestone", "Tahapan", "milestone", required=True),
            _choice("claim", "Status", k.Claim, required=True),
            _whole("percent", "Persen"),
            _day("achieved_on", "Tercapai Pada"),
            _text("note", "Catatan"),
            _text("evidence_title", "Bukti Dukung"),
            _text("evidence_url", "Tautan Bukti"),
            KNOWN_SINCE,
            SAID_BY,
            *REVIEW,
        ),
    ),
    Sheet(
        "due_date_change",
        "Perubahan Tenggat",
        (),
        (
            _link("milestone", "Tahapan", "milestone", required=True),
            _day("old_due_on", "Tenggat Lama", required=True),
            _day("new_due_on", "Tenggat Baru", required=True),
            _text("reason", "Alasan", required=True),
            KNOWN_SINCE,
            SAID_BY,
            Column("approved_at", "Disetujui Pada", Cell.INSTANT),
            _text("approved_by", "Disetujui Oleh"),
        ),
    ),
    Sheet(
        "waiting",
        "Menunggu",
        (),
        (
            _link("milestone", "Tahapan", "milestone", required=True),
            _link("on_milestone", "Menunggu Tahapan", "milestone"),
            _link("on_agency", "Menunggu OPD", "agency"),
            _text("on_party", "Menunggu Pihak Lain"),
            _day("since", "Sejak", required=True),
            _text("note", "Catatan"),
            KNOWN_SINCE,
            SAID_BY,
            _day("ended_on", "Berakhir Pada"),
            _text("end_note", "Catatan Akhir"),
            Column("ended_at", "Akhir Dicatat Pada", Cell.INSTANT),
            _text("ended_by", "Akhir Dicatat Oleh"),
        ),
    ),
    Sheet(
        "statement",
        "Laporan Program",
        (),
        (
            _link("programme", "Program", "programme", required=True),
            _choice("kind", "Jenis Periode", k.PeriodKind),
            _whole("year", "Tahun", required=True),
            _quarter("number"),
            _choice("own_rating", "Penilaian OPD", k.OwnRating),
            _text("happened", "Yang Terjadi"),
            _text("obstacle", "Hambatan"),
            _link("obstacle_milestone", "Tahapan Terhambat", "milestone"),
            _text("next_step", "Langkah Berikut"),
            _text("help_needed", "Bantuan Diperlukan"),
            _text("help_from", "Bantuan Dari"),
            KNOWN_SINCE,
            SAID_BY,
        ),
    ),
)
OUTCOME_SHEETS = (
    Sheet(
        "indicator",
        "Indikator",
        ("code",),
        (
            _code(),
            _text("name", "Nama", required=True),
            _text("definition", "Definisi"),
            _text("formula", "Rumus"),
            _text("unit", "Satuan", required=True),
            _choice("direction", "Arah", k.Direction, required=True),
            _choice("calculation", "Cara Hitung", k.Calculation, required=True),
            _yes("is_key", "IKU"),
            _number("baseline", "Nilai Awal"),
            _whole("baseline_year", "Tahun Awal"),
            _number("plausible_lower", "Wajar Dari"),
            _number("plausible_upper", "Wajar Sampai"),
            _yes("is_by_area", "Per Kecamatan"),
            _link("sub_dimension", "Sub-dimensi", "sub_dimension", required=True),
            _link("agency", "OPD", "agency", required=True),
            _links("programmes", "Program", "programme"),
            _text("source", "Sumber"),
            _day("retired_on", "Berhenti Pada"),
            _link("replaced_by", "Diganti Oleh", "indicator"),
            _yes("is_sample", "Contoh"),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "target",
        "Target",
        ("indicator", "year", "quarter"),
        (
            _link("indicator", "Indikator", "indicator", required=True),
            _whole("year", "Tahun", required=True),
            _quarter("quarter", required=False),
            _number("value", "Target"),
            _number("lower", "Batas Bawah"),
            _number("upper", "Batas Atas"),
            _text("text", "Target Teks"),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "reading",
        "Realisasi",
        (),
        (
            _link("indicator", "Indikator", "indicator", required=True),
            _whole("year", "Tahun", required=True),
            _quarter("quarter"),
            _number("value", "Realisasi"),
            _number("numerator", "Pembilang"),
            _number("denominator", "Penyebut"),
            _text("text", "Realisasi Teks"),
            _link("area", "Wilayah", "area"),
            _text("note", "Catatan"),
            _text("reason", "Alasan"),
            KNOWN_SINCE,
            SAID_BY,
            *REVIEW,
        ),
    ),
    Sheet(
        "budget",
        "Anggaran",
        ("programme", "year", "source"),
        (
            _link("programme", "Program", "programme", required=True),
            _whole("year", "Tahun", required=True),
            _choice("source", "Sumber", k.BudgetSource, required=True),
            _rupiah("ceiling", "Pagu"),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "budget_realisation",
        "Realisasi Anggaran",
        (),
        (
            _link("programme", "Program", "programme", required=True),
            _whole("year", "Tahun", required=True),
            _choice("source", "Sumber", k.BudgetSource, required=True),
            _quarter("quarter"),
            _rupiah("realised", "Realisasi"),
            KNOWN_SINCE,
            SAID_BY,
        ),
    ),
    Sheet(
        "quick_win_year",
        "Quick Win Tahunan",
        ("programme", "year"),
        (
            _link("programme", "Program", "programme", required=True),
            _whole("year", "Tahun", required=True),
            _choice("state", "Keadaan", k.QuickWinState, required=True),
            _text("note", "Catatan"),
            KNOWN_SINCE,
        ),
    ),
)
CYCLE_SHEETS = (
    Sheet(
        "meeting",
        "Rapat",
        ("code",),
        (
            _code(),
            _text("name", "Nama", required=True),
            _day("held_on", "Tanggal", required=True),
            Column("starts_at", "Jam", Cell.TIME),
            _text("place", "Tempat"),
            _text("minutes", "Risalah"),
            Column("closed_at", "Ditutup Pada", Cell.INSTANT),
            KNOWN_SINCE,
        ),
    ),
    Sheet(
        "decision",
        "Arahan",
        ("code",),
        (
            _code(),
            _link("meeting", "Rapat", "meeting", required=True),
            _text("text", "Arahan", required=True),
            _link("agency", "OPD", "agency", required=True),
            _link("programme", "Program", "programme"),
            _day("due_on", "Tenggat"),
            _yes("is_confidential", "Rahasia"),
            _day("closed_on", "Selesai Pada"),
            _text("follow_up", "Tindak Lanjut"),
            KNOWN_SINCE,
        ),
    ),
)

SHEETS = (*PLAN_SHEETS, *FACT_SHEETS, *OUTCOME_SHEETS, *CYCLE_SHEETS)
REQUIRED_SHEETS = ("masterplan", "dimension", "sub_dimension", "agency", "programme", "action_plan", "milestone")
BY_NOUN = {sheet.noun: sheet for sheet in SHEETS}
