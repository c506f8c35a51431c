"""Every colour of the product, by meaning, for light and dark; and the shape that goes with each status."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from smartcity.domain.enums import Health, MilestoneStatus, Reporting
from smartcity.domain.portfolio.freshness import Freshness

FONT = "Plus Jakarta Sans"
PALE = 0.45


def luminance(colour: str) -> float:
    """Relative luminance 0…1 of #RRGGBB, as WCAG 2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours, 1…21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, background: str, share: float) -> str:
    """`share` 0…1 of a colour on a ground, both #RRGGBB."""
    parts = zip(
        *([int(one[start : start + 2], 16) for start in (1, 3, 5)] for one in (colour, background)), strict=True
    )
    return "#" + "".join(f"{round(share * over + (1 - share) * under):02X}" for over, under in parts)


@dataclass(frozen=True, slots=True)
class Tone:
    """A status: `fill` for bars, `text` for words (at least 4.5:1 on the ground), its shape, hatched or solid."""

    fill: str
    text: str
    mark: str
    hatched: bool = False


@dataclass(frozen=True)
class Theme:
    """Colours by meaning; `accent` is for interaction only, tones for status only."""

    name: str
    background: str
    surface: str
    ink: str
    muted: str
    line: str
    track: str
    accent: str
    done: Tone
    awaiting: Tone
    on_track: Tone
    attention: Tone
    late: Tone
    not_yet: Tone
    closed: Tone
    silent: Tone

    def on(self, fill: str) -> str:
        """The colour of words on a fill: ink or ground, whichever reads better."""
        return max(self.ink, self.background, key=lambda colour: contrast(colour, fill))

    def faded(self, fill: str, freshness: Freshness) -> str:
        """The ground of a bar by the age of its data: solid, or pale; what is overdue has lines on the pale ground."""
        return fill if freshness is Freshness.FRESH else mixed(fill, self.background, PALE)

    @property
    def health(self) -> Mapping[Health, Tone]:
        return {
            Health.DONE: self.done,
            Health.ON_TRACK: self.on_track,
            Health.NOT_DUE: self.not_yet,
            Health.ATTENTION: self.attention,
            Health.LATE: self.late,
            Health.UNKNOWN: self.closed,
        }

    @property
    def status(self) -> Mapping[MilestoneStatus, Tone]:
        return {
            MilestoneStatus.DONE: self.done,
            MilestoneStatus.AWAITING_VERIFICATION: self.awaiting,
            MilestoneStatus.ON_TRACK: self.on_track,
            MilestoneStatus.AT_RISK: self.attention,
            MilestoneStatus.LATE: self.late,
            MilestoneStatus.NOT_YET: self.not_yet,
            MilestoneStatus.POSTPONED: self.closed,
            MilestoneStatus.CANCELLED: self.closed,
        }

    @property
    def reporting(self) -> Mapping[Reporting, Tone]:
        return {
            Reporting.ON_TIME: replace(self.done, mark="✓"),
            Reporting.LATE: self.attention,
            Reporting.DRAFT: self.not_yet,
            Reporting.OPEN: self.not_yet,
            Reporting.SILENT: self.silent,
            Reporting.NO_PERIOD: self.closed,
        }


_COLOURS = {  # in light, in dark
    "background": ("#FAF7F2", "#17181B"),
    "surface": ("#FFFDF9", "#1F2125"),
    "ink": ("#22252B", "#ECE8E1"),
    "muted": ("#67635B", "#ABA69C"),
    "line": ("#E4DED3", "#34363B"),
    "track": ("#E9E4DA", "#2E3035"),
    "accent": ("#9A4A12", "#E8A06B"),
}
_TONES = {  # shape; fill and text in light, in dark
    "done": ("●", ("#1B6E53", "#1B6E53"), ("#3FA883", "#5CC39E")),
    "awaiting": ("◐", ("#1B6E53", "#1B6E53"), ("#3FA883", "#5CC39E")),
    "on_track": ("○", ("#2E6FAE", "#275F96"), ("#5B98D2", "#86B8E6")),
    "attention": ("▲", ("#D9A31A", "#835400"), ("#D9A93A", "#E6BC58")),
    "late": ("⬣", ("#A8261C", "#A8261C"), ("#D9584C", "#F28A80")),
    "not_yet": ("·", ("#C9C3B7", "#67635B"), ("#55575C", "#ABA69C")),
    "closed": ("—", ("#DCD6CB", "#67635B"), ("#404247", "#ABA69C")),
    "silent": ("▨", ("#8D887E", "#5F5B53"), ("#8D8A84", "#B8B3AA")),
}
_HATCHED = ("awaiting", "silent")


def _theme(name: str, at: int) -> Theme:
    colours: dict[str, Any] = {meaning: shades[at] for meaning, shades in _COLOURS.items()}
    for status, (mark, *shades) in _TONES.items():
        colours[status] = Tone(*shades[at], mark, hatched=status in _HATCHED)
    return Theme(name, **colours)


LIGHT, DARK = _theme("light", 0), _theme("dark", 1)

# Read from across a hall: every text at least 7:1 on the ground.
LIGHT_WALL = replace(
    LIGHT,
    muted="#55514A",
    done=replace(LIGHT.done, text="#14573F"),
    awaiting=replace(LIGHT.awaiting, text="#14573F"),
    on_track=replace(LIGHT.on_track, text="#1F5283"),
    attention=replace(LIGHT.attention, text="#6F4600", fill="#C98F0C"),
    late=replace(LIGHT.late, text="#982017"),
    not_yet=replace(LIGHT.not_yet, text="#55514A"),
    closed=replace(LIGHT.closed, text="#55514A"),
    silent=replace(LIGHT.silent, text="#524E47"),
)
DARK_WALL = replace(DARK, late=replace(DARK.late, text="#F5968D"))


def plain_colours(theme: Theme) -> dict[str, str]:
    """The colours that are no status, by name."""
    return {name: getattr(theme, name) for name in _COLOURS}


def declared(colours: Mapping[str, str]) -> str:
    """As CSS custom properties: `--background:…;--surface:…;`."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())


def custom_properties(theme: Theme) -> str:
    return declared(plain_colours(theme))


def tones(theme: Theme) -> Iterator[tuple[str, Tone]]:
    """Every status with the name of its CSS class: `health-late`."""
    yield from ((f"health-{health.value}", tone) for health, tone in theme.health.items())
    yield from ((f"status-{status.value}", tone) for status, tone in theme.status.items())
    yield from ((f"reporting-{reporting.value}", tone) for reporting, tone in theme.reporting.items())


def tone_rules(theme: Theme, within: str = "") -> str:
    """One CSS rule for each status: `.health-late{color:…;--fill:…}`; `within` is a selector before each."""
    return "".join(f"{within}.{name}{{color:{tone.text};--fill:{tone.fill}}}" for name, tone in tones(theme))
