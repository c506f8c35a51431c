"""The whole plan in force as rows of the workbook: field → value, references as codes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from smartcity.store.entities import ENTITIES, LISTS, PLAN_ENTITIES, EntitySpec
from smartcity.store.loaders.claims import load_promises
from smartcity.store.loaders.visibility import AsOf

Rows = list[dict[str, Any]]
RowNames = Mapping[str, Sequence[str]]


def workbook_rows(session: Session, as_of: date) -> Mapping[str, Rows]:
    """Every entity's rows as known at the end of `as_of`, in the order they came in."""
    return _rows_by_entity(AsOf.end_of(session, as_of), tuple(ENTITIES.values()))


def plan_rows(session: Session, as_of: date) -> Mapping[str, Rows]:
    """The same without what was reported of the plan."""
    return _rows_by_entity(AsOf.end_of(session, as_of), PLAN_ENTITIES)


def _rows_by_entity(when: AsOf, entities: Sequence[EntitySpec]) -> Mapping[str, Rows]:
    """Of entities that name none but each other."""
    rows_by_entity = {entity.name: when.rows(entity.table) for entity in entities}
    for entity in entities:
        _name_links(entity, rows_by_entity)
        _join_lists(when, entity, rows_by_entity)
        _join_attached(when, entity, rows_by_entity[entity.name])
    moved = load_promises(when)
    for row in rows_by_entity["milestone"]:
        row["due_on"] = moved[row["id"]].due_on if row["id"] in moved else row["first_due_on"]
        if row["start_is_estimated"]:
            row["starts_on"] = None
    return rows_by_entity


def names_by_entity(session: Session, as_of: date) -> Mapping[str, list[tuple[str, RowNames]]]:
    """What everything with a code is called, by field, for files that use names instead of codes."""
    when = AsOf.end_of(session, as_of)
    coded = [entity for entity in ENTITIES.values() if {"code", "name"} <= {*entity.own}]
    return {entity.name: [_names_of_row(row) for row in when.rows(entity.table)] for entity in coded}


def _names_of_row(row: Mapping[str, Any]) -> tuple[str, RowNames]:
    names = {field: (row[field],) for field in ("name", "short_name", "alias") if row.get(field)}
    return row["code"], names | {"aliases": tuple(row.get("aliases") or ())}


def _name_links(entity: EntitySpec, rows_by_entity: Mapping[str, Rows]) -> None:
    """References by code, or by every field of the key that stands for one."""
    for name, (target, column) in entity.links.items():
        meant = {row["id"]: row for row in rows_by_entity[target]}
        for row in rows_by_entity[entity.name]:
            other = meant.get(row[column], {})
            row |= {part: other.get(part) for part in entity.compound.get(name, ())} or {name: other.get("code")}


def _join_lists(when: AsOf, entity: EntitySpec, rows_by_entity: Mapping[str, Rows]) -> None:
    for name in entity.lists:
        table, own, target, column = LISTS[entity.name, name]
        codes = {row["id"]: row["code"] for row in rows_by_entity[target]}
        members: defaultdict[int, list[str]] = defaultdict(list)
        for row in when.rows(table):
            members[row[own]].append(codes[row[column]])
        for row in rows_by_entity[entity.name]:
            row[name] = tuple(members[row["id"]])


def _join_attached(when: AsOf, entity: EntitySpec, rows: Rows) -> None:
    """The newest of what was learnt of each."""
    for more in entity.attached:
        owner = more.owner(entity.table)
        newest = {row[owner]: row for row in when.rows(more.table)}
        for row in rows:
            other = newest.get(row["id"], {})
            row |= {name: other.get(column) for name, column in more.columns.items()}
