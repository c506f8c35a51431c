"""What the plan and its facts are made of: a table, its key, what is attached; all else the columns say."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import NoneType
from typing import Any, get_args, get_origin

from sqlalchemy import JSON, Text

from smartcity.domain import lengths
from smartcity.store import tables as t

STAMPS = ("recorded_at", "recorded_by")
# Columns of no file: what numbers and seals a row, and what only screens ask.
NOT_IN_FILES = {"id", "batch_id", "statement_id", "submission_key", *STAMPS}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of an entity as its column has it; `kind` is that of its values, `refers` the entity whose code it holds.

    Numbers keep `digits` before and `places` after the mark, texts at most `most` letters. `is_needed`: the column is
    never empty and has no default; `is_required`: a file must fill it.
    """

    table: Any
    column: str
    kind: type = str
    is_needed: bool = False
    is_required: bool = False
    default: object = None
    refers: str | None = None
    is_list: bool = False
    digits: int = 0
    places: int = 0
    most: int = lengths.NAME

    @property
    def choices(self) -> type[StrEnum] | None:
        """The closed list of which it holds a member."""
        return self.kind if issubclass(self.kind, StrEnum) else None


def field_spec(table: Any, name: str, *, is_optional: bool = False) -> FieldSpec:
    """By inspection of the table's column."""
    column, declared = table.__table__.c[name], table.model_fields[name]
    kinds = get_args(declared.annotation) if column.nullable else (declared.annotation,)
    is_needed = declared.is_required() and not column.nullable
    scale = getattr(column.type, "scale", None) or 0
    return FieldSpec(
        table,
        name,
        kind=next(get_origin(kind) or kind for kind in kinds if kind is not NoneType),
        is_needed=is_needed,
        is_required=is_needed and not is_optional,
        default=None if declared.is_required() else declared.default,
        refers=next((key.target_fullname.partition(".")[0] for key in column.foreign_keys), None),
        digits=(getattr(column.type, "precision", None) or 0) - scale,
        places=scale,
        most=column.info.get("most") or _most(name, column.type),
    )


def _most(name: str, kind: Any) -> int:
    if name == "code":
        return lengths.CODE
    return lengths.TEXT if isinstance(kind, (Text, JSON)) else lengths.NAME


@dataclass(frozen=True)
class Attached:
    """What may be learnt later of a fact that stands: field → column, the first of them never blank.

    `stamp` are the fields that tell when and by whom it was said, where that was at another time.
    """

    table: Any
    fields: Mapping[str, str]
    stamp: tuple[str, str] | None = None

    def owner(self, of: Any) -> str:
        """The column that names the row of the table `of`."""
        keys = self.table.__table__.foreign_keys
        return str(next(key.parent.name for key in keys if key.column.table is of.__table__))

    @property
    def columns(self) -> Mapping[str, str]:
        """With those of its stamp."""
        return {**self.fields, **dict(zip(self.stamp or (), STAMPS, strict=False))}


@dataclass(frozen=True)
class EntitySpec:
    """`lists` are fields that hold several codes, with the table of these links; `optional` what a file may leave open
    though the column is never empty; `not_in_files` are columns that no file holds.
    """

    table: Any
    key: tuple[str, ...] = ("code",)
    lists: Mapping[str, Any] = field(default_factory=dict)
    attached: tuple[Attached, ...] = ()
    optional: tuple[str, ...] = ()
    not_in_files: tuple[str, ...] = ()
    called: str | None = None

    @property
    def name(self) -> str:
        return self.called or self.tablename

    @property
    def tablename(self) -> str:
        return str(self.table.__tablename__)

    @cached_property
    def columns(self) -> Mapping[str, FieldSpec]:
        """What files hold of the columns of the table itself."""
        names = [name for name in self.table.model_fields if name not in NOT_IN_FILES and name not in self.not_in_files]
        return {name: field_spec(self.table, name, is_optional=name in self.optional) for name in names}

    @cached_property
    def own(self) -> tuple[str, ...]:
        """Columns taken as they are."""
        return tuple(name for name, column in self.columns.items() if column.refers is None)

    @cached_property
    def links(self) -> Mapping[str, tuple[str, str]]:
        """Fields that hold the key of another row: field → (entity, column)."""
        linked = ((name, column.refers) for name, column in self.columns.items() if column.refers)
        return {name.removesuffix("_id"): (target, name) for name, target in linked}

    @cached_property
    def compound(self) -> Mapping[str, tuple[str, ...]]:
        """Of the links those whose key stands in several fields."""
        keys = {name: ENTITIES[target].key for name, (target, _) in self.links.items()}
        return {name: key for name, key in keys.items() if key != ("code",)}

    @cached_property
    def defaults(self) -> Mapping[str, object]:
        return {name: self.columns[name].default for name in self.own if self.columns[name].default is not None}

    @cached_property
    def fields(self) -> Mapping[str, FieldSpec]:
        """Everything that a file may say of a row."""
        fields = {name: self.columns[name] for name in self.own}
        for name, (target, column) in self.links.items():
            parts = {part: ENTITIES[target].fields[part] for part in self.compound.get(name, ())}
            fields |= {part: replace(spec, is_required=part not in self.optional) for part, spec in parts.items()}
            fields |= {} if parts else {name: self.columns[column]}
        for name in self.lists:
            table, _own, target, column = LISTS[self.name, name]
            fields[name] = FieldSpec(table, column, refers=target, is_list=True)
        later = [(more.table, *pair) for more in self.attached for pair in more.columns.items()]
        stamps = [(self.table, name, name) for name in STAMPS if name in self.table.__table__.c]
        for table, name, column in (*stamps, *later):
            fields[name] = field_spec(table, column, is_optional=True)
        return fields

    def row(self, values: Mapping[str, Any], ids: Mapping[str, Mapping[Any, int]]) -> dict[str, Any]:
        """Table columns from draft fields; codes become ids."""
        columns = {name: self.given(name, values) for name in self.own}
        for name, (entity, column) in self.links.items():
            code = values.get(name)
            columns[column] = None if code is None else ids[entity][code]
        return columns

    def is_given(self, column: str, values: Mapping[str, Any]) -> bool:
        """Whether the file has this column at all; an absent column changes nothing."""
        return (column if column in self.own else column.removesuffix("_id")) in values

    def given(self, name: str, values: Mapping[str, Any]) -> Any:
        """The value of a field, or its default where it is blank."""
        given = values.get(name)
        return self.defaults.get(name) if given is None else given

    def row_key(self, values: Mapping[str, Any]) -> Any:
        """The value itself for a single key field, else a tuple."""
        if len(self.key) == 1:
            return values.get(self.key[0])
        return tuple(self.given(name, values) for name in self.key)


PLAN_ENTITIES = (
    EntitySpec(t.Masterplan, ("name",)),
    EntitySpec(t.Dimension),
    EntitySpec(t.SubDimension),
    EntitySpec(t.Agency),
    EntitySpec(t.Area),
    EntitySpec(t.Mission),
    EntitySpec(t.Programme, lists={"supports": t.ProgrammeSupport, "missions": t.ProgrammeMission}),
    EntitySpec(t.ActionPlan),
    EntitySpec(t.Milestone, optional=("starts_on", "first_due_on")),
    EntitySpec(t.PlannedPercent, ("programme", "day")),
    EntitySpec(t.Period, ("kind", "year", "number")),
    EntitySpec(t.Indicator, lists={"supports": t.IndicatorSupport, "programmes": t.IndicatorProgramme}),
    EntitySpec(t.Target, ("indicator", "year", "quarter", "half", "is_end")),
    EntitySpec(t.Budget, ("programme", "year", "source")),
    EntitySpec(t.QuickWinYear, ("programme", "year")),
    EntitySpec(
        t.Meeting, not_in_files=("minutes_planned", "snapshot_id", "started_at", "called_off_at", "called_off_reason")
    ),
    EntitySpec(t.Decision),
)
EVIDENCE = Attached(t.Evidence, {"evidence_title": "title", "evidence_url": "url"})


def _verdict(table: Any) -> Attached:
    return Attached(table, {"verdict": "verdict", "review_note": "note"}, ("reviewed_at", "reviewed_by"))


FACT_ENTITIES = (
    EntitySpec(t.MilestoneUpdate, (), attached=(EVIDENCE, _verdict(t.UpdateReview)), called="update"),
    EntitySpec(t.PhysicalUpdate, (), attached=(EVIDENCE, _verdict(t.PhysicalReview)), optional=("percent",)),
    EntitySpec(t.DueDateChange, ()),
    EntitySpec(
        t.Waiting,
        (),
        attached=(Attached(t.WaitingEnd, {"ended_on": "ended_on", "end_note": "note"}, ("ended_at", "ended_by")),),
    ),
    EntitySpec(t.Statement, (), optional=("kind",)),
    EntitySpec(t.Reading, (), attached=(_verdict(t.ReadingReview),)),
    EntitySpec(t.BudgetRealisation, ()),
)
ENTITIES = {entity.name: entity for entity in (*PLAN_ENTITIES, *FACT_ENTITIES)}


def _link(table: Any, entity: EntitySpec) -> tuple[Any, str, str, str]:
    links = EntitySpec(table, ()).links
    target, column = next(link for link in links.values() if link[0] != entity.name)
    return table, links[entity.name][1], target, column


# Links that a row carries as a list of codes: (entity, field) → (table, own column, entity meant, its column).
LISTS: Mapping[tuple[str, str], tuple[Any, str, str, str]] = {
    (entity.name, name): _link(table, entity) for entity in PLAN_ENTITIES for name, table in entity.lists.items()
}
