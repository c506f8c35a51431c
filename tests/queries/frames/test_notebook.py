"""The notebook of docs/analysis.md runs as it is written."""

import re
import runpy
from pathlib import Path

import pytest

from smartcity.domain.portfolio.agencies import reliabilities
from smartcity.queries.portfolio import load_portfolio
from smartcity.settings import ROOT
from smartcity.store.engine import read_only
from tests.sample import sample_database

GUIDE = ROOT / "docs" / "analysis.md"


def test_the_block_of_the_guide_draws_the_share_of_every_agency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    (block,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.S)
    assert block.count("\n") <= 15
    cell = tmp_path / "cell.py"
    cell.write_text(block)
    names = runpy.run_path(str(cell))
    with read_only(url) as session:
        plan = load_portfolio(session, names["DAY"])
    assert plan is not None
    shares = {one.agency.short_name: one.promises.share for one in reliabilities(plan)}
    (bars,) = names["figure"].data
    drawn = dict(zip(bars.y, bars.x, strict=True))
    assert drawn == {name: float(share) for name, share in shares.items() if share is not None}
    assert list(bars.x) == sorted(bars.x)
