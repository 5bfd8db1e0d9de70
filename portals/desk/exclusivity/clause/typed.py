"""A clause as the values that its form would send, and what fills some of them: presets, carve-outs, more rows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.datastructures import MultiValueDict

from campaigns.brief_words import attributes_words
from clients.models import Brand, Company
from exclusivity.models import Commitment
from exclusivity.presets import PRESETS
from exclusivity.terms import CarveOutTerms, ClauseTerms, WindowTerms
from portals.amounts import plain_amount
from portals.desk.exclusivity.clause.form import ASKED
from portals.desk.exclusivity.clause.rows import add_row, take_row

type Typed = MultiValueDict[str, str]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": ("number",), "words": ("words",), "mode": ("mode",), "beneficiary_scope": ("scope",),
    "binds_members": ("binds_members",), "binds_group_of_member": ("binds_group",), "category_ids": ("categories",),
    "except_category_ids": ("except_categories",), "attributes": ("attributes",), "brand_ids": ("brands",),
    "company_ids": ("companies",), "closure": ("closure",), "ownership_as_of": ("ownership",),
    "open_list": ("open_list",), "territories": ("territories",), "territories_except": ("territories_except",),
    "territory_basis": ("basis",), "channels": ("channels",), "term": ("own_first", "own_last"),
    "activities": tuple(f"does_{kind}" for kind in ASKED), "tail_length": ("tail_length",), "tail_unit": ("tail_unit",),
    "tail_on": ("tail_on",), "strength": ("strength",), "refusal_days": ("refusal_days",),
    "lookback_months": ("lookback_months",), "fee": ("fee", "currency"),
}  # fmt: skip
"""A field of `ClauseTerms` to those of the form; windows and carve-outs are rows."""


def written(terms: ClauseTerms) -> Typed:
    """The terms as the form sends them."""
    said: list[ClauseTerms | CarveOutTerms] = [terms, *terms.carve_outs]
    brands = [pk for each in said for pk in each.brand_ids]
    named = dict(Brand.objects.filter(pk__in=brands).values_list("pk", "public_id")) if brands else {}
    owners = Company.objects.filter(pk__in=terms.company_ids).values_list("public_id", flat=True)
    values: dict[str, Any] = {
        "number": terms.number, "words": terms.words, "mode": terms.mode, "scope": terms.beneficiary_scope,
        "binds_members": terms.binds_members,
        "binds_group": {True: "yes", False: "no"}.get(terms.binds_group_of_member, ""),  # type: ignore[arg-type]
        "categories": terms.category_ids, "except_categories": terms.except_category_ids,
        "attributes": attributes_words(terms.attributes),
        "brands": [named[pk] for pk in terms.brand_ids if pk in named],
        "companies": list(owners) if terms.company_ids else [], "closure": terms.closure,
        "ownership": terms.ownership_as_of, "open_list": "on" if terms.open_list else [],
        "territories": terms.territories or (), "territories_except": terms.territories_except,
        "basis": terms.territory_basis, "channels": terms.channels or (),
        "tail_length": terms.tail_length or "", "tail_unit": terms.tail_unit, "tail_on": terms.tail_on,
        "strength": terms.strength, "refusal_days": terms.refusal_days or "",
        "lookback_months": terms.lookback_months or "", "own_first": "", "own_last": "",
        "fee": plain_amount(terms.fee),
        "currency": str(terms.fee.currency) if terms.fee is not None else "",
    }  # fmt: skip
    if terms.term is not None:
        values["own_first"], values["own_last"] = _days(terms.term)
    for kind in ASKED:
        values[f"does_{kind}"] = {True: "yes", False: "no"}.get(terms.activities.get(kind), "")  # type: ignore[arg-type]
    typed: Typed = MultiValueDict({name: _listed(value) for name, value in values.items()})
    _write_windows(typed, terms.windows)
    _write_carve_outs(typed, terms.carve_outs, named)
    return typed


def _listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def _days(days: Any) -> tuple[str, str]:
    first, after = days
    return first.isoformat() if first else "", (after - timedelta(days=1)).isoformat() if after else ""


def _write_windows(typed: Typed, windows: tuple[WindowTerms, ...]) -> None:
    for key in [key for key in typed if key[:1] == "w" and key[1:2].isdecimal()]:
        del typed[key]
    typed.setlist("w_count", [str(len(windows))])
    for n, rule in enumerate(windows):
        first, last = _days(rule.days) if rule.days is not None else ("", "")
        said = {
            "anchor": rule.anchor, "pre": rule.pre or "", "to": rule.to, "post": rule.post or "", "unit": rule.unit,
            "how": rule.count, "first": first, "last": last,
        }  # fmt: skip
        for name, value in said.items():
            typed.setlist(f"w{n}_{name}", [str(value)])


def _write_carve_outs(typed: Typed, outs: tuple[CarveOutTerms, ...], named: Mapping[int, str]) -> None:
    ids = {pk for out in outs for pk in out.commitment_ids}
    promises = dict(Commitment.objects.filter(pk__in=ids).values_list("pk", "public_id")) if ids else {}
    typed.setlist("c_count", [str(len(outs))])
    for n, out in enumerate(outs):
        typed.setlist(f"c{n}_promises", [promises[pk] for pk in out.commitment_ids if pk in promises])
        typed.setlist(f"c{n}_brands", [named[pk] for pk in out.brand_ids if pk in named])
        typed.setlist(f"c{n}_categories", [str(pk) for pk in out.category_ids])
        typed.setlist(f"c{n}_activities", list(out.activities))
        typed.setlist(f"c{n}_channels", list(out.channels or ()))
        typed.setlist(f"c{n}_countries", list(out.territories or ()))
        typed.setlist(f"c{n}_before", ["on"] if out.pre_existing else [])


def filled(typed: Typed, asked: Mapping[str, str]) -> bool:
    """Fill in what was asked for (`preset`, `carve`, `more`, `less`) and keep the rest; whether anything was."""
    preset = PRESETS.get(asked.get("preset", ""))
    if preset is not None:
        start = written(ClauseTerms(**preset.values))
        for name in preset.values:
            for key in FIELDS.get(name, ()):
                typed.setlist(key, start.getlist(key))
        if "windows" in preset.values:
            _write_windows(typed, preset.values["windows"])
    if asked.get("carve"):
        row = add_row(typed, "c")
        typed.setlist(f"{row}_promises", [asked["carve"][:40]])
        typed.setlist(f"{row}_fresh", ["1"])
    if asked.get("more") in ("w", "c"):
        row = add_row(typed, asked["more"])
        if asked["more"] == "w":
            typed.setlist(f"{row}_anchor", ["FIRST_POST"])
    if asked.get("less"):
        take_row(typed, asked["less"])
    return any(asked.get(name) for name in ("preset", "carve", "more", "less"))
