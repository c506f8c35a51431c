"""What the fields and sheets of the plan are called on a screen; a workbook keeps its own headings in any language."""

from smartcity.i18n.speech import Words


def field_label(words: Words, field: str, noun: str = "") -> str:
    """The name of a field, by its noun where one name means several things; a noun's own; an unknown one spelt out."""
    plain = words.say_or(f"noun.{field}", field.replace("_", " ").capitalize())
    return words.say_or(f"field.{noun}.{field}", words.say_or(f"field.{field}", plain))


def noun_label(words: Words, noun: str) -> str:
    """`programme` is "Program", or "Programmes"."""
    return words.say(f"noun.{noun}")
