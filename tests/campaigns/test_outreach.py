"""Letters to many: fields, who gets which words, who does not and why, and that each is written and sent once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actions import choose_notices
from accounts.roles import Role
from campaigns import actions
from campaigns.models import Campaign, LetterTemplate, Outreach, OutreachLetter
from campaigns.outreach import FIELDS, fields_in, filled, look_at
from lib.refusals import Refused
from outbox.models import Message, Way
from talent.rules import is_of_age
from tests.campaigns import steps
from tests.factories import TalentFactory, finance, manager, office, talent_user

SUBJECT, BODY = "“{campaign}”", "Hello {talent}, it pays {pay}, for {brand}, by {deadline}."


def write(talents, by, now, **values):
    said = {"campaign": None, "template": None, "subject": "News", "body": "Hello {talent}", "expected": None, **values}
    return actions.write_outreach(talents=talents, by=by, now=now, **said)


def person(name, **values):
    talent = TalentFactory(name=name, **values)
    talent_user(talent, name=name)
    return talent


def test_fields_are_of_a_closed_list():
    assert fields_in("{talent} and { pay } and {talent}", "{x") == ["talent", "pay"]
    assert filled("{talent}, { talent }, {nobody}", {"talent": "Mia"}) == "Mia, Mia, {nobody}"
    assert set(fields_in(*(f"{{{name}}}" for name in FIELDS))) == set(FIELDS)


@pytest.mark.parametrize("text", ["It pays {fee}.", "It pays {Pay}."])
def test_an_unknown_field_is_refused_with_the_fields_that_exist(by, now, text):
    for verb in (
        lambda: actions.add_letter_template(name="A", subject="A", body=text, by=by, now=now),
        lambda: write([person("Mia")], by, now, subject=text),
    ):
        with pytest.raises(Refused, match=r"There is no field \{.ee\}|There is no field \{Pay\}") as refused:
            verb()
        assert "{talent}, {campaign}, {brand}, {pay}" in str(refused.value)
    assert not LetterTemplate.objects.exists()
    assert not Message.objects.exists()


def test_a_field_of_a_campaign_needs_one(by, now):
    with pytest.raises(
        Refused, match=r"^No campaign is chosen, so there is nothing to say for \{brand\} and \{pay\}.$"
    ):
        write([person("Mia")], by, now, subject="For {brand}", body="It pays {pay}, {talent}.")
    assert not Message.objects.exists()


def test_what_was_written_about_a_campaign_that_is_called_off_does_not_go(campaign, talent, by, now):
    outreach = write([talent], by, now, campaign=campaign, body="{campaign} begins soon.")
    other = write([talent], by, now)
    actions.cancel_campaign(campaign=campaign, reason="Rain", by=by, now=now)
    states = dict(Message.objects.filter(kind="outreach").values_list("about", "state"))
    assert states == {f"outreach:{outreach.public_id}": "dropped", f"outreach:{other.public_id}": "draft"}
    late = Outreach.objects.get(pk=outreach.pk)
    with pytest.raises(Refused, match="^Summer is cancelled, so these letters would be wrong. Drop them.$"):
        actions.send_outreach(outreach=late, by=by, now=now)


def test_templates_are_changed_and_archived_and_one_name_is_used_once(by, now):
    said = {"subject": "Hi", "body": "Hello {talent}", "by": by, "now": now}
    template = actions.add_letter_template(name="News", **said)
    with pytest.raises(Refused, match="There is a template of this name already"):
        actions.add_letter_template(name="news", **said)
    other = actions.add_letter_template(name="Other", **said)
    with pytest.raises(Refused, match="There is a template of this name already"):
        actions.edit_letter_template(template=other, name="NEWS", **said)
    assert actions.edit_letter_template(template=template, name="Old  news", **said).name == "Old news"
    with pytest.raises(Refused, match="There is no field"):
        actions.edit_letter_template(template=template, name="A", **{**said, "body": "{x}"})
    with pytest.raises(Refused, match="A letter has a subject and a text"):
        actions.edit_letter_template(template=template, name="A", **{**said, "body": "  "})
    actions.archive_letter_template(template=template, by=by, now=now)
    for verb in (
        actions.archive_letter_template,
        lambda **v: actions.edit_letter_template(name="A", subject="A", body="B", **v),
    ):
        with pytest.raises(Refused, match="Old news is archived"):
            verb(template=template, by=by, now=now)
    assert actions.add_letter_template(name="Old news", **said).archived_at is None


def test_each_reads_their_own_facts(campaign, talent, by, now):
    office(fee_percent=20)
    brief = campaign.brief
    brief.fee, brief.apply_until = brief.fee.__class__(100_000, "JPY"), date(2026, 5, 1)
    brief.brand_hidden, brief.brand_words = True, "a drinks maker"
    brief.save()
    booked, asked, fresh = talent, person("Ren"), person("Yui")
    steps.book(campaign, booked, price=brief.fee.__class__(200_000, "JPY"))
    steps.nominate(campaign, asked, fee=brief.fee.__class__(150_000, "JPY"), reply_by=now + timedelta(days=1))
    looks = look_at([booked, asked, fresh], campaign=campaign, subject=SUBJECT, body=BODY, now=now)
    assert [look.subject for look in looks] == ["“Summer”"] * 3
    said = [look.body for look in looks]
    assert said[0] == "Hello Aoi, it pays ¥ 160,000, for Kirei, by 1 May 2026."
    assert said[1] == "Hello Ren, it pays ¥ 120,000, for a drinks maker, by 16 Apr 2026, 18:30 (Asia/Tokyo)."
    assert said[2] == "Hello Yui, it pays ¥ 80,000, for a drinks maker, by 1 May 2026."
    assert [look.knows for look in looks] == [True, True, False]


def test_a_link_leads_to_the_project_only_where_the_portal_shows_it(campaign, talent, by, now):
    booking = steps.book(campaign, talent)

    def link():
        [look] = look_at([talent], campaign=campaign, subject="", body="{link}", now=now)
        return look.knows, look.body.rsplit("/talent/", 1)[1]

    assert link() == (True, f"projects/{campaign.public_id}/")
    actions.cancel_booking(booking=booking, reason="Rain", by=by, now=now)
    assert link() == (False, "projects/")


def test_the_heading_over_many_letters_fills_in_what_is_the_same_for_all(campaign, talent, by, now):
    subject = "{talent}, “{ campaign }” of {brand} pays"
    row = write([talent], by, now, campaign=campaign, subject=subject)
    assert (row.heading, row.subject) == ("…, “Summer” of Kirei pays", subject)
    assert write([talent], by, now, subject="For {talent}").heading == "For …"


def test_a_hidden_brand_is_not_told_by_the_letter_either(campaign, talent, by, now):
    campaign.brief.brand_hidden, campaign.brief.brand_words = True, "a drinks maker"
    campaign.brief.save()
    for words in ({"subject": "For Kirei"}, {"body": "for kirei!"}):
        with pytest.raises(Refused, match="Talents are not to read the brand’s name"):
            write([talent], by, now, campaign=campaign, **words)
    assert write([talent], by, now, campaign=campaign, body="for {brand}").letters.count() == 1
    campaign.name = "Kirei in spring"  # in the drawer a name may say it
    campaign.save()
    with pytest.raises(Refused, match="Talents are not to read the brand’s name"):
        write([talent], by, now, campaign=campaign, body="about {campaign}")


def test_who_does_not_get_it_is_said_with_the_reason(by, now):
    minor, child = person("Minor", born_on=date(2010, 4, 23)), TalentFactory(name="Child", born_on=date(2010, 1, 1))
    guardian = talent_user(child, Role.GUARDIAN, name="Guardian")
    refuses = person("Refuses")
    user = refuses.access.get().user
    choose_notices(user=user, wanted={"outreach": "never"}, by=user, now=now)
    talents = [
        person("Gets"), TalentFactory(name="Mail only", email="mail@x.example"), TalentFactory(name="Mute", email=""),
        person("Archived", archived_at=now, archived_by=by), person("Alumni", stage="alumni"), minor, child, refuses,
        person("Unmanaged", manager=None),
    ]  # fmt: skip
    for talent in talents[:-1]:
        talent.manager = by
    looks = look_at(talents, campaign=None, subject="News", body="Ask {manager}, {talent}", now=now)
    assert {look.talent.name: look.why or [who.name for who in look.to] for look in looks} == {
        "Gets": ["Gets"],
        "Mail only": ["Mail only"],
        "Mute": "No account and no address.",
        "Archived": "Archived.",
        "Alumni": "No longer with the office.",
        "Minor": "Under age, and no guardian can sign in.",
        "Child": [guardian.name],
        "Refuses": "They chose not to get letters to many.",
        "Unmanaged": "Empty for them: {manager}.",
    }


def test_a_letter_names_nobody_who_left_as_who_looks_after_it(campaign, by, now):
    mia = person("Mia", manager=by)
    steps.book(campaign, mia)
    said = {"subject": "News", "body": "Ask {manager}.", "now": now}
    assert [look_at([mia], campaign=one, **said)[0].body for one in (None, campaign)] == ["Ask Sora."] * 2
    by.is_active = False
    by.save()
    mia.manager.is_active = campaign.manager.is_active = False
    alone, project = (look_at([mia], campaign=one, **said)[0] for one in (None, campaign))
    assert (alone.why, project.body) == ("Empty for them: {manager}.", f"Ask {office().name}.")


@pytest.mark.parametrize(
    ("born", "minor"),
    [(None, False), (date(2008, 4, 22), False), (date(2008, 4, 23), True), (date(2008, 2, 29), False)],
    ids=["not said", "of age today", "tomorrow", "on a leap day"],
)
def test_of_age_is_from_the_eighteenth_birthday_on(born, minor):
    assert (is_of_age(born, date(2026, 4, 22)) is False) is minor


def test_drafts_are_written_once_for_each_address_and_go_by_their_way(campaign, talent, by, now):
    second = talent_user(talent, name="Agent")
    choose_notices(user=second, wanted={"outreach": "page"}, by=second, now=now)
    steps.apply(campaign, talent)
    Message.objects.all().delete()
    made = write([talent, person("Ren"), TalentFactory(email="")], by, now, campaign=campaign, expected=3)
    rows = Message.objects.filter(about=f"outreach:{made.public_id}").order_by("to_name")
    assert list(rows.values_list("to_name", "state", "way")) == [
        ("Agent", "draft", Way.PAGE), ("Aoi", "draft", Way.MAIL), ("Ren", "draft", Way.MAIL)
    ]  # fmt: skip
    assert [row.thing for row in rows] == [f"campaign:{campaign.public_id}"] * 2 + [""]
    assert "You choose whether letters like this reach you" in rows[1].body
    assert len(actions.send_outreach(outreach=made, by=by, now=now)) == 3
    assert list(rows.values_list("state", flat=True)) == ["shown", "queued", "queued"]
    with pytest.raises(Refused, match="No letter waits"):
        actions.send_outreach(outreach=made, by=by, now=now)


def test_a_list_that_changed_meanwhile_writes_to_nobody(talent, by, now):
    with pytest.raises(Refused, match="1 letters would be written now"):
        write([talent], by, now, expected=2)
    with pytest.raises(Refused, match="Nobody of them would get it"):
        write([TalentFactory(email="")], by, now)
    with pytest.raises(Refused, match="at most 500"):
        write([talent] * 501, by, now)
    with pytest.raises(Refused, match="Only owners, managers and bookers may create campaigns"):
        write([talent], finance(), now)
    assert not Outreach.objects.exists()


def test_the_same_letter_is_written_to_an_address_once(talent, by, now):
    with pytest.raises(Refused, match="written to them already"):
        write([talent, talent], by, now)
    made = write([talent], by, now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_outreach SET body = 'x'")
    assert OutreachLetter.objects.get().outreach == made


def test_looking_asks_no_more_for_many(campaign, by, now, django_assert_num_queries):
    people = [person(f"T{n}", manager=manager()) for n in range(3)]
    for talent in people:
        steps.nominate(campaign, talent)
    campaign = Campaign.objects.select_related("brand", "brief", "manager").get(pk=campaign.pk)
    for some in (people[:1], people):
        with django_assert_num_queries(6):
            look_at(some, campaign=campaign, subject=SUBJECT, body=BODY, now=now)


def test_a_deadline_that_is_over_says_nothing_so_that_nobody_is_asked_by_a_day_gone_by(campaign, talent, now):
    said = {"campaign": campaign, "subject": "News", "body": "Answer by {deadline}."}
    last = campaign.brief.apply_until
    on_its_day = now.replace(year=last.year, month=last.month, day=last.day, hour=6)
    assert look_at([talent], **said, now=on_its_day)[0].body == f"Answer by {last:%-d %b %Y}."
    (over,) = look_at([talent], **said, now=on_its_day + timedelta(days=1))
    assert (over.to, over.why) == ([], "Empty for them: {deadline}.")
