"""What a wall says when it has nothing to show: its code, that it is used no more, that the data cannot be read."""

from smartcity.domain.pairing import Access, Device
from smartcity.domain.wall import WallOptions
from smartcity.i18n.speech import Words
from smartcity.settings import settings
from smartcity.web.wall.content import words_in
from smartcity.web.wall.look import render
from smartcity.web.wall.moment import closed_key

PAIR_AT = "/layar"


def waiting_notice(options: WallOptions, device: Device) -> str:
    """The code in two halves, large enough for the far end of the room."""
    code = device.code or ""
    return _notice(options, "pair", closed_key(Access.WAITING, device), code=f"{code[:3]} {code[3:]}")


def closed_notice(options: WallOptions, found: Access) -> str:
    return _notice(options, found.value, closed_key(found))


def busy_notice(options: WallOptions) -> str:
    """Asks again by itself in a minute."""
    return _notice(options, "busy", closed_key(Access.UNKNOWN), again=60)


def broken_notice(options: WallOptions) -> str:
    return _notice(options, "broken", "")


def _notice(options: WallOptions, name: str, key: str, *, code: str = "", again: int = 0) -> str:
    words: Words = words_in(options)
    address = f"{settings().public_url.rstrip('/')}{PAIR_AT}"
    title, text = (words.say(f"wall.notice.{name}.{part}", address=address) for part in ("title", "text"))
    return render("notice", title=title, text=text, code=code, key=key, again=again)
