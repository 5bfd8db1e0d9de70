"""The world changes under what stands: it is looked at again at once, told on the clash desk, and nothing is undone."""

from datetime import date, timedelta

import pytest

from clients.actions import edit_brand, end_ownership, merge_brands, move_category, set_owner
from exclusivity.actions import bind, differences, record_waiver, set_exposures
from exclusivity.models import Commitment, Finding, Status
from exclusivity.terms import CarveOutTerms
from lib.refusals import Refused
from outbox import work
from outbox.models import Job
from talent.actions import edit_talent, join_act, leave_act
from tests.exclusivity.conftest import Market
from tests.factories import BrandFactory, CompanyFactory, TalentFactory

KINDS = ("clients.market_changed", "talent.people_changed")
JUNE = date(2026, 6, 1)


def work_off() -> list[str]:
    """Do what the changes left to do; what came of it."""
    told = []
    for job in Job.objects.filter(kind__in=KINDS, state="pending").order_by("pk"):
        assert work.run(job.pk) is True, job.kind
        job.refresh_from_db()
        told.append(job.result)
    return told


def both_stand(market: Market, one: Commitment, other: Commitment) -> None:
    for commitment in (one, other):
        bind(commitment=commitment, by=market.by, now=market.now)
    work_off()
    assert not Finding.objects.exists()


def beer(market: Market, **terms) -> Commitment:
    """Korbel's booking on 10 June, for beer."""
    shown = market.shows(date(2026, 6, 10), date(2026, 6, 11), category_ids=(market.beer.pk,))
    return market.booking(shown, brand=market.korbel, **terms)


class Change:
    """One way in which the world changes and changes back, with two promises that stand before it."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.tell = {"by": market.by, "now": market.now}
        self.promise, self.work = self.papers()

    def papers(self) -> tuple[Commitment, Commitment]:
        return self.market.ambassador(), beer(self.market)


class CategoryMoved(Change):
    cause = "Beer was moved from All that is tested to Skincare on 15 Apr 2026."

    def do(self) -> None:
        move_category(category=self.market.beer, parent=self.market.skincare, **self.tell)

    def undo(self) -> None:
        move_category(category=self.market.beer, parent=self.market.beauty.parent, **self.tell)


class CategoryMovedUnderAClauseWithoutBoxes(CategoryMoved):
    """A product's form is no axis of the boxes: the constraint sees nothing, the truth does."""

    def papers(self):
        shown = self.market.shows(
            date(2026, 6, 10), date(2026, 6, 11), category_ids=(self.market.beer.pk,), attributes={"form": "drink"}
        )
        return self.market.ambassador(attributes={"form": "drink"}), self.market.booking(
            shown, brand=self.market.korbel
        )


class CarveOutMovedAway(Change):
    """What was carved out with its branch is so no longer."""

    cause = "Sun care was moved from Beer to Skincare on 15 Apr 2026."

    def papers(self):
        market = self.market
        move_category(category=market.suncare, parent=market.beer, **self.tell)
        out = CarveOutTerms(category_ids=(market.beer.pk,))
        shown = market.shows(date(2026, 6, 10), date(2026, 6, 11), category_ids=(market.suncare.pk,))
        promise = market.ambassador(category_ids=(market.beauty.parent_id,), carve_outs=(out,))
        return promise, market.booking(shown, brand=market.korbel)

    def do(self) -> None:
        move_category(category=self.market.suncare, parent=self.market.skincare, **self.tell)

    def undo(self) -> None:
        move_category(category=self.market.suncare, parent=self.market.beer, **self.tell)


class BrandInAnotherTrade(Change):
    cause = "Korbel sells Beer, Skincare since 15 Apr 2026."

    def papers(self):
        return self.market.ambassador(mode="COMPANY_TRADE"), beer(self.market)

    def do(self) -> None:
        categories = [self.market.beer, self.market.skincare]
        edit_brand(brand=self.market.korbel, fields={}, categories=categories, **self.tell)

    def undo(self) -> None:
        edit_brand(brand=self.market.korbel, fields={}, categories=[self.market.beer], **self.tell)


class BrandSold(Change):
    def papers(self):
        self.house = self.market.korbel.company
        self.cause = f"Korbel went from {self.house} to {self.market.nordhaus.company} on 15 Apr 2026."
        named = {"mode": "NAMED", "category_ids": (), "company_ids": (self.market.nordhaus.company_id,)}
        return self.market.ambassador(**named), beer(self.market)

    def do(self) -> None:
        edit_brand(brand=self.market.korbel, fields={"company": self.market.nordhaus.company}, **self.tell)

    def undo(self) -> None:
        edit_brand(brand=self.market.korbel, fields={"company": self.house}, **self.tell)


class CompanySold(Change):
    since = JUNE

    def papers(self):
        self.child, self.parent = self.market.korbel.company, self.market.nordhaus.company
        self.cause = f"{self.child} belongs to {self.parent} from 1 Jun 2026 on."
        named = {"mode": "NAMED", "category_ids": (), "company_ids": (self.parent.pk,)}
        return self.market.ambassador(**named), beer(self.market)

    def do(self) -> None:
        self.tie = set_owner(child=self.child, parent=self.parent, since=self.since, **self.tell)

    def undo(self) -> None:
        end_ownership(ownership=self.tie, on=date(2026, 6, 5), **self.tell)
        self.since = date(2026, 6, 6)


class SisterSoldAway(Change):
    """Its own company's brand does not compete; once it is sold it does."""

    last = date(2026, 6, 5)

    def papers(self):
        child, parent = self.market.nordhaus.company, self.market.lumeya.company
        self.tie = set_owner(child=child, parent=parent, since=date(2026, 1, 1), **self.tell)
        self.cause = f"{child} belongs to {parent} until 5 Jun 2026."
        return self.market.ambassador(beneficiary_scope="GROUP"), self.market.booking()

    def do(self) -> None:
        end_ownership(ownership=self.tie, on=self.last, **self.tell)

    def undo(self) -> None:
        self.last += timedelta(days=1)
        self.tie = set_owner(child=self.tie.child, parent=self.tie.parent, since=self.last, **self.tell)


class MemberJoined(Change):
    cause = "Mika is in Duo from 1 Jun 2026 on."
    since = JUNE

    def papers(self):
        self.duo = TalentFactory(name="Duo", kind="act")
        return self.market.ambassador(talents=[self.duo]), self.market.booking()

    def do(self) -> None:
        join_act(act=self.duo, member=self.market.mika, since=self.since, **self.tell)

    def undo(self) -> None:
        leave_act(act=self.duo, member=self.market.mika, on=date(2026, 6, 5), **self.tell)
        self.since = date(2026, 6, 6)


CHANGES = [
    CategoryMoved,
    CategoryMovedUnderAClauseWithoutBoxes,
    CarveOutMovedAway,
    BrandInAnotherTrade,
    BrandSold,
    CompanySold,
    SisterSoldAway,
    MemberJoined,
]


@pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__name__)
def test_a_change_is_raised_with_its_cause_and_undoes_nothing(market, kind):
    change = kind(market)
    both_stand(market, change.promise, change.work)
    change.do()
    work_off()
    finding = Finding.objects.get()
    assert (finding.verdict, finding.state, finding.admitted, finding.cause) == ("BLOCK", "open", True, change.cause)
    assert set(Commitment.objects.values_list("status", flat=True)) == {Status.SIGNED, Status.CONFIRMED}
    assert differences() == []


@pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__name__)
def test_a_change_that_is_taken_back_takes_the_finding_away(market, kind):
    change = kind(market)
    both_stand(market, change.promise, change.work)
    change.do()
    work_off()
    change.undo()
    work_off()
    assert Finding.objects.get().state == "gone"
    assert differences() == []
    change.do()
    work_off()
    finding = Finding.objects.get()
    assert (finding.state, finding.admitted, finding.verdict) == ("open", True, "BLOCK")
    assert differences() == []


def test_a_change_looks_at_what_depends_on_it_and_no_further(market):
    change = CategoryMoved(market)
    both_stand(market, change.promise, change.work)
    soap = market.ambassador(brand=market.korbel, category_ids=(market.beauty.pk,), talents=[TalentFactory()])
    bind(commitment=soap, by=market.by, now=market.now)
    elsewhere = market.ambassador(brand=market.korbel, mode="FULL", category_ids=(), talents=[TalentFactory()])
    bind(commitment=elsewhere, by=market.by, now=market.now)
    change.do()
    assert work_off() == ["2 promises looked at, 1 raised on the clash desk"]


def test_a_change_that_nothing_depends_on_raises_nothing(market):
    move_category(category=market.beer, parent=market.beauty, by=market.by, now=market.now)
    assert work_off() == ["No promise depends on it"]


def test_a_hold_that_the_change_hits_is_raised_and_not_admitted(market):
    signed, hold = market.ambassador(), beer(market)
    bind(commitment=signed, by=market.by, now=market.now)
    move_category(category=market.beer, parent=market.skincare, by=market.by, now=market.now)
    work_off()
    finding = Finding.objects.get()
    assert (finding.verdict, finding.admitted, finding.cause[:14]) == ("CONDITIONAL", False, "Beer was moved")
    with pytest.raises(Refused):
        bind(commitment=hold, by=market.by, now=market.now)


def test_what_was_admitted_stays_so_until_somebody_changes_its_terms(market):
    change = CategoryMoved(market)
    both_stand(market, change.promise, change.work)
    change.do()
    work_off()
    later = {"by": market.by, "now": market.now + timedelta(hours=1)}
    same = market.shows(date(2026, 6, 10), date(2026, 6, 11), category_ids=(market.beer.pk,))
    other = market.shows(date(2026, 6, 20), date(2026, 6, 21), category_ids=(market.beer.pk,))
    set_exposures(commitment=change.work, exposures=[same], **later)
    with pytest.raises(Refused):
        set_exposures(commitment=change.work, exposures=[same, other], **later)
    assert differences() == []


def test_the_job_is_written_with_the_change_or_not_at_all(market):
    before = Job.objects.count()
    with pytest.raises(Refused):
        move_category(category=market.beauty, parent=market.skincare, by=market.by, now=market.now)
    assert Job.objects.count() == before


def test_a_clock_that_changes_brings_up_a_doubt(market):
    """A contract that names no clock is read by the office's and by the talent's (V9)."""
    promise = market.ambassador()
    Commitment.objects.filter(pk=promise.pk).update(timezone="")
    promise.refresh_from_db()
    edge = market.booking(market.shows(date(2027, 7, 1), date(2027, 7, 2)))
    both_stand(market, promise, edge)
    fields = {"timezone": "America/New_York"}
    edit_talent(talent=market.mika, fields=fields, by=market.by, now=market.now)
    work_off()
    finding = Finding.objects.get()
    assert (finding.verdict, finding.cause) == ("REVIEW", "Mika lives by the clock of America/New_York.")
    assert differences() == []
    edit_talent(talent=market.mika, fields={"timezone": "Asia/Tokyo"}, by=market.by, now=market.now)
    work_off()
    assert Finding.objects.get().state == "gone"


def test_merged_brand_is_barred_under_its_other_name(market):
    bier = BrandFactory(name="Korbel Bier", company=CompanyFactory())
    named = {"mode": "NAMED", "category_ids": (), "brand_ids": (market.korbel.pk,)}
    promise = market.ambassador(**named)
    shown = market.booking(brand=bier)
    both_stand(market, promise, shown)
    merge_brands(kept=market.korbel, gone=bier, by=market.by, now=market.now)
    work_off()
    finding = Finding.objects.get()
    assert finding.cause == "Korbel Bier and Korbel turned out to be one brand on 15 Apr 2026."
    assert (finding.verdict, finding.admitted) == ("BLOCK", True)
    shown.refresh_from_db()
    assert (shown.brand, shown.status) == (market.korbel, Status.CONFIRMED)
    assert differences() == []


def test_merged_brand_competes_no_longer_with_itself(market):
    signed, hold = market.ambassador(), market.booking()
    bind(commitment=signed, by=market.by, now=market.now)
    assert Finding.objects.get().state == "open"
    merge_brands(kept=market.lumeya, gone=market.nordhaus, by=market.by, now=market.now)
    work_off()
    assert Finding.objects.get().state == "gone"
    bind(commitment=hold, by=market.by, now=market.now)
    assert differences() == []


def test_merged_brand_is_renamed_in_clauses_carve_outs_and_waivers(market):
    out = CarveOutTerms(brand_ids=(market.korbel.pk, market.nordhaus.pk))
    both = (market.korbel.pk, market.nordhaus.pk)
    promise = market.ambassador(mode="NAMED", category_ids=(), brand_ids=both, carve_outs=(out,))
    clause = promise.clauses.get()
    waiver = record_waiver(
        clause=clause, state="GRANTED", brand=market.nordhaus, by=market.by, now=market.now
    )  # fmt: skip
    shown = market.booking(market.shows(JUNE, date(2026, 6, 2), brand_id=market.nordhaus.pk), brand=market.lumeya)
    merge_brands(kept=market.korbel, gone=market.nordhaus, by=market.by, now=market.now)
    clause.refresh_from_db()
    waiver.refresh_from_db()
    assert list(clause.brands.all()) == [market.korbel]
    assert clause.carve_outs == [{"brand_ids": [market.korbel.pk]}]
    assert waiver.brand == market.korbel
    assert shown.exposures.get().brand == market.korbel
    work_off()
    assert differences() == []
