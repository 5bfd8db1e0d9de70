"""Whom a clause binds, and what it keeps away, in words."""

from collections.abc import Iterable

from exclusivity.rules.words import lowered
from exclusivity.sentences.parts import Item, Names, Saying, amount, owner
from exclusivity.terms import ClauseTerms
from lib.countries import country_name

OFFLINE = {
    "tv": "on TV",
    "print": "in print",
    "event": "at events",
    "podcast": "in podcasts",
    "blog": "on blogs",
}


def who(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    saying.add(f" {names.who}")
    if names.is_act and terms.binds_members:
        said = {"EACH": "and each of its members", "JOINT_ONLY": "as a whole", "NONE": "but not its members alone"}
        apart = terms.binds_members == "NONE"
        saying.add(", " if apart else " ").fact(said[terms.binds_members], "binds_members", terms.binds_members)
        saying.add("," if apart else "")
    if names.in_act and terms.binds_group_of_member is not None:
        said_of_acts = "also within an act" if terms.binds_group_of_member else "but not within an act"
        saying.add(", ").fact(said_of_acts, "binds_group_of_member", terms.binds_group_of_member).add(",")


def who_unsaid(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    if names.is_act and not terms.binds_members:
        saying.add(" Whether ").unsaid("its members alone", "binds_members").add(" are bound is not stated.")
    if names.in_act and terms.binds_group_of_member is None:
        saying.add(" Whether ").unsaid(f"the acts that {names.who} is in", "binds_group_of_member")
        saying.add(" are bound is not stated.")


def may_not(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    """What clashes is forbidden, needs consent, is to be told, or may be matched first."""
    key = ("strength", terms.strength)
    if terms.strength == "CONSENT_REQUIRED":
        saying.add(" must have ").fact(f"{owner(names.brand)} consent", *key).add(" to appear for ")
    elif terms.strength == "NOTIFY":
        saying.add(" must ").fact(f"tell {names.brand}", *key).add(" before appearing for ")
    elif terms.strength == "FIRST_REFUSAL" and terms.refusal_days:
        saying.add(f" must give {names.brand} ")
        saying.fact(f"{amount(terms.refusal_days, 'DAY')} to match the offer", *key, terms.refusal_days)
        saying.add(" before appearing for ")
    elif terms.strength == "FIRST_REFUSAL":
        saying.add(" must ").fact(f"let {names.brand} match the offer", *key).add(" before appearing for ")
    else:
        saying.add(" ").fact("may not", *key).add(" appear for ")


def target(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    if terms.mode == "FULL":
        saying.fact("any other brand" if terms.beneficiary_scope == "BRAND" else "any brand", "mode", "FULL")
        _outside(saying, terms, names)
    elif terms.mode == "NAMED":
        _named(saying, terms, names)
    else:
        _category(saying, terms, names)


def _outside(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    if terms.beneficiary_scope in ("COMPANY", "GROUP"):
        whole = "company" if terms.beneficiary_scope == "COMPANY" else "group"
        saying.add(" outside ").fact(f"{owner(names.brand)} {whole}", "beneficiary_scope", terms.beneficiary_scope)


def _category(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    found = sorted((lowered(names.categories.get(pk, "?")), pk) for pk in terms.category_ids)
    items: list[Item] = [(name, ("category", pk)) for name, pk in found]
    rival = "rival " if terms.beneficiary_scope == "BRAND" else ""
    trade = terms.mode == "COMPANY_TRADE"
    if not items:
        saying.add(f"{rival}brands in ").unsaid("a category that is not chosen yet", "category")
    elif trade:
        other = "any other company" if rival else "any company"
        saying.fact(other, "mode", "COMPANY_TRADE")
        _outside(saying, terms, names)
        saying.add(" that trades in ").several(items, "or")
    elif len(items) < 3 and all(_adjective(name) for name, _ in items):
        saying.add(rival).several(items, "or").add(" brands")
    else:
        saying.add(f"{rival}brands in ").several(items, "or")
    if not trade:
        _outside(saying, terms, names)
    for n, (name, value) in enumerate(sorted(terms.attributes.items())):
        saying.add(" and " if n else " where the product’s ").fact(f"{name} is {value}", "attribute", name, value)
    left_out = sorted((lowered(names.categories.get(pk, "?")), pk) for pk in terms.except_category_ids)
    if left_out:
        saying.add(", except in ").several([(name, ("except", pk)) for name, pk in left_out], "or").add(",")


def _adjective(name: str) -> bool:
    """Whether a category reads well before "brands": skincare and sun care do, running shoes and food and drink not."""
    return not name.endswith("s") and " and " not in name and " in " not in name


def _named(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    found = sorted(
        [(names.brands.get(pk, "?"), ("brand", pk)) for pk in terms.brand_ids]
        + [(names.companies.get(pk, "?"), ("company", pk)) for pk in terms.company_ids]
    )
    if not found:
        saying.unsaid("brands that are not named yet", "named")
    elif terms.open_list:
        like = "or any other like it" if len(found) == 1 else "or any other like them"
        saying.several(found, ",").add(" ").fact(like, "open_list", True)
    else:
        saying.several(found, "or")
    their = "its" if len(found) == 1 else "their"
    owned = "it owns" if len(found) == 1 else "they own"
    as_of = "as owned at the signature" if terms.ownership_as_of == "SIGNING" else "as owned on the day"
    if found and terms.closure == "OWNED_BRANDS":
        saying.add(", with ").fact(f"all that {owned}", "closure", terms.closure)
        saying.add(" ").fact(as_of, "ownership", terms.ownership_as_of).add(",")
    elif found and terms.closure == "WHOLE_GROUP":
        saying.add(", with ").fact(f"{their} whole group{'' if len(found) == 1 else 's'}", "closure", terms.closure)
        saying.add(" ").fact(as_of, "ownership", terms.ownership_as_of).add(",")
    elif terms.open_list and found:
        saying.add(",")


def where(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    """The channels, then the countries."""
    if terms.channels:
        items = channels(terms.channels, names)
        saying.add(" ").several(items, "or")
    else:
        saying.add(" ").fact("on any channel", "channels", None)
    lands = _lands(set(terms.territories or ()) - set(terms.territories_except))
    but = _lands(terms.territories_except)
    if terms.territories:
        lead = {"TARGETED": " in work aimed at ", "ACCESSIBLE": " in work that can be seen in "}
        saying.add(lead.get(terms.territory_basis, " in ")).several(lands, "or")
    elif but:
        lead = {
            "TARGETED": " in work aimed anywhere but at ",
            "ACCESSIBLE": " in work that can be seen anywhere but in ",
        }
        saying.add(lead.get(terms.territory_basis, " anywhere but in ")).several(but, "or")
    else:
        saying.add(", ").fact("anywhere in the world", "territories", None)


def where_unsaid(saying: Saying, terms: ClauseTerms) -> None:
    if (terms.territories or terms.territories_except) and not terms.territory_basis:
        saying.add(" Whether work counts that is ").unsaid("aimed elsewhere but can be seen there", "basis")
        saying.add(" is not stated.")


def channels(values: Iterable[str], names: Names) -> list[Item]:
    """`on Instagram`, `TikTok`, `in print`: the preposition once for those that share it."""
    platforms = sorted((names.channels.get(v, v), v) for v in values if v not in OFFLINE)
    items: list[Item] = [(f"on {name}" if not n else name, ("channel", v)) for n, (name, v) in enumerate(platforms)]
    return items + [(OFFLINE[v], ("channel", v)) for v in sorted(values) if v in OFFLINE]


def _lands(codes: Iterable[str]) -> list[Item]:
    return [(name, ("country", code)) for name, code in sorted((country_name(code), code) for code in codes)]
