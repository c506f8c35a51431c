"""The sheets of what was reported: updates, moved dates, waits, statements, planned and physical percentages."""

from smartcity.domain import enums as k
from smartcity.exchange.workbook.layout.columns import (
    RECORDED_AT,
    RECORDED_BY,
    REVIEW,
    Cell,
    Column,
    Edge,
    Sheet,
    choice,
    day,
    link,
    percent,
    quarter,
    text,
    whole,
)

FACT_SHEETS = (
    Sheet(
        "update",
        "Pembaruan",
        (),
        (
            link("milestone", "Tahapan", "milestone", required=True),
            choice("claim", "Status", k.Claim, required=True),
            percent("percent", "Persen"),
            day("achieved_on", "Tercapai Pada", Edge.END),
            text("note", "Catatan"),
            text("evidence_title", "Bukti Dukung"),
            text("evidence_url", "Tautan Bukti"),
            RECORDED_AT,
            RECORDED_BY,
            *REVIEW,
        ),
    ),
    Sheet(
        "due_date_change",
        "Perubahan Tenggat",
        (),
        (
            link("milestone", "Tahapan", "milestone", required=True),
            day("old_due_on", "Tenggat Lama", Edge.END, required=True),
            day("new_due_on", "Tenggat Baru", Edge.END, required=True),
            text("reason", "Alasan", required=True),
            RECORDED_AT,
            RECORDED_BY,
            Column("approved_at", "Disetujui Pada", Cell.INSTANT),
            text("approved_by", "Disetujui Oleh"),
        ),
    ),
    Sheet(
        "waiting",
        "Menunggu",
        (),
        (
            link("milestone", "Tahapan", "milestone", required=True),
            link("on_milestone", "Menunggu Tahapan", "milestone"),
            link("on_agency", "Menunggu OPD", "agency"),
            text("on_party", "Menunggu Pihak Lain"),
            day("since", "Sejak", Edge.START, required=True),
            text("note", "Catatan"),
            RECORDED_AT,
            RECORDED_BY,
            day("ended_on", "Berakhir Pada", Edge.END),
            text("end_note", "Catatan Akhir"),
            Column("ended_at", "Akhir Dicatat Pada", Cell.INSTANT),
            text("ended_by", "Akhir Dicatat Oleh"),
        ),
    ),
    Sheet(
        "statement",
        "Laporan Program",
        (),
        (
            link("programme", "Program", "programme", required=True),
            choice("kind", "Jenis Periode", k.PeriodKind),
            whole("year", "Tahun", required=True),
            quarter("number"),
            choice("own_rating", "Penilaian OPD", k.OwnRating),
            text("happened", "Yang Terjadi"),
            text("obstacle", "Hambatan"),
            link("obstacle_milestone", "Tahapan Terhambat", "milestone"),
            text("next_step", "Langkah Berikut"),
            text("help_needed", "Bantuan Diperlukan"),
            text("help_from", "Bantuan Dari"),
            RECORDED_AT,
            RECORDED_BY,
        ),
    ),
)


PHYSICAL_SHEETS = (
    Sheet(
        "planned_percent",
        "Kurva Rencana",
        ("programme", "day"),
        (
            link("programme", "Program", "programme", required=True),
            day("day", "Per Tanggal", Edge.END, required=True),
            Column("percent", "Rencana (%)", Cell.DECIMAL),
            RECORDED_AT,
        ),
    ),
    Sheet(
        "physical_update",
        "Realisasi Fisik",
        (),
        (
            link("programme", "Program", "programme", required=True),
            day("day", "Per Tanggal", Edge.END, required=True),
            Column("percent", "Realisasi (%)", Cell.DECIMAL),
            text("note", "Catatan"),
            text("evidence_title", "Bukti Dukung"),
            text("evidence_url", "Tautan Bukti"),
            RECORDED_AT,
            RECORDED_BY,
            *REVIEW,
        ),
    ),
)
