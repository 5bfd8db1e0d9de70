"""What the office makes of clauses that are silent on a kind of work (R12)."""

from datetime import date

import pytest
from djmoney.money import Money

from exclusivity.actions import bind, differences, set_activity_defaults, set_clauses, terms_of
from exclusivity.models import ActivityDefault, Box, Finding
from exclusivity.models.default import SHIPPED
from exclusivity.queries import standing
from exclusivity.rules import Verdict
from lib.refusals import Refused
from outbox import work
from outbox.models import Job
from tests.factories import booker, owner

KIND = "exclusivity.defaults_changed"


def work_off() -> list[str]:
    told = []
    for job in Job.objects.filter(kind=KIND, state="pending").order_by("pk"):
        assert work.run(job.pk) is True
        job.refresh_from_db()
        told.append(job.result)
    return told


def affiliate(market):
    return market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 20), activity="AFFILIATE"))


def counts(market, **said: str) -> list[str]:
    return set_activity_defaults(counting=said, by=owner(), now=market.now)


def test_shipped_defaults_are_those_of_the_rules():
    assert {kind: str(said) for kind, said in SHIPPED.items()} == {
        "PAID": "COUNTS", "PAID_USAGE": "COUNTS", "APPEARANCE": "COUNTS", "ANNOUNCE": "COUNTS", "LIVE": "SPARED",
        "SHOOT": "SPARED", "GIFTED": "ASKED", "AFFILIATE": "ASKED", "ORGANIC": "ASKED", "NAMED_USE": "ASKED",
        "OWN_BRAND": "ASKED", "ORGANIC_REUSE": "ASKED",
    }  # fmt: skip


def test_default_of_the_office_decides_where_the_clause_is_silent(market):
    signed = market.ambassador(activities={"PAID": True})
    bind(commitment=signed, by=market.by, now=market.now)
    held = affiliate(market)
    verdicts = []
    for said in ("ASKED", "COUNTS", "SPARED"):
        counts(market, AFFILIATE=said)
        verdicts.append(standing(held, market.now).verdict)
    assert verdicts == [Verdict.REVIEW, Verdict.CONDITIONAL, Verdict.CLEAR]


def test_default_of_the_office_does_not_touch_what_the_clause_says(market):
    bind(commitment=market.ambassador(activities={"AFFILIATE": False}), by=market.by, now=market.now)
    held = affiliate(market)
    counts(market, AFFILIATE="COUNTS")
    assert standing(held, market.now).verdict is Verdict.CLEAR


def test_change_of_defaults_looks_again_at_silent_clauses_only_and_undoes_nothing(market):
    silent = market.ambassador(activities={"PAID": True})
    said = market.ambassador(
        activities={"PAID": True, "AFFILIATE": False}, brand=market.korbel, category_ids=(market.beer.pk,)
    )
    links = affiliate(market)
    for commitment in (silent, said):
        bind(commitment=commitment, by=market.by, now=market.now)
    counts(market, AFFILIATE="SPARED")
    assert work_off() == ["1 promises looked at, 0 raised on the clash desk"]
    bind(commitment=links, by=market.by, now=market.now)
    before = {str(box.activities) for box in Box.objects.filter(clause__commitment=silent)}
    assert counts(market, AFFILIATE="COUNTS", PAID="COUNTS") == ["AFFILIATE"]
    assert work_off() == ["1 promises looked at, 1 raised on the clash desk"]
    assert {str(box.activities) for box in Box.objects.filter(clause__commitment=silent)} != before
    found = Finding.objects.get(state=Finding.State.OPEN)
    assert (found.admitted, {found.one, found.other}) == (True, {silent, links})
    assert differences(market.now) == []


def test_change_back_to_the_shipped_default_leaves_no_row(market):
    assert counts(market, LIVE="COUNTS", SHOOT="SPARED") == ["LIVE"]
    assert list(ActivityDefault.objects.values_list("activity", "counting")) == [("LIVE", "COUNTS")]
    assert counts(market, LIVE="ASKED") == ["LIVE"]
    assert counts(market, LIVE="SPARED") == ["LIVE"]
    assert not ActivityDefault.objects.exists()
    assert counts(market, LIVE="SPARED") == []
    assert Job.objects.filter(kind=KIND).count() == 3


@pytest.mark.parametrize("said", [{"LIVES": "COUNTS"}, {"LIVE": "PERHAPS"}])
def test_defaults_that_there_are_not_are_refused(market, said):
    with pytest.raises(Refused) as refused:
        counts(market, **said)
    assert refused.value.denied.code == "unknown"


def test_defaults_are_changed_by_whoever_runs_the_office(market):
    with pytest.raises(Refused):
        set_activity_defaults(counting={"LIVE": "COUNTS"}, by=booker(), now=market.now)
    assert not ActivityDefault.objects.exists()


def test_clause_that_only_wants_to_know_has_no_claim_and_binds_beside_a_rival(market):
    bind(commitment=market.ambassador(strength="NOTIFY"), by=market.by, now=market.now)
    held = market.booking()
    told = standing(held, market.now)
    assert (told.verdict, [hit.advisory for hit in told.hits]) == (Verdict.ADVISORY, ["tell_beneficiary"])
    bind(commitment=held, by=market.by, now=market.now)
    assert not Box.objects.filter(clause__isnull=False).exists()
    assert not Finding.objects.exists()


def test_clause_keeps_its_price(market):
    draft = market.ambassador(fee=Money(400_000, "JPY"))
    clause = draft.clauses.get()
    assert clause.fee == Money(400_000, "JPY") and terms_of(clause).fee == Money(400_000, "JPY")
    (same,) = set_clauses(commitment=draft, clauses=[terms_of(clause)], by=market.by, now=market.now)
    assert same == clause
