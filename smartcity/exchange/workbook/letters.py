"""The letters of a cell as people see them: what is invisible is dropped, what looks alike is written alike."""

import re
import unicodedata
from functools import lru_cache

from smartcity.domain.text import comparable

# Zero-width and bidi marks, byte order marks, soft hyphens, variation selectors, Hangul fillers, tag characters.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
WIDE = re.compile(r"[^\x00-\x7f]+")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
CONTROL_ESCAPE = re.compile(r"_x00([01][0-9A-Fa-f])_")


def unescaped(text: str) -> str:
    """The escapes of Office Open XML undone once: `_x000D_` is a carriage return, `_x005F_` an underscore."""
    if "_x" not in text:
        return text
    decoded = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def visible(text: str) -> str:
    """Trimmed, composed, without what nobody sees; escapes of control characters that were escaped twice are undone."""
    if text.isascii() and text.isprintable() and "_x00" not in text:
        return text.strip()
    plain = CONTROL_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    plain = LINES.sub("\n", plain)
    return unicodedata.normalize("NFC", SPACES.sub(" ", INVISIBLE.sub("", CONTROLS.sub("", plain)))).strip()


def plain_width(text: str) -> str:
    """A code or a reference: full-width letters and ligatures as their plain forms, blanks as one."""
    return text if text.isascii() and "\n" not in text else visible(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=10_000)
def letters(text: str) -> str:
    """Headings, titles and labels are told apart by their letters and digits alone."""
    return re.sub(r"[^a-z0-9]+", "", comparable(visible(text)))


def is_garbled(text: str) -> bool:
    """Whether letters are lost, or were read in another code than they were written in (`â€“`, `CafÃ©`)."""
    return not text.isascii() and ("\ufffd" in text or any(map(_is_misread, WIDE.findall(text))))


def _is_misread(letters: str) -> bool:
    """Whether the bytes that Windows would write for these letters are UTF-8."""
    try:
        return bool(letters.encode("cp1252").decode("utf-8"))
    except UnicodeError:
        return False
