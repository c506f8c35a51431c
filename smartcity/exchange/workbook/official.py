"""The ministry's six dimensions and 18 sub-dimensions (Kominfo, letter B-1384/DJAI/AI.01.04/12/2023), in its order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OfficialDimension:
    """Sub-dimensions with their English aliases; `other_spellings` are read as the name."""

    code: str
    name: str
    subs: tuple[tuple[str, str], ...]
    other_spellings: tuple[str, ...] = ()


DIMENSIONS = (
    OfficialDimension(
        "GV",
        "Smart Governance",
        (("Layanan Publik", "service"), ("Tata Kelola Birokrasi", "bureaucracy"), ("Kebijakan Publik", "policy")),
        ("Smart Government",),
    ),
    OfficialDimension(
        "BR",
        "Smart Branding",
        (("Ekosistem Pariwisata", "tourism"), ("Ekosistem Bisnis", "business"), ("Wajah Kota", "appearance")),
    ),
    OfficialDimension(
        "EC",
        "Smart Economy",
        (
            ("Ekosistem Industri", "industry"),
            ("Kesejahteraan Rakyat", "welfare"),
            ("Ekosistem Transaksi Keuangan", "transaction"),
        ),
        ("Smart Ekonomi",),
    ),
    OfficialDimension(
        "LV",
        "Smart Living",
        (
            ("Harmonisasi Tata Ruang", "harmony"),
            ("Prasarana Kesehatan", "health"),
            ("Mobilitas (Telekomunikasi dan Transportasi)", "mobility"),
        ),
    ),
    OfficialDimension(
        "SO",
        "Smart Society",
        (("Interaksi Masyarakat/Komunitas", "community"), ("Ekosistem Belajar", "learning"), ("Keamanan", "security")),
    ),
    OfficialDimension(
        "EN",
        "Smart Environment",
        (
            ("Proteksi Lingkungan", "protection"),
            ("Tata Kelola Sampah/Limbah", "waste"),
            ("Tata Kelola Energi", "energy"),
        ),
    ),
)


def official_rows() -> Mapping[str, list[dict[str, Any]]]:
    """Both sheets as rows of the workbook."""
    dimensions = [{"code": d.code, "name": d.name, "position": at} for at, d in enumerate(DIMENSIONS, start=1)]
    subs = [
        {"code": f"{d.code}{at}", "name": name, "alias": alias, "dimension": d.code, "position": at}
        for d in DIMENSIONS
        for at, (name, alias) in enumerate(d.subs, start=1)
    ]
    return {"dimension": dimensions, "sub_dimension": subs}
