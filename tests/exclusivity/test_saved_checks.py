"""What is kept of a check, and what its clean sheet says: the office's words, no rival's."""

import json
import re
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, transaction

from accounts.models import Office
from exclusivity.actions import bind, record_check, share_check
from exclusivity.models import Check, CheckedTalent
from exclusivity.rules import Value, Verdict
from exclusivity.sheet import can_print, printed
from exclusivity.sheets import NOT_POSSIBLE, POSSIBLE, POSSIBLE_IF, TO_BE_DECIDED, outcome, sheet_of, silence
from exclusivity.terms import Sketch
from lib.refusals import Refused
from tests.factories import BrandFactory, TalentFactory, brand_person, reader, talent_user

ASKED = (("Brand", "Nordhaus"), ("Days", "10 Jun 2026 to 19 Jun 2026"))


@pytest.fixture
def sketch(market) -> Sketch:
    shown = market.shows(date(2026, 6, 10), date(2026, 6, 20))
    return Sketch(brand_id=market.nordhaus.pk, exposures=(shown,), timezone="Asia/Tokyo")


def save(market, sketch, *talents, **values) -> Check:
    usual = {"sketch": sketch, "talents": talents or [market.mika], "asked": ASKED, "by": market.by, "now": market.now}
    return record_check(**{**usual, **values})


def words_of(check: Check) -> str:
    """All that the clean sheet prints."""
    office = Office.objects.current()
    return sheet_of(check, list(check.answers.all()), office=office.name, clock=office.timezone).as_json()


def test_record_check_keeps_what_was_asked_and_found(market, sketch):
    free = TalentFactory(name="Yuna", native_name="백유나")
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    check = save(market, sketch, market.mika, free, title="Summer", question="brand=x")
    check = Check.objects.get(pk=check.pk)
    assert (check.brand, check.title, check.asked, check.promises, check.as_booking) == (
        market.nordhaus, "Summer", [list(pair) for pair in ASKED], 1, True,
    )  # fmt: skip
    assert (check.created_at, check.created_by, check.shared_at) == (market.now, market.by, None)
    assert list(check.answers.values_list("name", "native_name", "verdict", "promises", "result", "note")) == [
        ("Mika", market.mika.native_name, "BLOCK", 1, NOT_POSSIBLE, ""),
        ("Yuna", "백유나", "CLEAR", 0, POSSIBLE, ""),
    ]
    dims = [["Who", "Meets"], ["Rivalry", "Meets"], ["Days", "Meets"], ["Where", "Meets"], ["Channel", "Meets"]]
    assert [answer.dimensions for answer in check.answers.all()] == [[*dims, ["Kind of work", "Meets"]], []]


@pytest.mark.parametrize(
    ("dimensions", "told"),
    [
        ([], ""),
        ([["Who", "Meets"], ["Days", "Meets"]], "all six dimensions meet"),
        ([["Who", "Meets"], ["Days", "Unknown"], ["Where", "Unknown"]], "days, where unknown; the others meet"),
        ([["Days", "Apart"], ["Where", "Unknown"]], "days apart; where unknown"),
    ],
)
def test_told_puts_the_dimensions_into_a_line(dimensions, told):
    assert CheckedTalent(dimensions=dimensions).told == told


def test_record_check_same_words_same_bytes(market, sketch):
    check = save(market, sketch)
    kept = Check.objects.get(pk=check.pk)
    assert bytes(kept.pdf).startswith(b"%PDF-")
    assert kept.pdf_hash == sha256(bytes(kept.pdf)).hexdigest()
    office = Office.objects.current()
    again = sheet_of(kept, list(kept.answers.all()), office=office.name, clock=office.timezone)
    assert sha256(printed(again)).hexdigest() == kept.pdf_hash
    Office.objects.update(name="Another name")  # the paper stays as it was printed
    assert Check.objects.get(pk=check.pk).pdf_hash == kept.pdf_hash


def test_record_check_needs_somebody_room_and_the_right(market, sketch):
    with pytest.raises(Refused, match="Choose whom the check is for."):
        record_check(sketch=sketch, talents=[], asked=ASKED, by=market.by, now=market.now)
    with pytest.raises(Refused, match="has room for 20 talents"):
        save(market, sketch, *[TalentFactory() for _ in range(21)])
    with pytest.raises(Refused):
        save(market, sketch, by=reader())
    assert Check.objects.count() == 0


def test_a_check_is_frozen_but_for_its_sharing(market, sketch):
    check = save(market, sketch)
    for change in ({"title": "Other"}, {"pdf_hash": "0"}, {"promises": 7}, {"asked": []}):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Check.objects.filter(pk=check.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        CheckedTalent.objects.update(result=POSSIBLE_IF)
    with pytest.raises(ProgrammingError), transaction.atomic():
        CheckedTalent.objects.all().delete()
    share_check(check=check, by=market.by, now=market.now)
    assert Check.objects.get(pk=check.pk).shared_by == market.by


def test_share_check_once_and_with_the_right(market, sketch):
    check = save(market, sketch)
    with pytest.raises(Refused):
        share_check(check=check, by=reader(), now=market.now)
    first = share_check(check=check, by=market.by, now=market.now)
    again = share_check(check=check, by=market.by, now=market.now + timedelta(days=1))
    assert (first.shared_at, again.shared_at) == (market.now, market.now)


def test_visible_to_staff_and_to_the_brand_once_shared(market, sketch):
    check = save(market, sketch)
    theirs, other = brand_person(market.nordhaus), brand_person(BrandFactory(name="Solenne"))
    seen = [theirs, other, talent_user(market.mika), AnonymousUser(), market.by]
    assert [Check.objects.visible_to(user).count() for user in seen] == [0, 0, 0, 0, 1]
    share_check(check=check, by=market.by, now=market.now)
    assert [Check.objects.visible_to(user).count() for user in seen] == [1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("verdict", "missing", "told"),
    [
        ("CLEAR", [], (POSSIBLE, "")),
        ("ADVISORY", [], (POSSIBLE, "")),
        ("WAIVED", [], (POSSIBLE, "")),
        ("REVIEW", [], (TO_BE_DECIDED, "The office looks into it and answers.")),
        ("REVIEW", ["days"], (TO_BE_DECIDED, "The brief does not say the days yet.")),
        ("CONDITIONAL", [], (NOT_POSSIBLE, "")),
        ("BLOCK", ["days"], (NOT_POSSIBLE, "")),
        ("BREACH_SUSPECTED", [], (NOT_POSSIBLE, "")),
        (
            "CLEAR",
            ["channels", "days"],
            (POSSIBLE_IF, "The brief does not say the channels and days yet. It is possible if they change nothing."),
        ),
    ],
)
def test_outcome_is_in_the_clients_words(verdict, missing, told):
    assert outcome(Verdict[verdict], missing) == told


RIVALS = re.compile(r"zx\w*|9\.77|30 Jun 2027|2027-0[67]|1 Jul 2027|31 Jul 2027", re.I)
VERDICTS = re.compile(r"\b(?:clear|advisory|waived|review|conditional|blocked?|breach)\b", re.I)


def test_a_clean_sheet_names_no_rival_no_clause_no_day_and_no_count(market, sketch):
    """The rival, its talents, words, clause number and last day are nowhere in what is printed; nor is their number."""
    rival = BrandFactory(name="Zxrival", categories=[market.skincare])
    member, act = TalentFactory(name="Emi"), TalentFactory(name="Hoshi", kind="act")
    doubt = TalentFactory(name="Fumi")
    bind(
        commitment=market.ambassador(brand=rival, number="9.77", words="Zxwords", tail_length=31),
        by=market.by, now=market.now,
    )  # fmt: skip
    bind(
        commitment=market.ambassador(brand=rival, talents=[doubt, TalentFactory(name="Zxtalent")], territories=("TW",)),
        by=market.by, now=market.now,
    )  # fmt: skip
    market.booking(brand=rival, talents=[member])
    check = save(market, sketch, market.mika, member, act, doubt, title="Summer")
    said = words_of(check)
    assert [answer.result for answer in check.answers.all()] == [NOT_POSSIBLE, POSSIBLE, POSSIBLE, TO_BE_DECIDED]
    assert (RIVALS.findall(said), VERDICTS.findall(said)) == ([], [])
    assert {"Nordhaus", "Mika", "Not possible"} <= {
        word for word in ("Nordhaus", "Mika", "Not possible") if word in said
    }
    how = " ".join(json.loads(said)["how"])
    assert "all promises that the office had on file" in how
    assert not re.search(r"\d", how)
    kept = json.dumps([list(check.answers.values("dimensions", "note")), check.asked, check.missing])
    assert RIVALS.findall(kept) == []


def test_the_number_of_promises_is_told_only_where_it_says_nothing_of_one(market, sketch, monkeypatch):
    monkeypatch.setattr("exclusivity.sheets.ENOUGH", 2)
    market.ambassador()
    assert "in number" not in words_of(save(market, sketch))
    market.ambassador(talents=[TalentFactory()])
    assert ", 2 in number," in words_of(save(market, sketch))


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("石黒 ほのか", True),
        ("백유나", True),
        ("Nguyễn Hoàng Bảo Trân", True),
        ("Čapek", True),
        ("ชลธิชา", False),
        ("", True),
    ],
)
def test_can_print_knows_the_letters_of_the_fonts(text, can):
    assert can_print(text) is can


def test_a_name_that_the_fonts_lack_is_printed_by_its_latin_name(market, sketch):
    talent = TalentFactory(name="Chonthicha", native_name="ชลธิชา")
    answers = json.loads(words_of(save(market, sketch, talent)))["answers"]
    assert [(answer["name"], answer["native"]) for answer in answers] == [("Chonthicha", "")]


def test_silence_says_what_the_office_makes_of_it():
    assert silence({}) == (
        "Where a paper is silent, the office counts announcement, appearance, paid post and paid usage; it asks about "
        "affiliate link, gifted post, own brand, reuse by the brand, unpaid mention and visible use; it does not count "
        "post that stays up and shoot."
    )
    assert "counts announcement, appearance, gifted post" in silence({"GIFTED": Value.YES})
