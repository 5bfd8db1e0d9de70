"""Being told: by which way, what falls away, and one digest a day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from accounts import actions
from accounts.actions.notices import reader_of, token_of
from accounts.models import Digest, User
from accounts.notices import still_theirs, unread
from accounts.topics import BY_KEY, OTHER, TOPICS, chosen_way, topic_of, topics_for, way_of
from campaigns.models import Campaign
from clients.models import BrandMember
from lib.refusals import Refused
from outbox import work
from outbox.actions import draft, post, send
from outbox.models import Job, Message, Way
from tests.campaigns.test_jobs import run
from tests.factories import CampaignFactory, brand_person, manager, talent_user

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
MORNING = datetime(2026, 4, 22, 7, 0, tzinfo=TOKYO)


def tell(user, *, at, way=Way.DIGEST, kind="hold_lapsed", **values):
    said = {"subject": "The hold lapsed", "body": "Nobody confirmed.", "kind": kind, "now": at, **values}
    return post(to_address=user.email, to_name=user.name, reader=user.public_id, way=way, **said)


def write(user, at):
    return actions.write_digest(user=user, by=User.objects.system(), now=at)


def states():
    return list(Message.objects.exclude(kind="digest").order_by("pk").values_list("state", flat=True))


def test_each_kind_of_letter_has_one_topic_and_what_binds_always_comes_by_mail():
    kinds = [kind for topic in TOPICS for kind in topic.kinds]
    assert len(kinds) == len(set(kinds))
    assert topic_of("booking_confirmed").fixed
    assert way_of("contract_signed", "talent", ["bookings:page"]) == Way.MAIL
    assert topic_of("something_new") is OTHER
    assert [way_of("hold_lapsed", "staff", said) for said in ([], ["holds:mail"])] == [Way.DIGEST, Way.MAIL]
    assert chosen_way(BY_KEY["outreach"], "talent", ["outreach:never"]) == "never"
    assert way_of("outreach", "talent", ["outreach:never"]) == Way.PAGE


def test_every_letter_of_the_house_is_of_a_topic():
    """A kind that is written in code and of no topic would be told of under *Everything else*."""
    import re
    from pathlib import Path

    files = [*Path("campaigns").glob("*letters.py"), Path("stats/letters.py")]
    words = {word for file in files for word in re.findall(r'Letter\(\s*(?:kind=)?"([a-z_]+)"', file.read_text())}
    assert {word for word in words if topic_of(word) is OTHER} == set()


def test_a_letter_goes_by_its_way_and_only_mail_is_work(now):
    user = manager()
    for way in Way:
        tell(user, at=now, way=way)
    waiting = draft(
        to_address=user.email, subject="A", body="B", kind="x", reader=user.public_id, way=Way.PAGE, now=now
    )
    assert states() == ["queued", "gathered", "shown", "draft"]
    assert list(Message.objects.told_to(user.public_id).values_list("state", flat=True)) == [
        "shown",
        "gathered",
        "queued",
    ]
    assert send(waiting).state == "shown"
    assert Job.objects.filter(kind="outbox.send_message").count() == 1


def test_people_choose_their_ways_and_only_what_is_unusual_is_kept(now):
    user = manager()
    actions.choose_notices(user=user, wanted={"holds": "page", "challenges": "mail"}, by=user, now=now)
    user.refresh_from_db()
    assert user.notices == ["holds:page"]
    actions.choose_notices(user=user, wanted={"answers": "digest"}, by=user, now=now)
    user.refresh_from_db()
    assert sorted(user.notices) == ["answers:digest", "holds:page"]
    for wanted in ({"holds": "never"}, {"holds": "pigeon"}):
        with pytest.raises(Refused, match="Choose how you want to be told of: Holds that move"):
            actions.choose_notices(user=user, wanted=wanted, by=user, now=now)
    with pytest.raises(Refused, match="their own"):
        actions.choose_notices(user=user, wanted={}, by=manager(), now=now)
    keys = [topic.key for topic in topics_for("client")]
    assert keys == [
        "bookings",
        "threads",
        "shortlists",
        "briefs",
        "drafts",
        "live",
        "results",
        "dates",
        "gifts",
        "other",
    ]


def test_a_notice_falls_away_with_its_thing(now):
    campaign = CampaignFactory()
    person = brand_person(campaign.brand)
    mine = tell(person, at=now, about=f"campaign:{campaign.public_id}")
    tell(person, at=now, about=f"campaign:{CampaignFactory().public_id}")
    plain = tell(person, at=now, about="weather:today")
    assert unread(person) == [plain, mine]
    BrandMember.objects.all().delete()
    assert unread(person) == [plain]
    assert still_theirs(manager(), [mine]) == [mine]
    Campaign.objects.filter(pk=campaign.pk).update(state="draft")
    assert still_theirs(person, [mine]) == []


def test_reading_is_one_s_own_and_marks_what_was_meant(now):
    user, other = manager(), manager()
    first, second, third = (tell(user, at=now, thing=thing) for thing in ("thread:A", "thread:A", ""))
    foreign = tell(other, at=now)
    read = lambda **only: actions.read_notices(user=user, by=user, now=now, **only)  # noqa: E731
    assert (read(only=foreign.public_id), read(thing="thread:A"), read(only=third.public_id), read()) == (0, 2, 1, 0)
    assert list(Message.objects.filter(read=None)) == [foreign]
    with pytest.raises(Refused, match="their own"):
        actions.read_notices(user=user, by=other, now=now)


def test_a_way_in_is_no_notice(now):
    user = talent_user()
    post(to_address=user.email, reader=user.public_id, subject="Password", body="x", kind="y", secret=True, now=now)
    assert unread(user) == []


def here(subject):
    """The address of a notice at the desk."""
    return f"{settings.SITE_URL}/desk/notices/{Message.objects.get(subject=subject).public_id}/"


def test_the_digest_gathers_what_came_before_the_morning_and_goes_once_a_day():
    user = manager(timezone="Asia/Tokyo", name="Mana")
    tell(user, at=MORNING - timedelta(hours=9), subject="First")
    tell(user, at=MORNING - timedelta(hours=8), subject="Second", kind="thread_message")
    with pytest.raises(Refused, match="not their morning"):
        write(user, MORNING - timedelta(seconds=1))
    digest = write(user, MORNING + timedelta(minutes=5))
    late = tell(user, at=MORNING + timedelta(minutes=6))
    with pytest.raises(Refused, match="Nothing was gathered"):
        write(user, MORNING + timedelta(hours=2))
    assert digest.message is not None
    assert digest.message.subject.endswith("2 notices since your last digest")
    assert f"Holds that move\n- First\n  {here('First')}" in digest.message.body
    assert f"Messages\n- Second\n  {here('Second')}" in digest.message.body
    assert (digest.day.isoformat(), digest.message.state, digest.message.reader) == ("2026-04-22", "queued", "")
    assert states() == ["digested", "digested", "gathered"]
    next_day = write(user, MORNING + timedelta(days=1))
    assert next_day.message.subject.endswith("one notice since your last digest")
    late.refresh_from_db()
    assert late.state == "digested"


def test_a_second_digest_of_a_day_is_refused_by_the_database(now):
    user = manager(timezone="Asia/Tokyo")
    tell(user, at=MORNING - timedelta(hours=1))
    write(user, MORNING)
    Message.objects.filter(kind="hold_lapsed").update(state="gathered")
    with pytest.raises(Refused, match="written already"):
        write(user, MORNING + timedelta(minutes=1))
    assert Message.objects.filter(kind="digest").count() == 1


def test_what_was_read_or_lost_meanwhile_is_in_no_digest():
    user = brand_person(timezone="Asia/Tokyo")
    seen = tell(user, at=MORNING - timedelta(hours=1))
    Message.objects.filter(pk=seen.pk).update(read=MORNING)
    tell(user, at=MORNING - timedelta(hours=1), about=f"campaign:{CampaignFactory().public_id}")
    digest = write(user, MORNING)
    assert (digest.message, states()) == (None, ["shown", "shown"])


def test_only_the_clock_writes_digests_and_none_to_who_left(now):
    user = manager(is_active=False)
    tell(user, at=MORNING - timedelta(days=1))
    with pytest.raises(Refused, match="by the clock"):
        actions.write_digest(user=user, by=user, now=MORNING)
    with pytest.raises(Refused, match="not their morning"):
        write(user, MORNING)


def test_the_job_writes_to_each_in_their_own_morning_and_twice_is_once():
    tokyo, paris = manager(timezone="Asia/Tokyo"), manager(timezone="Europe/Paris")
    for user in (tokyo, paris):
        tell(user, at=MORNING - timedelta(days=2))
    ats = (MORNING + timedelta(minutes=1), MORNING + timedelta(minutes=11), MORNING + timedelta(hours=8))
    said = [run("accounts.write_digests", at)[1] for at in ats]
    assert said == ["1 digest written", "0 digests written", "1 digest written"]
    assert list(Digest.objects.order_by("pk").values_list("user", flat=True)) == [tokyo.pk, paris.pk]


def send_mail():
    """Let the mail worker do its work."""
    for job in Job.objects.filter(kind="outbox.send_message", state="pending"):
        work.run(job.pk)


def test_the_digest_carries_the_way_to_stop_it_and_one_press_does(now, mailoutbox):
    user = manager(timezone="Asia/Tokyo")
    tell(user, at=MORNING - timedelta(hours=1))
    digest = write(user, MORNING)
    send_mail()
    (mail,) = mailoutbox
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop == digest.message.unsubscribe
    assert (reader_of(stop.rsplit("/", 1)[-1]), reader_of("nonsense"), reader_of(token_of(user) + "x")) == (
        user,
        None,
        None,
    )
    actions.stop_digest(user=user, by=user, now=now)
    user.refresh_from_db()
    assert {topic.key: chosen_way(topic, "staff", user.notices) for topic in topics_for("staff")} == {
        "threads": Way.PAGE, "deadlines": Way.PAGE, "gifts": Way.PAGE, "challenges": Way.MAIL, "holds": Way.PAGE,
        "answers": Way.MAIL, "dates": Way.MAIL, "applications": Way.PAGE, "drafts": Way.PAGE, "live": Way.PAGE,
        "briefs": Way.MAIL, "connections": Way.PAGE, "other": Way.MAIL,
    }  # fmt: skip


def test_other_mail_carries_no_way_to_stop_it(now, mailoutbox):
    post(to_address="a@x.example", subject="A", body="B", kind="x", now=now)
    send_mail()
    assert "List-Unsubscribe" not in mailoutbox[0].extra_headers


def test_what_was_gathered_goes_with_no_digest_once_its_reader_stopped_it(now):
    user = manager(email="sora@office.example")
    tell(user, at=MORNING - timedelta(hours=9))
    actions.stop_digest(user=user, by=user, now=now)
    assert states() == [Message.State.SHOWN]
    with pytest.raises(Refused, match="Nothing was gathered."):
        write(user, MORNING)
    assert len(unread(user)) == 1
