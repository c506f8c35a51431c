"""Which links may be followed, and what sound evidence is."""

import pytest

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.facts.evidence import LONGEST_TITLE, Attachment, MediaType, is_safe_link, may_open


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://drive.example.go.id/foto?x=1#2", True),
        ("http://sawahluntokota.go.id", True),
        ("https://exämple.id/ä", True),
        ("HTTPS://EXAMPLE.ID", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("ftp://example.id", False),
        ("//example.id", False),
        ("https://", False),
        ("https:///path", False),
        ("https://user:word@example.id", False),
        ("https://sawahlunto.go.id@evil.example", False),
        ("https://[::1", False),
        (" https://example.id", False),
        ("https://example.id/a b", False),
        ("https://example.id/\u202egpj", False),
        ("https://example.id/" + "x" * 2000, False),
        ("", False),
    ],
)
def test_a_link_leads_to_the_web_and_carries_no_password(url: str, *, safe: bool) -> None:
    assert is_safe_link(url) is safe


HASH = "a" * 64


@pytest.mark.parametrize(
    ("proof", "sound"),
    [
        (Attachment("Foto", url="https://example.id"), True),
        (Attachment("Foto", sha256=HASH, media_type=MediaType.PNG), True),
        (Attachment("Foto"), False),
        (Attachment("", url="https://example.id"), False),
        (Attachment("x" * (LONGEST_TITLE + 1), url="https://example.id"), False),
        (Attachment("Foto", sha256=HASH), False),
        (Attachment("Foto", url="https://example.id", sha256=HASH, media_type=MediaType.PNG), False),
        (Attachment("Foto", url="javascript:alert(1)"), False),
    ],
)
def test_evidence_is_one_thing_with_a_title(proof: Attachment, *, sound: bool) -> None:
    assert proof.is_sound is sound


SECRET_READERS = {Role.VIEWER, Role.VERIFIER, Role.ADMINISTRATOR}


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("agency", [None, "DLH", "BAPPEDA"])
@pytest.mark.parametrize("role", Role)
def test_who_opens_evidence(role: Role, agency: str | None, *, is_public: bool) -> None:
    """Guests only what was opened to all; of a confidential decision only who may read it, whatever was opened."""
    reader = Actor("x", role, agency)
    assert may_open(reader, is_public=is_public) is (is_public or role is not Role.GUEST)
    is_own = role is Role.AGENCY and agency == "DLH"
    assert may_open(reader, is_public=is_public, secret_of="DLH") is (is_own or role in SECRET_READERS)
