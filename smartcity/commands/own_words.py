"""Words that everybody in town knows: the city, its agencies, the plan. Nobody's password may be made of them."""

import re

from sqlmodel import Session, col, select

from smartcity.store.tables import Agency, Batch, Masterplan

_WORD = re.compile(r"[^\W\d_]{3,}")


def own_words(session: Session) -> frozenset[str]:
    """Of the plan in force; names of several words both whole and word by word."""
    cities = session.exec(
        select(Masterplan.city, Masterplan.name)
        .join(Batch, col(Masterplan.batch_id) == col(Batch.id))
        .where(col(Batch.withdrawn_at).is_(None))
    ).all()
    agencies = session.exec(
        select(Agency.code, Agency.name, Agency.short_name)
        .join(Batch, col(Agency.batch_id) == col(Batch.id))
        .where(col(Batch.withdrawn_at).is_(None))
    ).all()
    texts = [text for row in (*cities, *agencies) for text in row]
    return frozenset(texts) | {word for text in texts for word in _WORD.findall(text)}
