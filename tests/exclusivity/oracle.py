"""Whether two promises clash, found by walking through days, people, products, channels and countries one by one.

Shares nothing with the code that it judges but the plain facts: no ranges, no instants (all stand in one zone), no
boxes, just loops. Three values: NO, MAYBE, YES.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from exclusivity.rules import CarveOut
from tests.exclusivity.offices import COUNTRIES, FIRST, MOMENTS, NOW, ZONE, on

NO, MAYBE, YES = 0, 1, 2
HORIZON = 220  # days after which nothing changes any more
ELSEWHERE = "FR"  # stands for every country that nobody names
BINDS = {"signed", "confirmed", "suspended", "expired", "terminated"}
WAITS = {"hold", "draft"}
OF_COURSE = {"PAID": YES, "PAID_USAGE": YES, "APPEARANCE": YES, "ANNOUNCE": YES, "LIVE": NO, "SHOOT": NO}
IN_QUIET_DAYS = {"PAID": YES, "GIFTED": YES, "AFFILIATE": YES}


def months_on(start: date, months: int) -> date:
    """The last day of a period of months that begins on `start`."""
    number = start.month - 1 + months
    year, month = start.year + number // 12, number % 12 + 1
    if start.day <= monthrange(year, month)[1]:
        return date(year, month, start.day) - timedelta(days=1)
    return date(year, month, monthrange(year, month)[1])


def goes_on(last: date, length: int, unit: str) -> date:
    """The last day of a period that follows upon `last`."""
    if not length:
        return last
    return last + timedelta(days=length) if unit == "DAY" else months_on(last + timedelta(days=1), length)


def goes_back(first: date, length: int, unit: str) -> date:
    if unit == "DAY":
        return first - timedelta(days=length)
    number = first.year * 12 + first.month - 1 - length
    return first.replace(year=number // 12, month=number % 12 + 1)


def within(days, day: date) -> bool:
    return (days[0] is None or days[0] <= day) and (days[1] is None or day < days[1])


def local(instant) -> date:
    return instant.astimezone(ZoneInfo(ZONE)).date()


@dataclass
class Standing:
    """On which days a clause stands."""

    claimant: object
    clause: object

    @cached_property
    def early(self) -> bool:
        return self.claimant.ended_on is not None

    def tail(self, last: date | None) -> set[date]:
        tail = self.clause.tail
        if tail is None or last is None:
            return set()
        applies = {
            "ANY_END": True,
            "EXPIRY": not self.early,
            "TALENT_FAULT": self.early and self.claimant.end_reason == "talent_fault",
        }[tail.on]
        return self.run(last + timedelta(days=1), goes_on(last, tail.length, tail.unit)) if applies else set()

    def run(self, first: date | None, last: date | None) -> set[date]:
        """Days from the first to the last, both counted, as far as anybody looks."""
        far = on(HORIZON)
        day, found = max(first or on(-60), on(-60)), set()
        while day <= (far if last is None else min(last, far)):
            found.add(day)
            day += timedelta(days=1)
        return found

    @cached_property
    def days(self) -> set[date]:
        rules = self.clause.windows
        terms = [rule for rule in rules if rule.anchor == "TERM"]
        found = self.of_term(terms) if terms or not rules else set()
        others = self.of_others([rule for rule in rules if rule.anchor != "TERM"], tail=not terms)
        start, end = self.clause.in_force
        return {
            day
            for day in found | others
            if (start is None or local(start) <= day) and (end is None or day < local(end))
        }

    def of_term(self, rules) -> set[date]:
        start, end = self.clause.term or self.claimant.term
        last = None if end is None else end - timedelta(days=1)
        if self.early:
            last = self.claimant.ended_on if last is None else min(last, self.claimant.ended_on)
        if start is not None and last is not None:
            last = max(last, start - timedelta(days=1))
        term = self.run(start, last)
        found = term | self.tail(last)
        for rule in rules:
            if term:
                first = None if start is None else goes_back(start, rule.pre, rule.unit)
                found |= self.run(first, None if last is None else goes_on(last, rule.post, rule.unit))
        return found

    def of_others(self, rules, *, tail: bool) -> set[date]:
        found: set[date] = set()
        endless, lasts = False, []
        for rule in rules:
            stretch = self.anchored(rule)
            if stretch is None:
                continue
            first, last = stretch
            if self.early:
                last = self.claimant.ended_on if last is None else min(last, self.claimant.ended_on)
            days = self.run(first, last)
            found |= days
            if days:
                endless = endless or last is None
                lasts.append(last)
        if tail and lasts and not endless:
            found |= self.tail(max(lasts))
        return found

    def anchored(self, rule) -> tuple[date | None, date | None] | None:
        """The first and the last day of a window, None where it never opens."""
        if rule.anchor == "SIGNATURE":
            signed = local(self.claimant.bound_at or NOW)
            if not rule.post:
                return signed, signed
            return signed, goes_on(signed - timedelta(days=1), rule.post, rule.unit)
        if rule.anchor == "FIXED":
            begin, over = rule.days
            first, last = begin, None if over is None else over - timedelta(days=1)
        else:
            first = self.anchor(rule.anchor)
            last = self.anchor(rule.to or rule.anchor)
            if first is None:
                return None
        last = None if last is None else goes_on(last, rule.post, rule.unit)
        first = goes_back(first, rule.pre, rule.unit)
        return (first, last) if last is None or first <= last else None

    def anchor(self, name: str) -> date | None:
        """The day of a post, or the last one of usage; None where usage never ends."""
        own = self.claimant.exposures
        posts = [shown.days[0] for shown in own if shown.activity in MOMENTS]
        if name == "FIRST_POST":
            return min(posts)
        if name == "LAST_POST":
            return max(posts)
        ends = [shown.days[1] for shown in own if shown.activity in ("PAID_USAGE", "ORGANIC_REUSE")]
        return None if None in ends else max(ends) - timedelta(days=1)


@dataclass
class Oracle:
    office: object

    def verdict(self, mine, other) -> str:
        """The worst that the rules say of two promises, from where `mine` stands (R1, R4, R5)."""
        order = ["CLEAR", "ADVISORY", "WAIVED", "REVIEW", "CONDITIONAL", "BLOCK"]
        if mine.family and mine.family == other.family:
            return "CLEAR"
        found = ["CLEAR"]
        for claimant, shower in ((mine, other), (other, mine)):
            if claimant.status not in BINDS | WAITS or shower.status not in BINDS | WAITS:
                continue
            for clause in claimant.clauses:
                for shown in shower.exposures:
                    told = self.meeting(claimant, clause, shower, shown)
                    if told in ("MAYBE", "YES") and shower.id in claimant.decided:
                        told = "WAIVED"
                    if told == "MAYBE":
                        told = "REVIEW"
                    if told == "YES" and other.status in WAITS:
                        told = "ADVISORY"
                    if told == "YES":
                        told = "BLOCK" if mine.status in BINDS else "CONDITIONAL"
                    found.append(told)
        return max(found, key=order.index)

    def meeting(self, claimant, clause, shower, shown) -> str:
        """CLEAR, WAIVED, MAYBE or YES for one clause and one exposure."""
        counts = self.counts(clause, shown.activity)
        stands = Standing(claimant, clause).days
        people = shown.talents or shower.talents
        befores, afters = [], []
        for offset in range(HORIZON):
            day = on(offset)
            if not within(shown.days, day):
                continue
            before = after = NO
            today = min(counts, self.bound(claimant, clause, people, day)) if day in stands else NO
            for category in shown.categories if today else ():
                barred = min(today, self.barred(claimant, clause, shown, category, day))
                if barred == NO:
                    continue
                for channel in shown.channels:
                    for country in [*COUNTRIES, ELSEWHERE] if "*" in shown.territories else shown.territories:
                        value = min(barred, self.placed(clause, channel, country))
                        place = (category, channel, country)
                        if value > before and not self.carved(claimant, clause, shower, shown, place):
                            before = value
                        if (
                            value > after
                            and not self.carved(claimant, clause, shower, shown, place)
                            and not self.waived(clause, shower, shown, place, day)
                        ):
                            after = value
            befores.append(before)
            afters.append(after)
        before, after = (self.over_days(shown, values) for values in (befores, afters))
        if before == NO:
            return "CLEAR"
        return {NO: "WAIVED", MAYBE: "MAYBE", YES: "YES"}[after]

    def over_days(self, shown, values: list[int]) -> int:
        """What lasts meets a clause on any of its days; a post goes live on one of them, and may be put on another."""
        if shown.activity not in MOMENTS or len(set(values)) == 1:
            return max(values, default=NO)
        return MAYBE if any(values) else NO

    def under(self, category, roots) -> bool:
        return category is not None and (category in roots or self.under(self.office.parents.get(category), roots))

    def house(self, brand: int) -> int:
        return self.office.brands[brand].company

    def counts(self, clause, activity: str) -> int:
        said = clause.activities.get(activity)
        if said is not None:
            return YES if said else NO
        return IN_QUIET_DAYS.get(activity, NO) if clause.mode == "FULL" else OF_COURSE.get(activity, MAYBE)

    def bound(self, claimant, clause, people, day: date) -> int:
        """Whether somebody whom the clause binds on the day is shown: oneself, a member, an act, a member's act."""
        inside = [(edge.act, edge.member) for edge in self.office.memberships if within(edge.days, day)]
        each = {"EACH": YES, "": MAYBE}.get(clause.binds_members, NO)
        group = {True: YES, None: MAYBE}.get(clause.binds_group_of_member, NO)
        members = {member for act, member in inside if act in claimant.talents}
        ways = [
            (YES, set(claimant.talents)),
            (each, members),
            (min(each, group), {act for act, member in inside if member in members}),
            (group, {act for act, member in inside if member in claimant.talents}),
        ]
        return max((value for value, reached in ways if reached & set(people)), default=NO)

    def tied(self, company: int, day: date, *, downwards: bool = False) -> set[int]:
        found = {company}
        for _ in range(3):
            for edge in self.office.owned:
                if within(edge.days, day):
                    if edge.parent in found:
                        found.add(edge.child)
                    if edge.child in found and not downwards:
                        found.add(edge.parent)
        return found

    def barred(self, claimant, clause, shown, category: int, day: date) -> int:
        """Whether the clause means this brand and this product of it on the day."""
        house, theirs = self.house(claimant.brand), self.house(shown.brand)
        group = self.tied(house, day)
        own = shown.brand == claimant.brand
        own = own or (clause.beneficiary_scope == "COMPANY" and theirs == house)
        own = own or (clause.beneficiary_scope == "GROUP" and theirs in group)
        if own:
            return NO
        if clause.mode == "FULL":
            return YES
        if clause.mode == "NAMED":
            return YES if self.listed(claimant, clause, shown.brand, day) else NO
        if clause.mode == "CATEGORY":
            if any(shown.attributes[name] != form for name, form in clause.attributes.items()):
                return NO
            meant = self.kept(clause, category)
        else:
            meant = max(self.kept(clause, one) for one in self.office.trades[theirs])
        return min(meant, MAYBE) if theirs in group and clause.beneficiary_scope == "BRAND" else meant

    def kept(self, clause, category: int) -> int:
        """Whether the clause means this part of the market; a part above one that it means may be that one."""
        if self.under(category, clause.categories) and not self.under(category, clause.categories_except):
            return YES
        above = any(one != category and self.under(one, [category]) for one in clause.categories)
        return MAYBE if above else NO

    def listed(self, claimant, clause, brand: int, day: date) -> bool:
        if clause.ownership_as_of == "SIGNING":
            day = local(claimant.bound_at or NOW)
        houses: set[int] = set()
        for company in clause.companies:
            if clause.closure == "SELF":
                houses.add(company)
            else:
                houses |= self.tied(company, day, downwards=clause.closure == "OWNED_BRANDS")
        if clause.closure == "WHOLE_GROUP":
            for named in clause.brands:
                houses |= self.tied(self.house(named), day)
        return brand in clause.brands or self.house(brand) in houses

    def placed(self, clause, channel: str, country: str) -> int:
        if clause.channels is not None and channel not in clause.channels:
            return NO
        if clause.territory_basis == "ACCESSIBLE" and channel != "tv":
            return YES
        inside = clause.territories is None or country in clause.territories
        return YES if inside and country not in clause.territories_except else NO

    def carved(self, claimant, clause, shower, shown, place) -> bool:
        if clause.strength == "FIRST_REFUSAL":
            for offer in clause.offers:
                lapsed = local(offer.offered_at) + timedelta(days=clause.refusal_days) < FIRST
                if offer.commitment == shower.id and (offer.declined_at or lapsed):
                    return True
        outs = [out for out in clause.carve_outs if out != CarveOut() and self.elder(out, claimant, shower)]
        return any(self.fits(out, shower, shown, place) for out in outs)

    def elder(self, out, claimant, shower) -> bool:
        if not out.pre_existing:
            return True
        return shower.bound_at is not None and (claimant.bound_at is None or shower.bound_at < claimant.bound_at)

    def fits(self, out, shower, shown, place) -> bool:
        category, channel, country = place
        return (
            (out.brands is None or shown.brand in out.brands)
            and (out.commitments is None or shower.id in out.commitments)
            and (out.categories is None or self.under(category, out.categories))
            and (out.activities is None or shown.activity in out.activities)
            and (out.territories is None or country in out.territories)
            and (out.channels is None or channel in out.channels)
        )

    def waived(self, clause, shower, shown, place, day: date) -> bool:
        return any(
            one.state == "GRANTED"
            and (one.brand is None or shown.brand == one.brand)
            and (one.commitment is None or shower.id == one.commitment)
            and (one.channels is None or place[1] in one.channels)
            and (one.activities is None or shown.activity in one.activities)
            and (one.territories is None or place[2] in one.territories)
            and (one.category is None or self.under(place[0], {one.category}))
            and (one.days is None or within(one.days, day))
            and (one.expires_at is None or day < local(one.expires_at))
            for one in clause.waivers
        )
