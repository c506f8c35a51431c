"""The ministry's six dimensions and 18 sub-dimensions, as `layout/official.toml` declares them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smartcity.exchange.workbook.layout.columns import declared


@dataclass(frozen=True, slots=True)
class OfficialDimension:
    """`subs` with their English aliases; `other_spellings` are read as the name."""

    code: str
    name: str
    subs: tuple[tuple[str, ...], ...]
    other_spellings: tuple[str, ...]


DIMENSIONS = tuple(
    OfficialDimension(
        code, one["name"], tuple((name, alias) for name, alias in one["subs"]), (*one["other_spellings"],)
    )
    for code, one in declared("official").items()
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
