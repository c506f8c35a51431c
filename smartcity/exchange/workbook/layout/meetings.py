"""The sheets of the meeting cycle."""

from smartcity.exchange.workbook.layout.columns import (
    RECORDED_AT,
    Cell,
    Column,
    Edge,
    Sheet,
    code,
    day,
    link,
    text,
    yes,
)

CYCLE_SHEETS = (
    Sheet(
        "meeting",
        "Rapat",
        ("code",),
        (
            code(),
            text("name", "Nama", required=True),
            day("held_on", "Tanggal", required=True),
            Column("starts_at", "Jam", Cell.TIME),
            text("place", "Tempat"),
            text("minutes", "Risalah"),
            Column("closed_at", "Ditutup Pada", Cell.INSTANT),
            RECORDED_AT,
        ),
    ),
    Sheet(
        "decision",
        "Arahan",
        ("code",),
        (
            code(),
            link("meeting", "Rapat", "meeting", required=True),
            text("text", "Arahan", required=True),
            link("agency", "OPD", "agency", required=True),
            link("programme", "Program", "programme"),
            day("due_on", "Tenggat", Edge.END),
            yes("is_confidential", "Rahasia"),
            day("closed_on", "Selesai Pada", Edge.END),
            text("follow_up", "Tindak Lanjut"),
            RECORDED_AT,
        ),
    ),
)
