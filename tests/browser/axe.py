"""What axe finds wrong with the screen that is open."""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.opening import WAIT

# All rules look at all nodes; only what they find wrong is told in full, not the thousand nodes that are right.
ONLY_FAULTS = {"resultTypes": ["violations"]}


def faults(
    page: Page, *, rules: tuple[str, ...] = (), context: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """One by one, each with its `rule`; by these rules or by all, and in the whole page or in this context of it."""
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_visible(timeout=WAIT)
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0, timeout=WAIT)
    only: dict[str, Any] = {"runOnly": list(rules)} if rules else {}
    axe = Axe("0") if page.evaluate("'axe' in window") else Axe()  # once a page holds axe, the engine has compiled it
    violations = axe.run(page, context=context, options=ONLY_FAULTS | only).response["violations"]
    return [{"rule": rule["id"], **node} for rule in violations for node in rule["nodes"]]


def fault_text(fault: Mapping[str, Any]) -> str:
    """Its rule, where and why."""
    return f"{fault['rule']}: {fault['html'][:120]} {fault['failureSummary']}"
