"""What the verification of the file found, in words."""

from smartcity.domain.sealing import Breach
from smartcity.i18n.speech import Words


def breach_text(words: Words, breach: Breach) -> str:
    """One sentence that names the first entry, table or row that does not fit."""
    return words.say(
        f"integrity.{breach.fault}",
        entry=breach.entry,
        what=words.say(f"sealed.{breach.table}") if breach.table else "",
        table=breach.table,
        number=breach.key,
        name=f" ({breach.name})" if breach.name and breach.table else breach.name,
    )
