"""A waiver's life (DOMAIN R14): only what is granted in writing counts, and only inside its scope."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from exclusivity.actions import (
    ask_waiver,
    bind,
    differences,
    expire_waivers,
    grant_waiver,
    promise_waiver,
    record_waiver,
    refuse_waiver,
    release,
    revoke_waiver,
    set_clauses,
    withdraw_waiver,
)
from exclusivity.actions.waivers import Consent
from exclusivity.consents import WaiverScope, concerning, effect_of, scope_of, scope_words, stands, wished
from exclusivity.models import Finding, Waiver
from exclusivity.papers import NOT_A_PAPER
from exclusivity.queries import may_bind, standing
from exclusivity.rules import Verdict
from lib.refusals import Refused
from outbox.models import Message
from tests.factories import booker, owner, reader

PDF = b"%PDF-1.7\n1 0 obj\n"
JUNE = date(2026, 6, 10)


@pytest.fixture
def pair(market):
    """Lumeya's signed contract, and a hold of Nordhaus that meets it."""
    signed, rival = market.ambassador(), market.booking()
    bind(commitment=signed, by=market.by, now=market.now)
    return signed, rival


@pytest.fixture
def clause(pair):
    return pair[0].clauses.get()


def asked(market, clause, rival, **values):
    said = {"to_name": "Petra Kühn", "to_address": "petra@lumeya.example", "by": market.by, "now": market.now}
    return ask_waiver(**{"clause": clause, "scope": wished(rival), **said, **values})


def consent(**values) -> Consent:
    said = {"grantor": "Petra Kühn", "authority": "Brand director", "written_on": date(2026, 4, 14)}
    return Consent(**{**said, "writing": "Mail of 14 April, 10:12", **values})


def granted(market, clause, rival, **values):
    waiver = asked(market, clause, rival)
    grant_waiver(waiver=waiver, consent=consent(**values), by=market.by, now=market.now)
    return waiver


def test_ask_waiver_writes_the_request_and_a_draft_that_names_no_rival(market, clause, pair):
    waiver = asked(market, clause, pair[1], by=booker(name="Ren"), words="It is a single reel.")
    assert (waiver.state, waiver.asked_of, waiver.asked_at) == ("REQUESTED", "Petra Kühn", market.now)
    assert scope_words(waiver) == "Booking for Nordhaus, paid post, on Instagram, 10 Jun 2026"
    assert stands(waiver) == "Asked of Petra Kühn on 15 Apr 2026, no answer yet."
    letter = Message.objects.get()
    assert (letter.state, letter.to_address, letter.about) == (
        "draft",
        "petra@lumeya.example",
        f"waiver:{waiver.public_id}",
    )
    for said in ("Mika", "Product: skincare", "Days: 10 Jun 2026", "Channels: Instagram", "Countries: Japan", "reel"):
        assert said in letter.body
    assert "Nordhaus" not in letter.body + letter.subject
    assert standing(pair[1], market.now).verdict is Verdict.CONDITIONAL


def test_ask_waiver_names_the_brand_only_where_the_booker_says_so(market, clause, pair):
    waiver = asked(market, clause, pair[1], name_brand=True)
    assert "Brand: Nordhaus" in Message.objects.get().body
    assert waiver.names_brand is True


def test_ask_waiver_without_an_address_writes_no_letter(market, clause, pair):
    assert asked(market, clause, pair[1], to_address="").state == "REQUESTED"
    assert Message.objects.count() == 0


def test_ask_waiver_for_everything_says_so(market, clause, pair):
    waiver = asked(market, clause, pair[1], scope=WaiverScope())
    assert scope_words(waiver) == "All that the clause forbids"
    assert "Everything that the clause forbids." in Message.objects.get().body


def test_ask_waiver_is_refused_twice_and_without_a_name(market, clause, pair):
    with pytest.raises(Refused, match="Say whom you ask"):
        asked(market, clause, pair[1], to_name=" ")
    asked(market, clause, pair[1])
    with pytest.raises(Refused, match="Asked for on 15 Apr 2026 already"):
        asked(market, clause, pair[1])
    asked(market, clause, pair[1], scope=WaiverScope(brand_id=market.nordhaus.pk))
    assert Waiver.objects.waiting().count() == 2


def test_ask_waiver_is_refused_on_what_has_no_force(market, clause, pair):
    set_clauses(commitment=pair[0], clauses=[market.clause(territories=("JP", "KR"))], by=market.by, now=market.now)
    clause.refresh_from_db()
    with pytest.raises(Refused, match="was replaced"):
        asked(market, clause, pair[1])
    draft = market.ambassador(brand=market.korbel)
    release(commitment=draft, by=market.by, now=market.now)
    with pytest.raises(Refused, match="has no force"):
        asked(market, draft.clauses.get(), pair[1])


def test_ask_waiver_and_grant_are_for_those_who_may(market, clause, pair):
    with pytest.raises(Refused, match="create campaigns"):
        asked(market, clause, pair[1], by=reader())
    waiver = asked(market, clause, pair[1])
    for verb in (
        lambda: grant_waiver(waiver=waiver, consent=consent(), by=booker(), now=market.now),
        lambda: revoke_waiver(waiver=waiver, reason="x", by=booker(), now=market.now),
    ):
        with pytest.raises(Refused, match="sign and end ambassador contracts"):
            verb()
    for verb in (
        lambda: promise_waiver(waiver=waiver, grantor="Petra", by=reader(), now=market.now),
        lambda: refuse_waiver(waiver=waiver, reason="x", by=reader(), now=market.now),
        lambda: withdraw_waiver(waiver=waiver, by=reader(), now=market.now),
    ):
        with pytest.raises(Refused, match="create campaigns"):
            verb()


def test_promise_waiver_changes_no_verdict(market, clause, pair):
    waiver = asked(market, clause, pair[1])
    with pytest.raises(Refused, match="who promised"):
        promise_waiver(waiver=waiver, grantor="", by=market.by, now=market.now)
    promise_waiver(waiver=waiver, grantor="Petra", by=market.by, now=market.now)
    assert (waiver.state, waiver.promised_at) == ("VERBAL", market.now)
    assert "Only what is granted in writing counts." in stands(waiver)
    assert may_bind(pair[1], market.now).code == "clash"


def test_grant_waiver_lets_the_hold_be_confirmed(market, clause, pair):
    waiver = granted(market, clause, pair[1])
    assert stands(waiver) == "Granted by Petra Kühn, Brand director, in writing on 14 Apr 2026."
    assert standing(pair[1], market.now).verdict is Verdict.WAIVED
    assert Finding.objects.get().state == "gone"
    bind(commitment=pair[1], by=market.by, now=market.now)
    assert differences(market.now) == []


def test_grant_waiver_covers_only_its_scope(market, clause, pair):
    granted(market, clause, pair[1], scope=WaiverScope(commitment=pair[1], channels=("tiktok",)))
    assert Waiver.objects.get().channels == ["tiktok"]
    assert may_bind(pair[1], market.now).code == "clash"


@pytest.mark.parametrize(
    ("scope", "verdict"),
    [
        ({"territories": ("JP",)}, Verdict.WAIVED),
        ({"territories": ("KR", "JP")}, Verdict.WAIVED),
        ({"territories": ("KR",)}, Verdict.CONDITIONAL),
        ({"category": "skincare"}, Verdict.WAIVED),
        ({"category": "beauty"}, Verdict.WAIVED),
        ({"category": "suncare"}, Verdict.CONDITIONAL),
        ({"category": "beer"}, Verdict.CONDITIONAL),
        ({"territories": ("KR",), "category": "beauty"}, Verdict.CONDITIONAL),
    ],
)
def test_grant_waiver_covers_its_countries_and_its_product(market, clause, pair, scope, verdict):
    category = getattr(market, scope["category"]).pk if "category" in scope else None
    granted(market, clause, pair[1], scope=WaiverScope(territories=scope.get("territories", ()), category_id=category))
    assert standing(pair[1], market.now).verdict is verdict
    assert bool(may_bind(pair[1], market.now)) == (verdict is Verdict.WAIVED)
    if verdict is Verdict.WAIVED:
        bind(commitment=pair[1], by=market.by, now=market.now)
    assert differences(market.now) == []


def test_scope_words_name_the_countries_and_the_product(market, clause, pair):
    scope = WaiverScope(territories=("KR", "JP"), category_id=market.skincare.pk, channels=("tiktok",))
    waiver = granted(market, clause, pair[1], scope=scope)
    assert scope_words(waiver) == "For skincare, on TikTok, in Japan and Korea"
    assert scope_of(waiver) == scope


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"grantor": " "}, "Say who granted it."),
        ({"authority": ""}, "Say what lets them grant it: their role, or on whose behalf."),
        ({"writing": " "}, "Only what is granted in writing counts: add the paper, or say where it is written."),
        ({"written_on": None}, "Say the day that is on the paper."),
        ({"expires": datetime(2026, 4, 15, tzinfo=UTC)}, "It has run out already. Record one that still holds."),
        ({"document": ContentFile(b"<html>", name="a.pdf")}, NOT_A_PAPER),
    ],
)  # fmt: skip
def test_grant_waiver_is_refused_incomplete(market, clause, pair, values, said):
    with pytest.raises(Refused) as refusal:
        granted(market, clause, pair[1], **values)
    assert str(refusal.value) == said
    assert Waiver.objects.get().state == "REQUESTED"


def test_grant_waiver_keeps_the_paper_under_a_random_name(market, clause, pair):
    paper = ContentFile(PDF, name="whatever.exe")
    waiver = granted(market, clause, pair[1], writing="", document=paper, document_name="Waiver Nordhaus.pdf")
    assert waiver.document.name.startswith("waivers/") and waiver.document.name.endswith(".pdf")
    assert "Nordhaus" not in waiver.document.name and "whatever" not in waiver.document.name
    assert waiver.document_name == "Waiver Nordhaus.pdf"
    with Waiver.objects.get().document.open("rb") as kept:
        assert kept.read() == PDF


def test_grant_waiver_refuses_a_paper_of_more_than_20_mb(market, clause, pair, monkeypatch):
    monkeypatch.setattr("exclusivity.papers.LARGEST", 10)
    with pytest.raises(Refused, match="larger than 20 MB"):
        granted(market, clause, pair[1], document=ContentFile(PDF, name="a.pdf"))


def test_granted_without_writing_is_refused_by_the_database(market, clause, pair):
    waiver = granted(market, clause, pair[1])
    with pytest.raises(IntegrityError, match="granted_is_written"), transaction.atomic():
        Waiver.objects.filter(pk=waiver.pk).update(writing="", document="")


@pytest.mark.parametrize("verb", [refuse_waiver, withdraw_waiver])
def test_what_is_over_cannot_be_granted(market, clause, pair, verb):
    waiver = asked(market, clause, pair[1])
    verb(waiver=waiver, reason="Not this season", by=market.by, now=market.now)
    assert (waiver.state, waiver.why) == (
        {"refuse_waiver": "REFUSED"}.get(verb.__name__, "WITHDRAWN"),
        "Not this season",
    )
    assert list(Waiver.objects.over()) == [waiver]
    with pytest.raises(Refused, match="cannot become"):
        grant_waiver(waiver=waiver, consent=consent(), by=market.by, now=market.now)


def test_revoke_waiver_forbids_again_from_now_on(market, clause, pair):
    waiver = granted(market, clause, pair[1])
    later = market.now + timedelta(days=3)
    with pytest.raises(Refused, match="Say why"):
        revoke_waiver(waiver=waiver, reason=" ", by=market.by, now=later)
    revoke_waiver(waiver=waiver, reason="New owner", by=market.by, now=later)
    assert (waiver.state, waiver.why) == ("REVOKED", "New owner")
    assert may_bind(pair[1], later).code == "clash"
    assert Finding.objects.get().state == "open"


def test_revoke_waiver_under_a_booking_that_binds_comes_to_the_clash_desk(market, clause, pair):
    waiver = granted(market, clause, pair[1])
    bind(commitment=pair[1], by=market.by, now=market.now)
    later = market.now + timedelta(days=3)
    revoke_waiver(waiver=waiver, reason="New owner", by=market.by, now=later)
    finding = Finding.objects.get()
    assert (finding.state, finding.verdict, finding.admitted) == ("open", "BLOCK", True)
    assert differences(later) == []


def test_expire_waivers_ends_what_ran_out_and_looks_again(market, clause, pair):
    end = datetime(2026, 5, 1, tzinfo=UTC)
    waiver = granted(market, clause, pair[1], expires=end)
    assert list(Waiver.objects.running_out(market.now)) == [waiver]
    assert expire_waivers(by=market.by, now=end - timedelta(seconds=1)) == []
    assert expire_waivers(by=market.by, now=end) == [waiver]
    waiver.refresh_from_db()
    assert (waiver.state, stands(waiver)) == ("EXPIRED", "Ran out after 30 Apr 2026.")
    assert may_bind(pair[1], end).code == "clash"
    assert Finding.objects.get().state == "open"
    assert expire_waivers(by=market.by, now=end) == []


def test_effect_of_a_waiver_is_what_the_truth_would_say(market, clause, pair):
    told = effect_of(clause, wished(pair[1]), pair[1], market.now)
    assert (told.before.verdict, told.after.verdict, told.may_bind) == (Verdict.BLOCK, Verdict.WAIVED, True)
    narrow = effect_of(clause, WaiverScope(commitment=pair[1], channels=("tiktok",)), pair[1], market.now)
    assert (narrow.after.verdict, bool(narrow.may_bind)) == (Verdict.BLOCK, False)
    assert Waiver.objects.count() == 0


def test_effect_of_a_waiver_says_what_else_is_in_the_way(market, clause, pair):
    other = market.ambassador(brand=market.korbel)
    bind(commitment=other, by=market.by, now=market.now)
    told = effect_of(clause, wished(pair[1]), pair[1], market.now)
    assert told.after.verdict is Verdict.WAIVED
    assert "Korbel" in str(told.may_bind)


def test_concerning_finds_what_covers_a_promise(market, clause, pair):
    mine = asked(market, clause, pair[1])
    wide = record_waiver(clause=clause, state="GRANTED", brand=market.nordhaus, by=market.by, now=market.now)
    record_waiver(clause=clause, state="GRANTED", brand=market.korbel, by=market.by, now=market.now)
    stranger = market.booking(brand=market.korbel)
    assert {w.pk for w in concerning(pair[1])} == {mine.pk, wide.pk}
    assert mine.pk not in {w.pk for w in concerning(stranger)}
    assert len(concerning(pair[0])) == 3


def test_wished_leaves_open_what_a_booking_does_not_say(market, pair):
    vague = market.booking(market.shows(JUNE, None, channels=None), market.shows(JUNE, JUNE + timedelta(days=3)))
    assert wished(vague) == WaiverScope(vague, None, (), ("PAID",), (JUNE, None))
    unsaid = market.booking(market.shows(JUNE, None, days=None))
    assert wished(unsaid).days is None


def test_waiver_of_an_owner_may_be_granted_at_once(market, clause, pair):
    waiver = asked(market, clause, pair[1], by=owner())
    promise_waiver(waiver=waiver, grantor="Petra", by=market.by, now=market.now)
    grant_waiver(waiver=waiver, consent=consent(conditions="No sun care"), by=owner(), now=market.now)
    assert (waiver.state, waiver.conditions) == ("GRANTED", "No sun care")
