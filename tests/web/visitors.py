"""A browser before the plain routes: keeps its cookies, and fills in forms as the page gives them."""

import re
from functools import cache

from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from smartcity.commands.access.credentials import hashed
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store.engine import make_engine, writing
from smartcity.store.tables import Account
from smartcity.web.cookies import SIGN_IN
from smartcity.web.middleware import middleware
from smartcity.web.routes import routes
from tests.people import make_account

OWN = "jalan panjang ke bukit"
ORIGIN = "http://kota.example"


@cache
def own_hash() -> str:
    """Of `OWN`, made once: hashing is slow on purpose."""
    return hashed(OWN)


class Visitor(TestClient):
    """One browser at one address. `asks` leaves redirects to be looked at."""

    def __init__(self, address: str = "10.0.0.1", origin: str = ORIGIN) -> None:
        app = Starlette(routes=routes(), middleware=middleware())
        super().__init__(app, base_url=origin, client=(address, 50_000), follow_redirects=False)
        self.origin = origin

    def fills(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Response:
        """Opens the page and sends its form with these fields."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.get(path).text))
        hidden_values = {name: hidden[name] for name in ("formulir", "next") if name in hidden}
        sent = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin", **(headers or {})}
        return self.post(path, data={**hidden_values, **fields}, headers=sent)

    def signs_in(self, name: str, password: str = OWN, path: str = "/masuk") -> Response:
        return self.fills(path, nama=name, sandi=password)

    @property
    def token(self) -> str | None:
        return self.cookies.get(SIGN_IN)

    @property
    def is_in(self) -> bool:
        """Whether the door knows this browser: it does not ask it to sign in."""
        return self.get("/sandi").status_code == 200


def with_password(url: str, role: Role = Role.VIEWER, name: str = "walikota", *, must_change: bool = False) -> Actor:
    """An account that opens with `OWN`."""
    engine = make_engine(url)
    actor = make_account(engine, role, name=name)
    with writing(engine) as session:
        account = session.get_one(Account, actor.account_id)
        account.password_hash, account.must_change_password = own_hash(), must_change
    engine.dispose()
    return actor
