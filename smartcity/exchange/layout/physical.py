"""The sheets of programmes measured physically: the planned curve, and the percentages reported."""

from smartcity.exchange.layout.columns import KNOWN_SINCE, REVIEW, SAID_BY, Cell, Column, Edge, Sheet, day, link, text

PHYSICAL_SHEETS = (
    Sheet(
        "planned_percent",
        "Kurva Rencana",
        ("programme", "day"),
        (
            link("programme", "Program", "programme", required=True),
            day("day", "Per Tanggal", Edge.END, required=True),
            Column("percent", "Rencana (%)", Cell.DECIMAL),
            KNOWN_SINCE,
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
            KNOWN_SINCE,
            SAID_BY,
            *REVIEW,
        ),
    ),
)
