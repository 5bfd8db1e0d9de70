"""What happened to a thing, in words: who did what, when and why, and what it was before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from djmoney.models.fields import MoneyField
from djmoney.money import Money

from lib.money_words import money_text
from portals.plain_facts import TOLD, carve_outs, carved, listed, things_of

NOTHING = "nothing"
EMPTY: tuple[Any, ...] = (None, "", [], {})
LONG, LIST = 80, 320
OWN = {"id", "public_id", "tint", "search", "fingerprint", "content_hash"}
STAMPS = {"created_at", "entered_at", "said_at"}
PRICED = {"rates"}  # mappings that hold amounts
NAMING = ("name", "handle", "value", "title", "number")
NAMED_BY = (
    "user",
    "member",
    "parent",
    "category",
    "account",
    "deliverable",
)  # parts that are called by whom they point to
PAST = {
    "accept": "accepted", "add": "added", "amend": "amended", "apply": "applied", "archive": "archived",
    "ask": "asked for",
    "bind": "bound", "cancel": "cancelled", "change": "changed", "close": "closed", "confirm": "confirmed",
    "create": "created", "deactivate": "closed", "decide": "decided", "decline": "declined", "draft": "drafted",
    "drop": "dropped", "edit": "changed", "end": "ended", "enter": "entered", "expire": "ended", "give": "gave",
    "grant": "recorded",
    "invite": "invited", "mark": "marked", "move": "moved", "open": "opened", "place": "placed",
    "plan": "planned", "promise": "noted the promise of", "propose": "proposed", "raise": "raised",
    "reactivate": "opened",
    "record": "recorded", "refuse": "noted the refusal of", "release": "released", "remap": "read anew",
    "remove": "removed", "rename": "renamed", "reopen": "reopened", "restore": "restored", "review": "reviewed",
    "revoke": "withdrew", "second": "confirmed", "set": "changed", "sign": "signed", "start": "started",
    "submit": "submitted", "use": "chose", "waive": "waived", "withdraw": "withdrew", "write": "wrote",
}  # fmt: skip
WHOLE = {
    "join_act": "added the member", "leave_act": "ended the membership of", "change_profile": "changed their profile",
    "invite_brand_person": "gave access to", "invite_talent": "gave access to",
    "enter_audience": "entered the audience of", "enter_counts": "entered the figures of",
    "enter_figures": "entered figures of",
    "keep_wishes": "said the prices and wishes",
    "follow_brief": "let it forbid what the brief says again",
    "remove_brand_person": "took access from", "apply": "sent the application",
    "correct_post_address": "gave another address of the post", "take_down_post": "noted that the post was taken down",
    "hold_post": "held the live post against what was approved", "verify_post": "verified the live post",
    "correct_address": "corrected where the gift goes",
    "settle_booking": "wrote down what is paid",
    "ship_gift": "shipped the gift", "receive_gift": "noted that the gift arrived",
    "show_gift": "noted where the gift is shown", "leave_gift_unshown": "noted that the gift is not shown",
    "return_gift": "noted that the gift came back",
    "start_sales": "sent the file", "remap_sales": "said how the file is read", "apply_sales": "kept the orders",
    "drop_sales": "put the file aside", "undo_sales": "took the orders back",
}  # fmt: skip
LABELS = {"insert": "added", "update": "changed", "delete": "removed"}
ICONS = {"insert": "plus", "update": "pencil", "delete": "minus"}


class Change(NamedTuple):
    """One field's change, in words. `before` is "" where there was nothing, `after` is then "nothing"."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class Entry:
    """One deed: `who` did `what` at `at`. `about` names the part that it was done to, "" for the thing itself."""

    at: datetime
    who: str
    what: str
    icon: str
    why: str = ""
    about: str = ""
    changes: list[Change] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        return f"{self.who} {self.what}"


def deed(action: str, label: str, noun: str) -> str:
    """The action's name in the past: `talent.set_stage` is "changed the stage"."""
    name = action.rpartition(".")[2]
    if name in WHOLE:
        return WHOLE[name]
    verb, _, rest = name.partition("_")
    if verb in PAST and not (label == "insert" and PAST[verb] == "changed"):  # such an action made it in passing
        return f"{PAST[verb]} the {rest.replace('_', ' ') or noun}"
    return f"{LABELS.get(label, label)} the {noun}"


def version(thing: models.Model) -> int:
    """Number of the newest event of a tracked row; 0 where it has none."""
    events = type(thing).pgh_event_model.objects  # type: ignore[attr-defined]
    return events.filter(pgh_obj_id=thing.pk).order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0


def changes_since(thing: models.Model, seen: int) -> tuple[Entry | None, list[Change]]:
    """The newest deed and every field that differs from what event `seen` held; `seen` 0 is before there was one."""
    model = type(thing)
    events = model.pgh_event_model.objects.filter(pgh_obj_id=thing.pk)  # type: ignore[attr-defined]
    old = events.filter(pgh_id=seen).first()
    new = events.select_related("pgh_context").order_by("-pgh_id").first()
    if new is None or new.pgh_id == seen or (old is None and seen):
        return None, []
    words = _Words(model, whole=old is None)
    changes = words.read([(new, old)])
    return entry_of(model, new, ""), changes[new.pgh_id]


def timeline(
    thing: models.Model,
    limit: int = 30,
    also: Mapping[type[models.Model], str] | Iterable[tuple[type[models.Model], str]] = (),
    *,
    whole: Collection[type[models.Model]] = (),
    money: bool = True,
) -> list[Entry]:
    """The newest deeds on `thing`, newest first.

    `also` names tracked models that are parts of it, each with the foreign key that points here, such as
    `{SocialAccount: "talent", ActMember: "act"}`; those of `whole` tell what they held at first. Without `money` no
    amount is told. What one action did to several rows is one entry. The number of queries depends on the models,
    never on the rows.
    """
    pairs = list(also.items()) if isinstance(also, Mapping) else list(also)
    found: list[tuple[Any, type[models.Model], list[Change], bool]] = []
    names: dict[tuple[type[models.Model], Any], str] = {}
    for model, by in [(type(thing), "pgh_obj"), *pairs]:
        events = model.pgh_event_model.objects.filter(**{f"{by}_id": thing.pk})  # type: ignore[attr-defined]
        if (untold := getattr(model, "untold", None)) is not None:
            events = events.exclude(**untold)
        rows = list(events.select_related("pgh_context").order_by("-pgh_id")[: limit + 1])
        if by != "pgh_obj":
            names |= _names(rows, model)
        words = _Words(model, money=money, whole=model in whole)
        told = words.read(_with_previous(model, rows))
        found += [
            (row, model, told[row.pgh_id], by == "pgh_obj")
            for row in rows
            if row.pgh_label != "update" or told[row.pgh_id]
        ]
    # A transaction has one instant: what it did to the thing itself leads.
    found.sort(key=lambda each: (each[0].pgh_created_at, each[3], each[0].pgh_id), reverse=True)
    return _merged(found, names)[:limit]


def _merged(
    found: list[tuple[Any, type[models.Model], list[Change], bool]], names: dict[tuple[type[models.Model], Any], str]
) -> list[Entry]:
    entries: list[Entry] = []
    by_deed: dict[Any, Entry] = {}
    for row, model, changes, own in found:
        about = "" if own else _called(row, model, names)
        key = (
            row.pgh_context_id,
            (row.pgh_context.metadata if row.pgh_context else {}).get("action"),
            row.pgh_created_at,
        )
        known = by_deed.get(key) if row.pgh_context_id else None
        if known is not None:
            known.changes += [
                Change(f"{about}: {c.label}" if about and about != known.about else c.label, c.before, c.after)
                for c in changes
            ]
            continue
        entry = entry_of(model, row, about)
        entry.changes = list(changes)
        entries.append(entry)
        by_deed[key] = entry
    return entries


def entry_of(model: type[models.Model], row: Any, about: str) -> Entry:
    facts = row.pgh_context.metadata if row.pgh_context else {}
    noun = str(model._meta.verbose_name)
    named = about if about != noun else ""
    return Entry(
        at=row.pgh_created_at,
        who=str(facts.get("who") or "Somebody at the database"),
        what=f"{deed(str(facts.get('action', '')), row.pgh_label, noun)} {named}".strip(),
        icon=ICONS.get(row.pgh_label, "pencil"),
        why=str(facts.get("reason", "")),
        about=about,
    )


def _names(rows: list[Any], model: type[models.Model]) -> dict[tuple[type[models.Model], Any], str]:
    """Whom parts without a name of their own point to. One query a foreign key of that kind."""
    found: dict[tuple[type[models.Model], Any], str] = {}
    for field_name in {f.name for f in model._meta.fields if f.is_relation} & set(NAMED_BY):
        column: Any = model._meta.get_field(field_name)
        ids = {getattr(row, column.attname) for row in rows} - {None}
        found |= {(model, pk): str(thing) for pk, thing in column.related_model._default_manager.in_bulk(ids).items()}
    return found


def _called(row: Any, model: type[models.Model], names: dict[tuple[type[models.Model], Any], str]) -> str:
    name = next((str(getattr(row, n)) for n in NAMING if getattr(row, n, "")), "")
    for field_name in NAMED_BY:
        name = name or names.get((model, getattr(row, f"{field_name}_id", None)), "")
    return name or str(model._meta.verbose_name)


def _with_previous(model: type[models.Model], rows: list[Any]) -> list[tuple[Any, Any]]:
    """Each row with the one before it, of the same thing."""
    lasts = {row.pgh_obj_id for row in rows}
    older = (
        model.pgh_event_model.objects.filter(pgh_obj_id__in=lasts)  # type: ignore[attr-defined]
        .exclude(pgh_id__in=[row.pgh_id for row in rows])
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
    )
    before: dict[int, Any] = {row.pgh_obj_id: row for row in older} if rows else {}
    pairs = []
    for row in sorted(rows, key=lambda each: each.pgh_id):
        pairs.append((row, before.get(row.pgh_obj_id) if row.pgh_label == "update" else None))
        before[row.pgh_obj_id] = row
    return pairs


class _Words:
    """Turns the columns of one model's events into words, foreign keys by one query a model."""

    def __init__(self, model: type[models.Model], *, money: bool = True, whole: bool = False) -> None:
        self.model, self.whole = model, whole
        skip = {*getattr(model, "untold", ())}
        skip |= {f.name for f in model._meta.fields if f.name.endswith("_by") or f.name in OWN | STAMPS}
        self.fields = [
            f for f in model.pgh_event_model._meta.fields  # type: ignore[attr-defined]
            if not f.name.startswith("pgh_") and f.name not in skip and not f.name.endswith("_currency")
            and (money or not (isinstance(f, MoneyField) or f.name in PRICED))
        ]  # fmt: skip

    def read(self, pairs: list[tuple[Any, Any]]) -> dict[int, list[Change]]:
        changed: dict[int, list[tuple[Any, Any, Any]]] = {}
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for new, old in pairs:
            changed[new.pgh_id] = []
            if old is None and not self.whole:
                continue
            for column in self.fields:
                was, now = getattr(old, column.attname, None), getattr(new, column.attname)
                if was == now or (old is None and (column.is_relation or now in EMPTY)):
                    continue
                changed[new.pgh_id].append((column, was, now))
                if column.is_relation:
                    wanted[column.related_model] |= {was, now} - {None}
                for meant in (carved(was), carved(now)) if column.name == "carve_outs" else ():
                    for related, ids in meant.items():
                        wanted[related] |= ids
        names = {related: things_of(related, ids) for related, ids in wanted.items()}
        return {
            number: [
                Change(self._label(c), self._word(c, was, names), self._word(c, now, names) or NOTHING)
                for c, was, now in rows
            ]
            for number, rows in changed.items()
        }

    def _label(self, column: Any) -> str:
        label = str(self.model._meta.get_field(column.name).verbose_name)
        label = label.removesuffix(" at") if label.endswith(" at") else label
        return label[:1].upper() + label[1:]

    def _word(self, column: Any, value: Any, names: dict[type[models.Model], dict[Any, Any]]) -> str:
        if value in EMPTY:
            return ""
        if isinstance(column, models.PositiveBigIntegerField):
            return f"{value:,}"
        if isinstance(column, models.FileField):
            return "a picture" if isinstance(column, models.ImageField) else "a file"
        if column.is_relation:
            return str(names[column.related_model].get(value, "somebody who is gone"))
        choices = self.model._meta.get_field(column.name).choices
        if choices:
            return str(dict(choices).get(value, value))  # type: ignore[arg-type]
        if isinstance(column, ArrayField):
            return _cut(listed(self.model._meta.get_field(column.name), value), LIST)
        if column.help_text == "percent":
            return f"{float(value):g} %"
        if column.name == "carve_outs":
            return _cut(carve_outs(value, names), LIST)
        told = TOLD.get(column.name) if isinstance(column, models.JSONField) else None
        return _cut(told(value), LIST) if told is not None else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Money):
        return money_text(value.amount, str(value.currency))
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%-d %b %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %b %Y}"
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        first = _plain(value.lower) if value.lower else "always"
        if not value.upper:
            return f"from {first}"
        return f"{first}–{_plain(value.upper - (date(2, 1, 2) - date(2, 1, 1)))}"
    if isinstance(value, dict):
        value = ", ".join(f"{key}: {_plain(each)}" for key, each in value.items() if each not in (None, "", []))
    if isinstance(value, list):
        return ("; " if any(isinstance(each, dict) for each in value) else ", ").join(map(_plain, value))
    return _cut(str(value))


def _cut(text: str, longest: int = LONG) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
