"""Briefs that are kept to begin others with."""

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.actions import AskedQuestion, WantedLine
from campaigns.models import BriefTemplate
from campaigns.templating import left_out, still_named, template_words
from campaigns.usage import UsageTerms
from lib.refusals import Refused
from talent.actions import archive_segment, make_segment
from tests.factories import BrandFactory, CategoryFactory, reader

ADS = UsageTerms("ads", 60, ("tiktok",), ("JP",))
REEL = WantedLine("reel", "instagram", 2, fee=Money(50000, "JPY"))
ASKED = AskedQuestion("Where?", "choice", ("Home", "Studio"), True)


@pytest.fixture
def template(campaign, soda, by, now):
    actions.write_brief(
        campaign=campaign,
        fields={"fee": None, "dos": "Daylight", "budget": Money(9, "JPY"), "min_stage": "affiliated"},
        categories=[soda], exclusive_categories=[soda], wanted=[REEL], questions=[ASKED], usage=[ADS], by=by, now=now,
    )  # fmt: skip
    return actions.save_template(campaign=campaign, name=" Two reels ", by=by, now=now)


def begun(template, by, now, **values):
    brand = BrandFactory(name="Kettle", categories=[CategoryFactory(name="Tea")])
    return actions.create_campaign(
        brand=brand, name="Autumn", manager=by, template=template, **{"by": by, "now": now, **values}
    )


def test_a_campaign_begins_with_what_the_template_says_and_the_brands_own_categories(template, by, now):
    brief = begun(template, by, now).brief
    assert template.name == "Two reels"
    assert (brief.channels, brief.territories, brief.dos, brief.min_stage, brief.fee, brief.usages) == (
        ["instagram"], ["JP"], "Daylight", "affiliated", Money(100000, "JPY"), (ADS,),
    )  # fmt: skip
    assert (brief.goal, brief.product, brief.days, brief.apply_until, brief.budget) == ("", "", None, None, None)
    assert [str(c) for c in brief.categories.all()] == [str(c) for c in brief.exclusive_categories.all()] == ["Tea"]
    line = brief.wanted.get()
    assert (str(line), line.fee, line.live_on) == ("2 × Reel on Instagram", Money(50000, "JPY"), None)
    question = brief.questions.get()
    assert (question.words, question.options, question.required) == ("Where?", ["Home", "Studio"], True)


def test_what_names_the_brand_stays_out_of_the_template(template, campaign, soda, by, now):
    brief, brand = campaign.brief, campaign.brand
    assert (template.facts["without"], left_out(template.facts, brand)) == ([], "")
    fields = {
        "audience": f"Never drank {brand.name}.",
        "dos": f"Hold the {brand.name.upper()} bottle",
        "donts": "No ice",
    }
    telling = (
        AskedQuestion(f"Do you drink {brand.name}?", "words"),
        AskedQuestion("Which?", "choice", ("No", brand.name)),
    )
    asked = [ASKED, *telling]
    actions.write_brief(
        campaign=campaign, fields=fields, categories=[soda], exclusive_categories=[], wanted=[REEL], questions=asked,
        by=by, now=now,
    )  # fmt: skip
    again = actions.save_template(campaign=campaign, name="Two reels", by=by, now=now)
    kept = begun(again, by, now).brief
    assert (kept.audience, kept.dos, kept.donts) == ("", "", "No ice")
    assert [one.words for one in kept.questions.all()] == ["Where?"]
    assert left_out(again.facts, brand) == (
        f" Left out, because {brand} is named there: the audience in words, what to do and a question."
    )
    brief.refresh_from_db()
    assert brief.audience == fields["audience"]


def test_an_old_template_says_which_other_brands_it_names(template, campaign, by, now):
    brand, kettle = campaign.brand, BrandFactory(name="Kettle")
    facts = {**template.facts, "fields": {**template.facts["fields"], "dos": f"Hold the {brand.name} cup. No kettle."}}
    assert (still_named(facts, kettle), still_named(template.facts, kettle)) == ("", "")
    del facts["without"]
    assert still_named(facts, kettle) == (
        f"The template is an old one and names {brand.name}. Write that anew before talents read it."
    )
    assert still_named({**facts, "fields": template.facts["fields"]}, kettle) == ""


def test_a_tail_in_months_goes_through_a_template(template, campaign, soda, by, now):
    actions.write_brief(
        campaign=campaign, fields={"exclusive_tail": 2, "exclusive_tail_unit": "MONTH"}, categories=[soda],
        exclusive_categories=[soda], wanted=[REEL], by=by, now=now,
    )  # fmt: skip
    again = actions.save_template(campaign=campaign, name="Two reels", by=by, now=now)
    assert begun(again, by, now).brief.tail.span == "2 months"


def test_a_template_that_forbids_nothing_keeps_nothing_to_the_brand(campaign, by, now):
    template = actions.save_template(campaign=campaign, name="Open", by=by, now=now)
    assert list(begun(template, by, now).brief.exclusive_categories.all()) == []


def test_a_template_brings_its_segment_and_reaches_nobody_where_that_is_archived(campaign, by, now):
    segment = make_segment(name="Japan", query="country=JP", talents=[], by=by, now=now)
    campaign.brief.reach, campaign.brief.segment = "segment", segment
    campaign.brief.save()
    template = actions.save_template(campaign=campaign, name="Japan", by=by, now=now)
    brief = begun(template, by, now).brief
    assert (brief.reach, brief.segment) == ("segment", segment)
    archive_segment(segment=segment, by=by, now=now)
    said = {"name": "Later", "manager": by, "template": template, "by": by, "now": now}
    later = actions.create_campaign(brand=campaign.brand, **said).brief
    assert (later.reach, later.segment) == ("named", None)


def test_the_same_name_takes_the_others_place_and_brings_it_back(template, campaign, by, now):
    actions.archive_template(template=template, by=by, now=now)
    campaign.brief.dos = "Night"
    campaign.brief.save()
    again = actions.save_template(campaign=campaign, name="Two reels", by=by, now=now)
    assert (again.pk, again.facts["fields"]["dos"], again.archived_at) == (template.pk, "Night", None)


def test_archive_and_use_again(template, by, now):
    gone = actions.archive_template(template=template, by=by, now=now)
    assert (gone.archived_at, gone.archived_by) == (now, by)
    back = actions.archive_template(template=template, by=by, now=now)
    assert (back.archived_at, back.archived_by) == (None, None)


def test_rename(template, campaign, by, now):
    assert actions.rename_template(template=template, name=" Reels ", by=by, now=now).name == "Reels"
    actions.save_template(campaign=campaign, name="Posts", by=by, now=now)
    with pytest.raises(Refused, match="There is a template of this name."):
        actions.rename_template(template=template, name="Posts", by=by, now=now)
    with pytest.raises(Refused, match="Give the template a name."):
        actions.rename_template(template=template, name=" ", by=by, now=now)


def test_templates_by_a_reader_or_without_a_name_refused(template, campaign, by, now):
    for verb, values in (
        (actions.save_template, {"campaign": campaign, "name": "A"}),
        (actions.rename_template, {"template": template, "name": "A"}),
        (actions.archive_template, {"template": template}),
    ):
        with pytest.raises(Refused, match="create campaigns"):
            verb(**values, by=reader(), now=now)
    with pytest.raises(Refused, match="Give the template a name."):
        actions.save_template(campaign=campaign, name="  ", by=by, now=now)
    assert BriefTemplate.objects.values_list("name", "archived_at").get() == ("Two reels", None)


def test_a_template_in_words(template):
    assert template_words(template.facts) == "2 pieces, 1 use and 1 question"
    assert template_words({"wanted": [], "usage": [], "questions": []}) == ""
