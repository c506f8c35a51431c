"""Evidence kept and written: of a milestone's update as of the answer to a decision."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from smartcity.domain.evidence import Attachment, NewFile
from smartcity.domain.refusals import Refused
from smartcity.store import files
from smartcity.store import tables as t


def kept(file: NewFile, folder: Path) -> Attachment:
    """The file under its hash.

    Raises:
        Refused: the disk cannot be written.
    """
    sha256 = files.keep(folder, file.content)
    return Attachment(file.title, sha256=sha256, media_type=file.media_type, size=len(file.content))


def require_kept(proofs: Iterable[Attachment], folder: Path) -> None:
    """Raises Refused for evidence whose file is not in the folder."""
    for proof in proofs:
        if proof.sha256 and not files.place(folder, proof.sha256).is_file():
            raise Refused("evidence.lost", title=proof.title)


def evidence(proof: Attachment, **owner: Any) -> t.Evidence:
    """The row of a proof; `owner` says to what it belongs, when it came and from whom."""
    return t.Evidence(
        **owner,
        title=proof.title,
        url=proof.url,
        file_name=proof.file_name,
        file_sha256=proof.sha256,
        media_type=proof.media_type.value if proof.media_type else None,
        size_bytes=proof.size,
    )
