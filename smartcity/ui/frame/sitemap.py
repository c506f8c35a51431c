"""The menu as data: every screen, its file, its path. Titles are words under `screen.<key>`."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from smartcity.domain.access.roles import Act
from smartcity.domain.enums import Role
from smartcity.settings import ROOT


@dataclass(frozen=True, slots=True)
class Screen:
    """`act` is what one must be allowed to do to see it; the folder of its file is its section of the menu."""

    key: str
    path: str
    file: str
    act: Act = Act.LOOK

    @property
    def address(self) -> str:
        return str(ROOT / "pages" / self.file)

    @property
    def section(self) -> str:
        return self.file.split("/")[0]


OVERVIEW = Screen("overview", "", "monitor/overview.py")
DIMENSIONS = Screen("dimensions", "dimensi", "monitor/dimensions.py")
AGENCIES = Screen("agencies", "opd", "monitor/agencies.py")
PROGRAMMES = Screen("programmes", "program", "monitor/programmes.py")
QUICK_WINS = Screen("quick_wins", "quick-win", "monitor/quick_wins.py")
INDICATORS = Screen("indicators", "indikator", "monitor/indicators.py")
TIMELINE = Screen("timeline", "linimasa", "monitor/timeline.py")
CHANGES = Screen("changes", "perubahan", "monitor/changes.py")
MINE = Screen("mine", "lapor", "report/mine.py", Act.REPORT)
PERIODS = Screen("periods", "periode", "govern/periods.py", Act.MANAGE_PERIODS)
VERIFICATION = Screen("verification", "verifikasi", "report/verification.py", Act.VERIFY)
COMPLIANCE = Screen("compliance", "kepatuhan", "report/compliance.py")
MEETING = Screen("meeting", "rapat", "meet/meeting.py")
DECISIONS = Screen("decisions", "arahan", "meet/decisions.py")
ACCOUNTS = Screen("accounts", "pengguna", "govern/accounts.py", Act.MANAGE_ACCOUNTS)
LEDGER = Screen("ledger", "riwayat", "govern/ledger.py", Act.SEE_LEDGER)
WALLS = Screen("walls", "layar-rapat", "govern/screens.py", Act.MANAGE_SCREENS)
CHECKS = Screen("checks", "cek-data", "govern/checks.py", Act.CHECK_DATA)
IMPORTS = Screen("imports", "impor", "govern/imports.py", Act.IMPORT_PLAN)
PLAN = Screen("plan", "rencana", "govern/plan.py", Act.EDIT_PLAN)

SCREENS = (
    OVERVIEW,
    DIMENSIONS,
    AGENCIES,
    PROGRAMMES,
    QUICK_WINS,
    INDICATORS,
    TIMELINE,
    CHANGES,
    MINE,
    VERIFICATION,
    COMPLIANCE,
    MEETING,
    DECISIONS,
    PERIODS,
    ACCOUNTS,
    LEDGER,
    WALLS,
    CHECKS,
    PLAN,
    IMPORTS,
)

# Nothing stands on these while the plan has no programme.
NEED_PROGRAMMES = (OVERVIEW, DIMENSIONS, PROGRAMMES, QUICK_WINS, TIMELINE)
# These stand before there is a plan.
NEED_NO_PLAN = (LEDGER, CHECKS, WALLS, IMPORTS)


def in_menu(role: Role) -> tuple[Screen, ...]:
    """In the order of the menu: whoever reports finds his reports first, whoever verifies the queue."""
    first = {Role.AGENCY: (MINE,), Role.VERIFIER: (VERIFICATION,)}.get(role, ())
    return (*first, *(screen for screen in SCREENS if screen not in first))


def address(screen: Screen, query: Mapping[str, object] | None = None) -> str:
    """The path of a screen with its query (keys of `AddressKey`), as it stands in the address bar."""
    asked = {str(key): value for key, value in (query or {}).items() if value is not None}
    return f"/{screen.path}" + (f"?{urlencode(asked)}" if asked else "")
