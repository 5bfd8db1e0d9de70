"""Threads: who may begin one, who reads it, who is told, and what waits for an answer."""

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from accounts.roles import Role
from campaigns import actions
from campaigns.models import Audience, Campaign, CampaignState, Thread, ThreadFile, ThreadMessage
from campaigns.queries.threads import fresh_since, threads_of, unanswered, unread_threads
from lib.refusals import Refused
from outbox.models import Message, Way
from tests.campaigns import steps
from tests.factories import CampaignFactory, TalentFactory, booker, brand_person, manager, reader, talent_user

OFFICE, TALENT, BRAND = Audience.OFFICE, Audience.TALENT, Audience.BRAND


@pytest.fixture
def booking(campaign, talent, approver):
    return steps.book(campaign, talent)


def open_(campaign, audience, by, now, **values):
    said = {"title": "Shoot day", "text": "Is Thursday good?", **values}
    return actions.open_thread(campaign=campaign, audience=audience, by=by, now=now, **said)


def told(thread):
    rows = Message.objects.filter(thing=f"thread:{thread.public_id}", kind="thread_message").order_by("pk")
    return list(rows.values_list("to_name", "way", "state"))


def test_a_thread_is_read_by_whom_it_names_and_by_nobody_else(booking, campaign, talent, by, aoi, approver, now):
    threads = [
        open_(campaign, OFFICE, by, now),
        open_(campaign, TALENT, by, now, booking=booking),
        open_(campaign, BRAND, by, now),
    ]
    rival = steps.book(CampaignFactory(), TalentFactory())
    others = [talent_user(rival.talent), brand_person(rival.campaign.brand), talent_user(TalentFactory())]
    seen = {
        user.name: [thread in Thread.objects.visible_to(user) for thread in threads]
        for user in (by, reader(name="Reader"), aoi, approver)
    }
    assert seen == {
        "Sora": [True, True, True], "Reader": [True, True, True], "Aoi": [False, True, False],
        "Petra": [False, False, True],
    }  # fmt: skip
    assert [list(Thread.objects.visible_to(user)) for user in others] == [[], [], []]
    assert [thread.read_by for thread in threads] == ["only the office", "the office and Aoi", "the office and Kirei"]
    aoi.is_active = False
    assert not Thread.objects.visible_to(aoi).exists()
    assert ThreadMessage.objects.visible_to(approver).get().thread == threads[2]


def test_whom_a_message_concerns_is_told_once_by_the_way_that_they_chose(booking, campaign, by, aoi, now):
    thread = open_(campaign, TALENT, by, now, booking=booking)
    assert told(thread) == [("Aoi", Way.MAIL, "queued")]
    other = manager(name="Riku")
    actions.write_message(thread=thread, text="I come along.", by=other, now=now)
    actions.write_message(thread=thread, text="Yes.", by=aoi, now=now)
    assert sorted(told(thread)) == [
        ("Aoi", Way.MAIL, "queued"), ("Aoi", Way.MAIL, "queued"), ("Riku", Way.DIGEST, "gathered"),
        ("Sora", Way.DIGEST, "gathered"), ("Sora", Way.DIGEST, "gathered"),
    ]  # fmt: skip
    letter = Message.objects.filter(to_name="Aoi", kind="thread_message").order_by("pk")[0]
    assert letter.subject == "Sora wrote: Shoot day"
    assert f"/talent/threads/{thread.public_id}/" in letter.body
    assert "Is Thursday good?" in letter.body


@pytest.mark.parametrize("gone", [{"is_active": False}, {"role": Role.FINANCE}])
def test_where_the_manager_is_gone_who_can_act_reads_what_comes_from_outside(booking, campaign, by, aoi, now, gone):
    able = manager(name="Riku")
    User.objects.filter(pk=by.pk).update(**gone)
    campaign = Campaign.objects.get(pk=campaign.pk)
    thread = open_(campaign, TALENT, aoi, now, booking=campaign.bookings.get())
    names = [name for name, _, _ in told(thread)]
    assert (able.name in names, by.name in names) == (True, False)
    actions.write_message(thread=thread, text="Noted.", by=able, now=now)
    Message.objects.all().delete()
    CampaignFactory(brand=campaign.brand, manager=booker(name="Nils"))
    actions.write_message(thread=thread, text="Thanks.", by=aoi, now=now)
    assert [name for name, _, _ in told(thread)] == ["Nils", "Riku"]  # who runs the brand's campaigns, and who wrote


def test_unread_is_what_others_wrote_and_nobody_read(booking, campaign, by, aoi, now):
    thread = open_(campaign, TALENT, by, now, booking=booking)
    assert [list(unread_threads(user)) for user in (by, aoi)] == [[], [thread]]
    line = threads_of(aoi)[0]
    assert (line.last_text, line.last_name, line.count, line.unread) == ("Is Thursday good?", "Sora", 1, True)
    assert fresh_since(aoi, thread) == now
    Message.objects.update(read=now)
    assert (list(unread_threads(aoi)), fresh_since(aoi, thread), threads_of(aoi)[0].unread) == ([], None, False)


def test_what_somebody_outside_wrote_last_waits_until_it_is_answered_or_settled(booking, campaign, by, aoi, now):
    inside = open_(campaign, OFFICE, by, now)
    thread = open_(campaign, TALENT, by, now, booking=booking)
    assert list(unanswered()) == []
    actions.write_message(thread=thread, text="Yes.", by=aoi, now=now)
    assert list(unanswered()) == [thread]
    actions.settle_thread(thread=thread, by=by, now=now)
    assert list(unanswered()) == []
    actions.write_message(thread=thread, text="Or Friday?", by=aoi, now=now)
    assert list(unanswered()) == [thread]
    with pytest.raises(Refused, match="The office says"):
        actions.settle_thread(thread=thread, by=aoi, now=now)
    actions.write_message(thread=thread, text="Friday.", by=by, now=now)
    assert list(unanswered()) == []
    for one in (thread, inside):
        with pytest.raises(Refused, match="Nothing waits"):
            actions.settle_thread(thread=one, by=by, now=now)


@pytest.mark.parametrize(
    ("who", "audience", "words"),
    [
        ("finance", OFFICE, "may write in threads"),
        ("stranger", TALENT, "not yours"),
        ("aoi", OFFICE, "not yours"),
        ("aoi", BRAND, "not yours"),
        ("approver", TALENT, "not yours"),
        ("rival", BRAND, "not yours"),
        ("by", "all", "Choose who reads it"),
    ],
)
def test_nobody_writes_where_they_do_not_read(booking, campaign, talent, by, aoi, approver, now, who, audience, words):
    from tests.factories import finance

    people = {
        "finance": finance(), "stranger": talent_user(TalentFactory()), "aoi": aoi, "approver": approver,
        "rival": brand_person(), "by": by,
    }  # fmt: skip
    with pytest.raises(Refused, match=words):
        open_(campaign, audience, people[who], now, talent=talent)
    thread = open_(campaign, audience if audience in Audience.values else OFFICE, by, now, talent=talent)
    if who != "by":
        with pytest.raises(Refused, match=words):
            actions.write_message(thread=thread, text="Hello", by=people[who], now=now)


def test_a_thread_is_opened_only_for_who_knows_of_the_project_and_can_sign_in(campaign, talent, by, now):
    other = TalentFactory(name="Ren")
    held = steps.hold(campaign, talent)
    for audience, values, words in (
        (TALENT, {"talent": other}, "Ren neither applied"),
        (TALENT, {}, "Choose the talent"),
        (TALENT, {"booking": held}, "A hold is the office’s own affair"),
        (BRAND, {"booking": held}, "A hold is the office’s own affair"),
        (BRAND, {}, "Nobody of Kirei can sign in"),
    ):
        with pytest.raises(Refused, match=words):
            open_(campaign, audience, by, now, **values)
    steps.nominate(campaign, other)
    with pytest.raises(Refused, match="Nobody can sign in for Ren"):
        open_(campaign, TALENT, by, now, talent=other)
    brand_person(campaign.brand, role=Role.BRAND_READER)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.DRAFT)
    campaign.refresh_from_db()
    with pytest.raises(Refused, match="does not see this campaign yet"):
        open_(campaign, BRAND, by, now)
    assert open_(campaign, OFFICE, by, now, booking=held).booking == held


def test_words_are_missing(campaign, by, now):
    with pytest.raises(Refused, match="Say what it is about"):
        open_(campaign, OFFICE, by, now, title="  ")
    with pytest.raises(Refused, match="Write the message first"):
        open_(campaign, OFFICE, by, now, text=" ")
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE campaigns_thread SET audience = 'brand', talent_id = NULL",
        "UPDATE campaigns_thread SET title = 'x'",
        "DELETE FROM campaigns_thread",
        "UPDATE campaigns_threadmessage SET text = 'x'",
        "DELETE FROM campaigns_threadmessage",
    ],
)
def test_what_was_written_stays_and_so_does_who_reads_it(booking, campaign, by, now, sql):
    open_(campaign, TALENT, by, now, booking=booking)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_colleague_who_left_is_not_told(campaign, by, now):
    gone = booker(name="Gone")
    thread = open_(campaign, OFFICE, gone, now)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    actions.write_message(thread=thread, text="Noted.", by=manager(name="Riku"), now=now)
    assert [name for name, _, _ in told(thread)] == ["Sora", "Sora"]


JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40
PDF = b"%PDF-1.7\n" + b"0" * 40


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("Plan v2.TXT", "Grün, 緑\n".encode(), ("Plan v2.txt", "text/plain")),
        ("..\\..\\etc/passwd", b"root", ("passwd.txt", "text/plain")),
        ("paper.exe", PDF, ("paper.pdf", "application/pdf")),
        ("bill\u202efdp.txt", PDF, ("billfdp.pdf", "application/pdf")),
        ("  .txt", b"words", ("file.txt", "text/plain")),
        ("x" * 300 + ".jpeg", JPEG, ("x" * 100 + ".jpg", "image/jpeg")),
    ],
)
def test_a_file_is_what_its_bytes_say_and_is_called_so(campaign, by, now, name, data, kept):
    open_(campaign, OFFICE, by, now, attachments=[ContentFile(data, name=name)])
    row = ThreadFile.objects.get()
    with row.file.open() as file:
        assert ((row.name, row.content_type), row.size, file.read()) == (kept, len(data), data)
    assert row.file.name.startswith("threads/") and name not in row.file.name


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40, "plan.txt cannot be read"),  # pictures are JPEG by then
        (b"MZ\x90\x00" + b"\x00" * 40, "cannot be read"),
        (b"PK\x03\x04" + b"0" * 40, "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"words\x00more", "cannot be read"),
        (b"  \n", "cannot be read"),
        (b"0" * 11, "at most 20 MB"),
    ],
)
def test_what_is_no_picture_pdf_or_text_does_not_come_in(campaign, by, now, monkeypatch, data, words):
    monkeypatch.setattr("campaigns.attachments.LARGEST", 10 if "20 MB" in words else 1000)
    with pytest.raises(Refused, match=words):
        open_(campaign, OFFICE, by, now, attachments=[ContentFile(data, name="plan.txt")])
    assert not Thread.objects.exists()


def test_files_are_read_by_who_reads_the_thread_told_in_the_letter_and_never_changed(booking, campaign, by, aoi, now):
    plan = ContentFile(b"At nine", name="plan.txt")
    thread = open_(campaign, TALENT, by, now, booking=booking)
    actions.write_message(thread=thread, text="Here", attachments=[plan, plan], by=aoi, now=now)
    seen = [ThreadFile.objects.visible_to(user).count() for user in (by, aoi, brand_person(campaign.brand))]
    assert seen == [2, 2, 0]
    letter = Message.objects.filter(to_name="Sora", kind="thread_message").latest("pk")
    assert "With plan.txt and plan.txt, on the page of the thread." in letter.body
    with pytest.raises(Refused, match="at most 5 files"):
        actions.write_message(thread=thread, text="More", attachments=[plan] * 6, by=aoi, now=now)
    for sql in ("UPDATE campaigns_threadfile SET name = 'x'", "DELETE FROM campaigns_threadfile"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
