"""What is said of a clause and a hit: the sentence, and the two cells of each dimension."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from exclusivity.axes import Activity, Channel
from exclusivity.rules import (
    BrandFacts,
    ClauseFacts,
    CommitmentFacts,
    ExposureFacts,
    Hit,
    Membership,
    OfficeFacts,
    Tail,
    Value,
    Verdict,
    WaiverFacts,
    Window,
    check,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
OFFICE = OfficeFacts(
    parents={1: None, 2: 1, 3: 1, 4: 2, 5: None},
    brands={
        1: BrandFacts("Lumeya", 1, frozenset({2})),
        2: BrandFacts("Nordhaus", 2, frozenset({2})),
        3: BrandFacts("Korbel", 3, frozenset({5})),
    },
    trades={1: frozenset({2}), 2: frozenset({2}), 3: frozenset({5})},
    memberships=(Membership(8, 7, (None, None)), Membership(9, 7, (None, None))),
    category_names={1: "Beauty", 2: "Skincare", 3: "Make-up", 4: "Serums", 5: "Beer"},
    company_names={1: "Lumeya KK", 2: "Nordhaus AB", 3: "Korbel AS"},
    talent_names={7: "Mei", 8: "Harbour", 9: "Trio"},
    channel_names=dict(Channel.choices),
    activity_names=dict(Activity.choices),
)
CLAUSE = ClauseFacts(
    id=1, number="4.2", categories=frozenset({2}), activities={"PAID": True, "GIFTED": True}, territory_basis="TARGETED"
)
SHOWN = ExposureFacts(
    id=1, brand=2, categories=frozenset({2}), channels=frozenset({"instagram"}), territories=frozenset({"JP"}),
    days=(date(2026, 6, 10), date(2026, 6, 11)),
)  # fmt: skip
OIL = replace(SHOWN, attributes={"form": "oil"})


def said(
    shown: ExposureFacts = SHOWN, *, office: OfficeFacts = OFFICE, bound: int = 7, shows: int = 7, **clause
) -> Hit:
    """The only hit between Lumeya's contract and Nordhaus' booking."""
    common = {"zones": ("Asia/Tokyo",), "bound_at": datetime(2025, 12, 1, tzinfo=UTC)}
    ours = CommitmentFacts(
        1, "ambassador", "signed", 1, frozenset({bound}), term=YEAR, clauses=(replace(CLAUSE, **clause),), **common
    )
    theirs = CommitmentFacts(2, "one_off", "confirmed", 2, frozenset({shows}), exposures=(shown,), **common)
    (found,) = check(theirs, ours, office, NOW)
    return found


def cells(name: str, *args, **terms) -> tuple[str, str, str]:
    found = next(d for d in said(*args, **terms).dimensions if d.name == name)
    return found.value.name, found.ours, found.theirs


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ({}, "Lumeya keeps skincare to itself until 31 Dec 2026 (clause 4.2)."),
        ({"categories": frozenset({2, 5}), "categories_except": frozenset({4})},
         "Lumeya keeps beer and skincare except serums to itself until 31 Dec 2026 (clause 4.2)."),
        ({"mode": "FULL"}, "Lumeya allows nobody beside it until 31 Dec 2026 (clause 4.2)."),
        ({"mode": "NAMED", "brands": frozenset({2}), "companies": frozenset({3})},
         "Lumeya bars Korbel AS and Nordhaus until 31 Dec 2026 (clause 4.2)."),
        ({"mode": "COMPANY_TRADE"}, "Lumeya bars every company in skincare until 31 Dec 2026 (clause 4.2)."),
        ({"strength": "CONSENT_REQUIRED", "territories": frozenset({"JP"})},
         "Lumeya keeps skincare to itself in Japan until 31 Dec 2026 unless it consents (clause 4.2)."),
        ({"strength": "NOTIFY"}, "Lumeya is to be told of skincare until 31 Dec 2026 (clause 4.2)."),
        ({"strength": "NOTIFY", "mode": "FULL"},
         "Lumeya is to be told of whatever else is shown until 31 Dec 2026 (clause 4.2)."),
        ({"strength": "NOTIFY", "mode": "NAMED", "brands": frozenset({2})},
         "Lumeya is to be told of work for Nordhaus until 31 Dec 2026 (clause 4.2)."),
        ({"strength": "FIRST_REFUSAL", "mode": "COMPANY_TRADE"},
         "Lumeya has the first refusal of work for any company in skincare until 31 Dec 2026 (clause 4.2)."),
    ],
)  # fmt: skip
def test_sentence_of_a_clause_says_its_mode_and_its_strength(clause, sentence):
    assert said(**clause).sentence == f"{sentence} Nordhaus: paid post for skincare, 10 Jun 2026."


@pytest.mark.parametrize(
    ("clause", "shown", "cell"),
    [
        ({}, SHOWN, ("YES", "Skincare and below, but Lumeya’s own", "Nordhaus, skincare")),
        ({"categories": frozenset({4}), "beneficiary_scope": "GROUP"}, SHOWN,
         ("UNKNOWN", "Serums, but Lumeya’s group", "Nordhaus, skincare")),
        ({"categories_except": frozenset({4}), "attributes": {"form": "cream"}}, OIL,
         ("NO", "Skincare and below except serums (form: cream), but Lumeya’s own", "Nordhaus, skincare (form: oil)")),
        ({"mode": "FULL"}, SHOWN, ("YES", "Everybody but Lumeya", "Nordhaus, skincare")),
        ({"mode": "FULL", "beneficiary_scope": "COMPANY"}, replace(SHOWN, categories=None),
         ("YES", "Everybody but the brands of Lumeya KK", "Nordhaus, products that nobody named")),
        ({"mode": "COMPANY_TRADE", "categories": frozenset({5})}, SHOWN,
         ("NO", "Every company in beer, but Lumeya’s own", "Nordhaus, skincare")),
        ({"mode": "NAMED", "companies": frozenset({3}), "open_list": True, "ownership_as_of": "SIGNING"}, SHOWN,
         ("UNKNOWN", "Rivals such as Korbel AS with all that it owns, as owned at the signature",
          "Nordhaus, skincare")),
        ({"mode": "NAMED", "brands": frozenset({2, 3}), "closure": "WHOLE_GROUP"}, SHOWN,
         ("YES", "Korbel and Nordhaus with their whole groups", "Nordhaus, skincare")),
        ({"mode": "NAMED"}, SHOWN, ("UNKNOWN", "Brands that nobody listed", "Nordhaus, skincare")),
    ],
)  # fmt: skip
def test_target_cell_says_whom_it_bars(clause, shown, cell):
    assert cells("target", shown, **clause) == cell


@pytest.mark.parametrize(
    ("bound", "shows", "clause", "cell"),
    [
        (7, 7, {}, ("YES", "Mei", "Mei")),
        (8, 7, {"binds_members": "EACH"}, ("YES", "Harbour and each of its members", "Mei, of Harbour")),
        (8, 7, {"binds_members": "JOINT_ONLY"}, ("NO", "Harbour as a whole", "Mei, of Harbour")),
        (8, 7, {"binds_members": "NONE"}, ("NO", "Harbour, not its members alone", "Mei, of Harbour")),
        (8, 7, {}, ("UNKNOWN", "Harbour; nobody said whether its members are bound", "Mei, of Harbour")),
        (7, 8, {"binds_group_of_member": True}, ("YES", "Mei and every act with Mei", "Harbour, with Mei")),
        (7, 8, {"binds_group_of_member": False}, ("NO", "Mei, not the acts with Mei", "Harbour, with Mei")),
        (7, 8, {}, ("UNKNOWN", "Mei; nobody said whether acts with Mei are bound", "Harbour, with Mei")),
        (8, 9, {"binds_members": "EACH", "binds_group_of_member": True},
         ("YES", "Harbour and each of its members", "Trio, which shares a member with Harbour")),
    ],
)  # fmt: skip
def test_person_cell_says_how_the_one_reaches_the_other(bound, shows, clause, cell):
    assert cells("person", bound=bound, shows=shows, **clause) == cell


COUNTS = "Gifted post and paid post"


@pytest.mark.parametrize(
    ("kind", "clause", "counting", "cell"),
    [
        ("PAID", {}, {}, ("YES", COUNTS, "Paid post")),
        ("ORGANIC", {"activities": {"PAID": True, "ORGANIC": False}}, {},
         ("NO", "Paid post; not unpaid mention", "Unpaid mention")),
        ("AFFILIATE", {}, {}, ("UNKNOWN", f"{COUNTS}; the clause does not say, the office asks", "Affiliate link")),
        ("APPEARANCE", {"activities": {}}, {}, ("YES", "The clause does not say, the office counts it", "Appearance")),
        ("SHOOT", {}, {}, ("NO", f"{COUNTS}; the clause does not say, the office does not count it", "Shoot")),
        ("SHOOT", {"windows": (Window("SHOOT", post=91),)}, {},
         ("YES", f"{COUNTS}; the clause does not say, but its days follow a shoot", "Shoot")),
        ("AFFILIATE", {"mode": "FULL", "activities": {}}, {"AFFILIATE": Value.NO},
         ("YES", "The clause does not say, a quiet window counts it", "Affiliate link")),
        ("ORGANIC", {"mode": "FULL", "activities": {}}, {"ORGANIC": Value.YES},
         ("NO", "The clause does not say, a quiet window does not count it", "Unpaid mention")),
        ("AFFILIATE", {}, {"AFFILIATE": Value.YES},
         ("YES", f"{COUNTS}; the clause does not say, the office counts it", "Affiliate link")),
        ("PAID_USAGE", {}, {"PAID_USAGE": Value.UNKNOWN},
         ("UNKNOWN", f"{COUNTS}; the clause does not say, the office asks", "Paid usage")),
    ],
)  # fmt: skip
def test_activity_cell_says_what_counts_or_which_default_stood(kind, clause, counting, cell):
    office = replace(OFFICE, counting=counting)
    assert cells("activity", replace(SHOWN, activity=kind), office=office, **clause) == cell


def test_time_cell_says_term_and_tail_and_the_day_in_the_talents_zone():
    assert cells("time", tail=Tail(30, "DAY", "EXPIRY")) == (
        "YES", "1 Jan 2026 to 30 Jan 2027, with a tail of 30 days", "10 Jun 2026"
    )  # fmt: skip
    late = replace(SHOWN, days=None, published_at=datetime(2026, 3, 1, 20, tzinfo=UTC))
    assert cells("time", late, tail=Tail(1, "MONTH")) == (
        "YES", "1 Jan 2026 to 31 Jan 2027, with a tail of 1 month", "published 2 Mar 2026"
    )  # fmt: skip


def test_territory_and_channel_cells_say_both_sides():
    assert cells("territory", territories_except=frozenset({"SG"})) == ("YES", "The world except Singapore", "Japan")
    kr = {"territories": frozenset({"KR"})}
    assert cells("territory", territory_basis="ACCESSIBLE", **kr) == ("YES", "Korea, wherever it can be seen", "Japan")
    assert cells("territory", territory_basis="", **kr)[1] == (
        "Korea; the clause does not say whether it counts where a post aims or where it can be seen"
    )
    assert cells("territory", replace(SHOWN, territories=None), **kr) == ("UNKNOWN", "Korea", "Nobody said")
    assert cells("channel") == ("YES", "All channels", "Instagram")
    assert cells("channel", replace(SHOWN, channels=None), channels=frozenset({"tiktok", "youtube"})) == (
        "UNKNOWN", "TikTok and YouTube", "Nobody said"
    )  # fmt: skip


def test_clause_that_only_wants_to_know_is_a_remark_whatever_is_known():
    known, doubt = (
        said(strength="NOTIFY"),
        said(replace(SHOWN, channels=None), strength="NOTIFY", channels=frozenset({"x"})),
    )
    assert [(hit.verdict, hit.advisory, hit.definite) for hit in (known, doubt)] == [
        (Verdict.ADVISORY, "tell_beneficiary", False)
    ] * 2
    live = replace(SHOWN, days=None, published_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert said(live, strength="NOTIFY").verdict is Verdict.ADVISORY
    assert said(replace(SHOWN, categories=frozenset({5})), strength="NOTIFY").verdict is Verdict.CLEAR


def test_clause_that_takes_consent_blocks_until_there_is_one():
    consent = WaiverFacts("GRANTED", brand=2, granted_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert said(strength="CONSENT_REQUIRED").verdict is Verdict.BLOCK
    assert said(strength="CONSENT_REQUIRED", waivers=(consent,)).verdict is Verdict.WAIVED
