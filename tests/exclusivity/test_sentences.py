"""A clause in plain words: every mode, every window, everything that is not stated."""

from datetime import date

import pytest

from exclusivity.axes import Activity
from exclusivity.sentences import Names, say, text_of
from exclusivity.sentences.compare import differences
from exclusivity.terms import CarveOutTerms, ClauseTerms, WindowTerms

TERM = (date(2027, 5, 1), date(2027, 11, 1))
ALL = {str(activity): True for activity in Activity}
MIA = Names(
    brand="Lumeya",
    who="Mia",
    categories={1: "Skincare", 2: "Running shoes", 3: "Lip care", 4: "Food and drink"},
    brands={1: "Kirei", 2: "Orbyte"},
    companies={1: "Sumire Holdings"},
    promises={9: "the booking for Casa Brisa"},
    channels={"instagram": "Instagram", "tiktok": "TikTok"},
)
YES = ", anywhere in the world"


def said(names: Names = MIA, days=TERM, **values) -> str:
    """The sentence, less what counts, which has tests of its own."""
    stated = {"category_ids": (1,), "activities": ALL, "strength": "PROHIBIT", **values}
    text = text_of(say(ClauseTerms(**stated), names, days))
    return text.replace(f"; {counted(stated['activities'])} included", "")


def counted(activities) -> str:
    from exclusivity.sentences.counts import MANY

    words = [MANY[kind] for kind in MANY if activities.get(kind)]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def test_say_reads_as_a_person_would_write_it():
    terms = ClauseTerms(
        category_ids=(1,), channels=("tiktok", "instagram"), territories=("JP",), territory_basis="TARGETED",
        activities={"PAID": True, "ORGANIC": True, "SHOOT": False}, tail_length=30, tail_on="ANY_END",
    )  # fmt: skip
    settled = frozenset(str(a) for a in Activity) - {"AFFILIATE"}
    assert text_of(say(terms, Names(**{**names_dict(), "settled": settled}), TERM)) == (
        "From 1 May until 31 October 2027 and 30 days after, however it ends, Mia may not appear for rival skincare "
        "brands on Instagram or TikTok in work aimed at Japan; paid posts and unpaid mentions included, but not shoots "
        "without a post. Whether an affiliate link counts is not stated."
    )


def names_dict() -> dict:
    return {slot: getattr(MIA, slot) for slot in Names.__slots__}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"mode": "FULL"}, "may not appear for any other brand on"),
        ({"mode": "FULL", "beneficiary_scope": "GROUP"}, "may not appear for any brand outside Lumeya’s group on"),
        ({"category_ids": (1, 3)}, "may not appear for rival lip care or skincare brands on"),
        ({"category_ids": (2,)}, "may not appear for rival brands in running shoes on"),
        ({"category_ids": (4,)}, "may not appear for rival brands in food and drink on"),
        ({"category_ids": ()}, "may not appear for rival brands in a category that is not chosen yet on"),
        ({"beneficiary_scope": "COMPANY"}, "may not appear for skincare brands outside Lumeya’s company on"),
        ({"except_category_ids": (3,)}, "rival skincare brands, except in lip care, on any"),
        ({"attributes": {"form": "drink", "channel": "delivery"}},
         "rival skincare brands where the product’s channel is delivery and form is drink on any"),
        ({"mode": "COMPANY_TRADE"}, "may not appear for any other company that trades in skincare on"),
        ({"mode": "COMPANY_TRADE", "beneficiary_scope": "GROUP"},
         "may not appear for any company outside Lumeya’s group that trades in skincare on"),
        ({"mode": "NAMED", "brand_ids": (1, 2), "closure": "SELF"}, "may not appear for Kirei or Orbyte on"),
        ({"mode": "NAMED", "brand_ids": (1,), "closure": "SELF", "open_list": True},
         "may not appear for Kirei or any other like it, on"),
        ({"mode": "NAMED", "brand_ids": (1, 2), "open_list": True},
         "may not appear for Kirei, Orbyte or any other like them, with all that they own as owned on the day, on"),
        ({"mode": "NAMED", "company_ids": (1,), "closure": "WHOLE_GROUP", "ownership_as_of": "SIGNING"},
         "may not appear for Sumire Holdings, with its whole group as owned at the signature, on"),
        ({"mode": "NAMED"}, "may not appear for brands that are not named yet on"),
        ({"strength": "CONSENT_REQUIRED"}, "Mia must have Lumeya’s consent to appear for rival skincare brands"),
        ({"strength": "NOTIFY"}, "Mia must tell Lumeya before appearing for rival skincare brands"),
        ({"strength": "FIRST_REFUSAL", "refusal_days": 10},
         "Mia must give Lumeya 10 days to match the offer before appearing for rival skincare brands"),
        ({"strength": "FIRST_REFUSAL"}, "Mia must let Lumeya match the offer before appearing for rival skincare"),
    ],
)  # fmt: skip
def test_say_whom_it_keeps_away(values, words):
    assert words in said(**values)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "brands on any channel, anywhere in the world."),
        ({"channels": ("tv", "print", "event", "podcast", "blog", "instagram")},
         "on Instagram, on blogs, at events, in podcasts, in print or on TV, anywhere in the world."),
        ({"territories": ("US", "JP"), "territory_basis": "ACCESSIBLE"},
         "on any channel in work that can be seen in Japan or the United States."),
        ({"territories": ("JP",)},
         "on any channel in Japan. Whether work counts that is aimed elsewhere but can be seen there is not stated."),
        ({"territories_except": ("SG",), "territory_basis": "TARGETED"},
         "on any channel in work aimed anywhere but at Singapore."),
        ({"territories_except": ("SG",), "territory_basis": "ACCESSIBLE"},
         "on any channel in work that can be seen anywhere but in Singapore."),
        ({"territories": ("JP", "SG"), "territories_except": ("SG",), "territory_basis": "TARGETED"},
         "on any channel in work aimed at Japan."),
    ],
)  # fmt: skip
def test_say_where(values, words):
    assert words in said(**values)


@pytest.mark.parametrize(
    ("term", "values", "words"),
    [
        (TERM, {}, "From 1 May until 31 October 2027, Mia"),
        ((date(2027, 5, 1), date(2028, 5, 1)), {}, "From 1 May 2027 until 30 April 2028, Mia"),
        ((date(2027, 5, 1), None), {}, "From 1 May 2027 until further notice, Mia"),
        ((None, date(2027, 5, 1)), {}, "Until 30 April 2027, Mia"),
        ((date(2027, 5, 1), date(2027, 5, 2)), {}, "On 1 May 2027, Mia"),
        ((None, None), {}, "At all times, Mia"),
        (None, {}, "During the term, Mia"),
        (None, {"windows": (WindowTerms("TERM", 3, 5),)},
         "From 3 days before the first day of the term until 5 days after the last day of the term, Mia"),
        (TERM, {"term": (date(2028, 1, 1), date(2028, 2, 1))}, "From 1 January until 31 January 2028, Mia"),
        (TERM, {"windows": (WindowTerms("TERM", 3, 0),)}, "From 3 days before 1 May 2027 until 31 October 2027, Mia"),
        (TERM, {"tail_length": 1, "tail_unit": "MONTH", "tail_on": "EXPIRY"},
         "From 1 May until 31 October 2027 and 1 month after if it runs its time, Mia"),
        (TERM, {"tail_length": 30, "tail_on": "TALENT_FAULT"}, "and 30 days after if the talent’s side ends it, Mia"),
        (TERM, {"windows": (WindowTerms("FIRST_POST", 1, 30, to="LAST_POST"),)},
         "From 1 day before the first post until 30 days after the last post, Mia"),
        (TERM, {"windows": (WindowTerms("FIRST_POST", 1, 1),)},
         "From 1 day before until 1 day after the first post, Mia"),
        (TERM, {"windows": (WindowTerms("FIRST_POST", 1, 0),)},
         "From 1 day before the first post until that day is over, Mia"),
        (TERM, {"windows": (WindowTerms("LAST_POST"),)}, "On the day of the last post, Mia"),
        (TERM, {"windows": (WindowTerms("SHOOT"),)}, "During the shoot, Mia"),
        (TERM, {"windows": (WindowTerms("SHOOT", 0, 91),)}, "From the shoot until 13 weeks after, Mia"),
        (TERM, {"windows": (WindowTerms("SIGNATURE", 0, 3, "MONTH"),)},
         "From the signature until 3 months after, Mia"),
        (TERM, {"windows": (WindowTerms("TERM", to="USAGE_END"),)},
         "From 1 May 2027 until the end of the brand’s ads, Mia"),
        (TERM, {"windows": (WindowTerms("SHOOT", to="TERM"),)}, "From the shoot until 31 October 2027, Mia"),
        (None, {"windows": (WindowTerms("SHOOT", to="TERM"),)}, "From the shoot until the last day of the term, Mia"),
        (TERM, {"windows": (WindowTerms("FIRST_POST", 24, 24, "HOUR"),)},
         "From 24 hours before until 24 hours after the first post, Mia"),
        (TERM, {"windows": (WindowTerms("FIRST_POST", 1, 1, count="EXACT"),)},
         "From 1 day before until 1 day after the first post, counted to the hour, Mia"),
        (TERM, {"windows": (WindowTerms("FIXED", days=TERM), WindowTerms("USAGE_END"))},
         "From 1 May until 31 October 2027, and on the last day of the brand’s ads, Mia"),
        (TERM, {"windows": (WindowTerms("FIXED"),)}, "On days that are not stated, Mia"),
    ],
)  # fmt: skip
def test_say_when(term, values, words):
    assert words in said(days=term, **values)


def test_say_a_tail_whose_case_nobody_wrote():
    text = said(tail_length=30)
    assert "and 30 days after, Mia" in text
    assert text.endswith("Whether the 30 days also hold when it ends early is not stated.")


@pytest.mark.parametrize(
    ("binds", "words"),
    [
        ("EACH", "Hoshi and each of its members may not"),
        ("JOINT_ONLY", "Hoshi as a whole may not"),
        ("NONE", "Hoshi, but not its members alone, may not"),
        ("", "Whether its members alone are bound is not stated."),
    ],
)
def test_say_whom_of_an_act_it_binds(binds, words):
    assert words in said(Names(**{**names_dict(), "who": "Hoshi", "is_act": True}), binds_members=binds)


@pytest.mark.parametrize(
    ("binds", "words"),
    [
        (True, "Mia, also within an act, may not"),
        (False, "Mia, but not within an act, may not"),
        (None, "Whether the acts that Mia is in are bound is not stated."),
    ],
)
def test_say_whether_a_member_binds_the_act(binds, words):
    assert words in said(Names(**{**names_dict(), "in_act": True}), binds_group_of_member=binds)
    assert "act" not in said(binds_group_of_member=binds).replace("included", "")


@pytest.mark.parametrize(
    ("activities", "words"),
    [
        ({"PAID": True}, "; paid posts included."),
        ({"PAID": False, "SHOOT": False}, ", not counting paid posts or shoots without a post."),
        ({}, "in the world. Whether a paid post, a gifted post"),
    ],
)
def test_say_what_counts(activities, words):
    assert words in text_of(say(ClauseTerms(category_ids=(1,), activities=activities), MIA, TERM))


def test_say_nothing_of_silence_in_a_quiet_window():
    assert "not stated" not in text_of(say(ClauseTerms(mode="FULL"), MIA, TERM))


@pytest.mark.parametrize(
    ("out", "words"),
    [
        (CarveOutTerms(commitment_ids=(9,)), "the booking for Casa Brisa"),
        (CarveOutTerms(commitment_ids=(9,), pre_existing=True),
         "the booking for Casa Brisa, where promised before the signature"),
        (CarveOutTerms(pre_existing=True), "what was promised before the signature"),
        (CarveOutTerms(brand_ids=(1, 2), category_ids=(3,), channels=("tiktok", "print"), territories=("SE", "JP")),
         "work for Kirei or Orbyte in lip care on TikTok or in print in Japan or Sweden"),
        (CarveOutTerms(activities=("ORGANIC", "LIVE")), "unpaid mentions or old posts that stay up"),
        (CarveOutTerms(activities=("ORGANIC",), commitment_ids=(9,)), "unpaid mentions in the booking for Casa Brisa"),
    ],
)  # fmt: skip
def test_say_what_it_lets_be(out, words):
    assert said(carve_outs=(out,)).endswith(f" Allowed all the same: {words}.")


def test_say_names_no_other_deal_outside():
    names = Names(**{**names_dict(), "outside": True})
    text = said(names, carve_outs=(CarveOutTerms(commitment_ids=(9,)), CarveOutTerms(brand_ids=(2,))))
    assert text.endswith("Allowed all the same: what this contract lists; work for Orbyte.")


@pytest.mark.parametrize(("months", "words"), [(1, "in the month before"), (6, "in the 6 months before")])
def test_say_how_far_it_looks_back(months, words):
    assert f"What Mia did for them {words} is to be disclosed." in said(lookback_months=months)


def test_say_marks_what_is_new_and_what_is_unsaid():
    old = ClauseTerms(category_ids=(1,), channels=("instagram",), activities=ALL)
    new = ClauseTerms(category_ids=(1, 3), channels=("instagram", "tiktok"), activities={**ALL, "PAID": False})
    parts = say(new, MIA, TERM, before=old)
    assert [part.text for part in parts if part.tone == "new"] == ["lip care", "TikTok", "paid posts"]
    assert [part.text for part in say(new, MIA, TERM) if part.tone == "new"] == []
    del new.activities["ORGANIC"]
    assert [part.text for part in say(new, MIA, TERM, before=old) if part.tone == "unsaid"] == ["an unpaid mention"]


def test_differences_name_each_field_that_changed():
    old = ClauseTerms(category_ids=(1,), territories=("JP",), tail_length=30, activities={"PAID": True})
    new = ClauseTerms(
        category_ids=(1, 3), territories=("JP",), territory_basis="TARGETED",
        activities={"PAID": True, "GIFTED": False}, strength="FIRST_REFUSAL", refusal_days=5, lookback_months=6,
        carve_outs=(CarveOutTerms(commitment_ids=(9,)),),
        beneficiary_scope="GROUP", words="New words",
    )  # fmt: skip
    assert differences(old, old, MIA, TERM) == []
    assert differences(old, new, MIA, TERM) == [
        ("Protects", "the brand alone", "all brands of its group"),
        ("Forbids", "rival skincare brands", "lip care or skincare brands outside Lumeya’s group"),
        ("Where", "on any channel in Japan, where it counts not stated", "on any channel in work aimed at Japan"),
        ("Gifted posts", "not stated", "no"),
        ("When", "from 1 May until 31 October 2027 and 30 days after, after an early end not stated",
         "from 1 May until 31 October 2027"),
        ("If it clashes", "forbidden", "first refusal, 5 days to answer"),
        ("Look-back", "nothing", "6 months"),
        ("Except", "nothing", "the booking for Casa Brisa"),
        ("On the paper", "nothing", "New words"),
    ]  # fmt: skip


def test_differences_tell_of_acts_and_members_where_there_are_some():
    act = Names(**{**names_dict(), "is_act": True, "in_act": True})
    old, new = ClauseTerms(), ClauseTerms(binds_members="EACH", binds_group_of_member=True)
    assert differences(old, new, act, TERM) == [
        ("Binds its members", "not stated", "each member"),
        ("Binds their acts", "not stated", "also within an act"),
    ]
