"""The sample's plan rows: masterplan, dimensions, agencies, areas, programmes, milestones, periods, meetings."""

from datetime import date, datetime
from decimal import Decimal

from smartcity.domain.enums import ActionKind, Claim, CreditRule, Horizon, PeriodKind
from tools.sample.physical import measure_of
from tools.sample.progress import (
    EVIDENCE,
    PERIODS,
    SOURCES,
    ZONE,
    Fields,
    first_promises,
    instant,
    moves,
    updates,
    window,
)
from tools.sample.tables import Plan, Step, known_facts, operator, padded, programmes, rows, spread

FOUNDED = datetime(2023, 4, 3, 9, 0, tzinfo=ZONE)
ADOPTED = datetime(2023, 10, 2, 9, 0, tzinfo=ZONE)
PERIODS_SET = datetime(2025, 1, 6, 9, 0, tzinfo=ZONE)
NAME = "Masterplan Smart City Kota Sawahlunto 2023–2028 (contoh)"
DIMENSION_CODES = {
    "Smart Governance": "GV",
    "Smart Branding": "BR",
    "Smart Economy": "EC",
    "Smart Living": "LV",
    "Smart Society": "SO",
    "Smart Environment": "EN",
}
HORIZONS = dict(zip(("quick win", "pendek", "menengah", "panjang"), Horizon, strict=True))
KINDS = dict(zip(("sdm", "infrastruktur", "aplikasi", "literasi"), ActionKind, strict=True))


def masterplan() -> list[Fields]:
    return [
        {
            "name": NAME,
            "city": "Kota Sawahlunto",
            "legal_basis": "Data contoh; nomor peraturan belum dimuat",
            "first_year": 2023,
            "last_year": 2028,
            "credit_rule": CreditRule.COMPLETED_ONLY,
            "zone": "Asia/Jakarta",
            "is_sample": True,
            "recorded_at": FOUNDED,
        }
    ]


def dimensions() -> list[Fields]:
    return [
        {"code": code, "name": name, "position": place, "recorded_at": FOUNDED}
        for place, (name, code) in enumerate(DIMENSION_CODES.items(), 1)
    ]


def sub_dimension_codes() -> dict[str, str]:
    """The code of each official sub-dimension by its name: `GV1`."""
    codes: dict[str, str] = {}
    for fact in known_facts("dimensions"):
        dimension = DIMENSION_CODES[fact["dimensi"]]
        place = 1 + sum(code.startswith(dimension) for code in codes.values())
        codes[fact["sub_dimensi"]] = f"{dimension}{place}"
    return codes


def sub_dimensions() -> list[Fields]:
    codes = sub_dimension_codes()
    return [
        {
            "code": codes[fact["sub_dimensi"]],
            "name": fact["sub_dimensi"],
            "alias": fact["alias"],
            "position": int(codes[fact["sub_dimensi"]][2:]),
            "dimension": DIMENSION_CODES[fact["dimensi"]],
            "recorded_at": FOUNDED,
        }
        for fact in known_facts("dimensions")
    ]


def agencies() -> list[Fields]:
    result: list[Fields] = []
    for row in rows("opd"):
        code, name, short, aliases, _, until, successor = padded(row, 7)
        result.append(
            {
                "code": code,
                "name": name,
                "short_name": short,
                "aliases": tuple(alias.strip() for alias in aliases.split(";")),
                "valid_from": None,
                "valid_until": date.fromisoformat(until) if until else None,
                "successor": successor or None,
                "recorded_at": FOUNDED,
            }
        )
    return result


def areas() -> list[Fields]:
    """Parents by code; the facts name the kecamatan."""
    facts = known_facts("areas")
    return [
        {
            "code": fact["kode_kemendagri"],
            "name": fact["nama"],
            "kind": fact["jenis"],
            "parent": fact["kode_kemendagri"].rpartition(".")[0] if fact["jenis"] != "kota" else None,
            "recorded_at": FOUNDED,
        }
        for fact in facts
    ]


def missions() -> list[Fields]:
    return [{"code": code, "name": name, "recorded_at": ADOPTED} for code, name in rows("misi")]


def _known(plan: Plan) -> datetime:
    if "dicatat" in plan.notes:
        return instant(date.fromisoformat(plan.notes["dicatat"]), plan.code)
    return FOUNDED if plan.code == "GV-07" else ADOPTED


def programme_rows() -> list[Fields]:
    codes, positions = sub_dimension_codes(), dict(rows("jabatan"))
    return [_programme(plan, codes, positions.get(plan.code)) for plan in programmes()]


def _programme(plan: Plan, codes: dict[str, str], position: str | None) -> Fields:
    illustrative = f"{plan.name}: program ilustrasi (contoh)."
    return {
        "code": plan.code,
        "name": plan.name,
        "long_name": plan.notes.get("kepanjangan"),
        "description": plan.notes.get("uraian", illustrative),
        "sub_dimension": codes[plan.sub_dimension],
        "lead_agency": plan.lead,
        "responsible_position": position,
        "supports": plan.supports,
        "horizon": HORIZONS[plan.horizon],
        "is_quick_win": plan.horizon == "quick win",
        "is_sample": not plan.is_real,
        "weight": Decimal(plan.notes.get("bobot", "1")),
        "starts_on": plan.starts,
        "ends_on": plan.ends,
        "missions": (plan.mission,),
        "source": plan.notes.get("sumber", "Data contoh"),
        "measure": measure_of(plan.code),
        "recorded_at": _known(plan),
    }


def known_since() -> dict[str, datetime]:
    """By the code of a programme."""
    return {plan.code: _known(plan) for plan in programmes()}


def action_plans() -> list[Fields]:
    return [
        {
            "code": action.code,
            "name": action.name,
            "kind": KINDS[action.kind],
            "programme": plan.code,
            "recorded_at": _known(plan),
        }
        for plan in programmes()
        for action in plan.actions
    ]


def milestones() -> list[Fields]:
    first = first_promises(moves())
    return [
        _milestone(step, action.code, _known(plan), first.get(step.code))
        for plan in programmes()
        for action in plan.actions
        for step in action.steps
    ]


def _milestone(step: Step, action: str, recorded: datetime, first_due: date | None) -> Fields:
    tale = step.tale
    pending = {row["milestone"]: row["old_due_on"] for row in moves() if row["approved_at"] is None}
    return {
        "code": step.code,
        "name": step.name,
        "action_plan": action,
        "weight": Decimal(step.weight),
        "starts_on": step.starts,
        "due_on": pending.get(step.code, step.due),
        "first_due_on": first_due or pending.get(step.code, step.due),
        "needs_evidence": True,
        "cancelled_on": tale.day if tale.word == "batal" else None,
        "postponed_on": tale.day if tale.word == "tunda" else None,
        "recorded_at": instant(tale.day, step.code) if tale.word == "baru" else recorded,
    }


def update_rows() -> list[Fields]:
    result: list[Fields] = []
    for plan in programmes():
        checker = ("Verifikator Diskominfo", "Verifikator Bappeda")[spread(plan.code, 2)]
        for update in updates(plan):
            is_done = update.claim is Claim.DONE
            result.append(
                {
                    "milestone": update.step.code,
                    "claim": update.claim,
                    "percent": update.percent,
                    "achieved_on": update.achieved,
                    "note": None,
                    "recorded_at": update.at,
                    "recorded_by": operator(plan.lead),
                    "verdict": update.verdict,
                    "reviewed_at": update.reviewed_at,
                    "reviewed_by": checker if update.verdict else None,
                    "review_note": update.review_note,
                    "evidence_title": _evidence(update.step) if is_done else None,
                    "evidence_url": None,
                }
            )
    return sorted(result, key=lambda row: (row["recorded_at"], str(row["milestone"])))


def _evidence(step: Step) -> str:
    return SOURCES.get(step.code) or EVIDENCE[spread(step.code, len(EVIDENCE))].format(step.name)


def periods() -> list[Fields]:
    return [
        {
            "kind": PeriodKind.QUARTER,
            "year": year,
            "number": number,
            "opens_on": window(year, number)[0],
            "closes_on": window(year, number)[1],
            "grace_days": window(year, number)[2],
            "recorded_at": PERIODS_SET,
        }
        for year, number in PERIODS
    ]
