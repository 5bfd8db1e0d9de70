"""The shortlist on a campaign's page: drawn up, sent, read, held."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from djmoney.money import Money
from PIL import Image

from campaigns import actions
from campaigns.models import Booking, Campaign, Shortlist, ShortlistPost
from talent.actions import keep_wishes
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, PostFactory, SocialAccountFactory, TalentFactory, booker, brand_person, reader
from tests.portals.desk.reading import text
from tests.portals.outside import status
from tests.portals.outside import text as said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def tab(campaign: Campaign) -> str:
    return f"/desk/campaigns/{campaign.public_id}/shortlist"


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 50), "#a53").save(out, "PNG")
    return SimpleUploadedFile("a.png", out.getvalue(), "image/png")


def test_a_list_is_drawn_up_from_who_applied_and_sent(desk: Client, campaign: Campaign, talent: Talent, soda) -> None:
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi.ig", followers=388_000)
    PostFactory(account=account, url="https://www.instagram.com/p/9/", views=41_200)
    steps.apply(campaign, talent)
    bound = TalentFactory(name="Ren")
    steps.apply(campaign, bound)
    bind_to_rival(bound, soda)
    assert "No shortlist yet" in text(desk.get(tab(campaign)))
    desk.post(f"{tab(campaign)}/begin")
    page = text(desk.get(tab(campaign)))
    assert "Ren cannot be proposed. Lumeya keeps" in page and "Blocked" in page
    assert f'value="{talent.public_id}"' in page and f'value="{bound.public_id}"' not in page
    draft = Shortlist.objects.get()
    at = f"/desk/shortlists/{draft.public_id}"
    refused = desk.post(f"{at}/add", {"talent": bound.public_id}, follow=True)
    assert "Ren cannot be proposed" in text(refused) and not draft.entries.exists()
    desk.post(f"{at}/add", {"talent": talent.public_id})
    entry = draft.entries.get()
    assert [(post.url, post.views) for post in entry.posts.all()] == [("https://www.instagram.com/p/9/", 41_200)]
    form = f"/desk/shortlists/entries/{entry.public_id}/"
    assert "https://www.instagram.com/p/9/" in text(desk.get(form))
    said = {"why": "Daylight", "price": "150000", "currency": "JPY", "url_1": "https://www.instagram.com/p/9/"}
    broken = {**said, "picture_1": SimpleUploadedFile("a.png", b"no picture")}
    assert desk.post(form, broken).status_code == 422
    assert desk.post(form, {**said, "picture_1": picture()}).status_code == 302
    desk.post(form, {**said, "url_2": "https://www.instagram.com/p/8/"})
    posts = list(ShortlistPost.objects.order_by("place"))
    assert [(bool(post.picture), post.views) for post in posts] == [(True, 41_200), (False, None)]
    preview = text(desk.get(f"{at}/preview"))
    assert "One person for Summer" in preview and "388" in preview and "not sent yet" in preview
    assert status(desk, f"/desk/shortlists/pictures/{posts[0].public_id}") == 200
    past = desk.post(f"{at}/write", {"lead": "Hello", "answer_by": "2026-04-01"})
    assert past.status_code == 422 and "has passed" in text(past)
    desk.post(f"{at}/write", {"lead": "Hello", "answer_by": "2026-04-20"})
    assert "Kirei reads it now." in text(desk.post(f"{at}/send", follow=True))
    entry.refresh_from_db()
    assert (entry.leading["handle"], entry.leading["followers"]) == ("aoi.ig", 388_000)
    assert "Lumeya" not in text(desk.get(f"{at}/preview"))


def test_sending_takes_the_words_that_stand_in_the_form(desk: Client, campaign: Campaign, talent: Talent) -> None:
    steps.hold(campaign, talent, price=Money(160_000, "JPY"))
    draft = steps.drafted(campaign, [talent])
    actions.write_entry(
        entry=draft.entries.get(), why="Daylight", price=Money(9, "JPY"), posts=[], by=booker(), now=NOW
    )
    page = text(desk.get(tab(campaign)))
    at = f"/desk/shortlists/{draft.public_id}/send"
    assert f'form="shortlist-words" formaction="{at}"' in page and "held at ¥ 160,000" in said(desk.get(tab(campaign)))
    past = desk.post(at, {"lead": "Hello", "answer_by": "2026-04-01"})
    assert (past.status_code, "has passed" in text(past), ">Hello</textarea>" in text(past).replace("\n", "")) == (
        422, True, True,
    )  # fmt: skip
    nonsense = desk.post(at, {"lead": "Hello", "answer_by": "soon"})
    assert (nonsense.status_code, Shortlist.objects.get().state) == (422, "draft")
    desk.post(at, {"lead": " Hello ", "answer_by": "2026-04-20"})
    sent = Shortlist.objects.get()
    assert (sent.state, sent.lead, sent.answer_by) == ("sent", "Hello", date(2026, 4, 20))
    again = text(desk.post(at, {"lead": "Later", "answer_by": ""}, follow=True))
    assert "is sent" in again and Shortlist.objects.get().lead == "Hello"


def test_other_changes_keep_the_words_that_are_typed(desk: Client, campaign: Campaign, talent: Talent) -> None:
    draft = steps.drafted(campaign, [talent])
    mio = TalentFactory(name="Mio")
    steps.apply(campaign, mio)
    at, entry = f"/desk/shortlists/{draft.public_id}/add", draft.entries.get()
    page = text(desk.get(tab(campaign)))
    assert page.index('aria-hidden="true">Save') < page.index("/send"), "Enter saves, and does not send"
    nobody = desk.post(at, {"lead": "For May", "answer_by": "2026-04-20"})
    assert nobody.status_code == 422 and "Choose whom to add." in text(nobody) and "For May" in text(nobody)
    nonsense = desk.post(at, {"lead": "For May", "answer_by": "soon", "talent": mio.public_id})
    assert nonsense.status_code == 422 and f'value="{mio.public_id}" form="shortlist-words" checked' in text(nonsense)
    moves = (
        (at, {"talent": mio.public_id}),
        (f"/desk/shortlists/entries/{entry.public_id}/move", {"way": "down"}),
        (f"/desk/shortlists/entries/{entry.public_id}/drop", {}),
    )
    for number, (url, said_) in enumerate(moves):
        desk.post(url, {**said_, "lead": f"Words {number}", "answer_by": "2026-04-20"})
        draft.refresh_from_db()
        assert (draft.lead, draft.answer_by) == (f"Words {number}", date(2026, 4, 20)), url
    assert [row.talent for row in draft.entries.all()] == [mio]


def test_what_the_brand_says_is_read_and_held(desk: Client, campaign: Campaign, talent: Talent) -> None:
    sent = steps.proposed(campaign, [talent])
    entry, petra = sent.entries.get(), brand_person(campaign.brand, name="Petra")
    actions.answer_entry(entry=entry, choice="yes", comment="In May?", by=petra, now=NOW)
    assert "In May?" not in text(desk.get(tab(campaign))), "kept, not sent"
    actions.send_shortlist_answers(shortlist=sent, by=petra, now=NOW)
    today = text(desk.get("/desk/"))
    assert "Hold Aoi for Kirei" in today and "Read what Kirei says to shortlist 1" in today
    page = text(desk.get(tab(campaign)))
    assert "1 new from Kirei." in page and "“In May?” Petra" in page and "Hold place" in page
    desk.post(f"/desk/shortlists/{sent.public_id}/read")
    held = desk.post(f"/desk/shortlists/entries/{entry.public_id}/hold")
    booking = Booking.objects.get()
    assert held["Location"] == f"/desk/bookings/{booking.public_id}/"
    page = text(desk.get(tab(campaign)))
    assert "new from Kirei" not in page and "Confirm booking" in page
    assert desk.post(f"/desk/shortlists/entries/{entry.public_id}/hold")["Location"].endswith("?version=1")


def test_more_yes_than_places_is_said_where_the_answers_are_read(desk: Client, campaign: Campaign) -> None:
    sent = steps.proposed(campaign, [TalentFactory(name=name) for name in ("Aoi", "Mio")])
    petra = brand_person(campaign.brand, name="Petra")
    type(campaign.brief).objects.filter(campaign=campaign).update(places=1)
    for entry in sent.entries.all():
        actions.answer_entry(entry=entry, choice="yes", comment="", by=petra, now=NOW)
    sentence = "Kirei says yes to 2, and there is 1 place. Ask which come first."
    assert sentence not in text(desk.get(tab(campaign))), "kept, not sent"
    actions.send_shortlist_answers(shortlist=sent, by=petra, now=NOW)
    assert sentence in text(desk.get(tab(campaign)))
    type(campaign.brief).objects.filter(campaign=campaign).update(places=2)
    assert "Ask which come first" not in text(desk.get(tab(campaign)))


def test_an_answer_by_telephone_is_noted_and_stands_in_the_brands_portal(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    approver = brand_person(campaign.brand, name="Petra Kühn")
    sent = steps.proposed(campaign, [talent])
    at = f"/desk/shortlists/entries/{sent.entries.get().public_id}/told"
    assert f'href="{at}"' in text(desk.get(tab(campaign)))
    assert '<option value="Petra Kühn">' in text(desk.get(at))
    unnamed = desk.post(at, {"choice": "yes", "comment": "Perfect."})
    assert (unnamed.status_code, "Perfect." in text(unnamed)) == (422, True)
    assert "Noted for Aoi." in text(desk.post(at, {"told_by": "Petra Kühn", "choice": "yes"}, follow=True))
    theirs = Client()
    theirs.force_login(approver)
    assert "1 of 1 answered" in text(theirs.get(f"/client/shortlists/{sent.public_id}/"))


def test_entries_move_and_go(desk: Client, campaign: Campaign) -> None:
    draft = steps.drafted(campaign, [TalentFactory(name="Ren"), TalentFactory(name="Mio")])
    at = "/desk/shortlists/entries/{}/{}"
    mio = draft.entries.get(talent__name="Mio")
    desk.post(at.format(mio.public_id, "move"), {"way": "up"})
    assert [e.talent.name for e in draft.entries.order_by("order")] == ["Mio", "Ren"]
    assert "Mio is off the list." in text(desk.post(at.format(mio.public_id, "drop"), follow=True))


def test_a_guest_link_is_shown_once_and_withdrawn(desk: Client, campaign: Campaign, talent: Talent) -> None:
    sent = steps.proposed(campaign, [talent])
    at = f"/desk/shortlists/{sent.public_id}/link"
    assert desk.post(at, {"label": "", "days": 7}).status_code == 422
    assert "/shortlist/" in text(desk.post(at, {"label": "Agency", "days": 7})).split('id="fresh-link"')[1][:120]
    assert 'id="fresh-link"' not in text(desk.get(tab(campaign)))
    link = sent.links.get()
    desk.post(f"/desk/shortlists/links/{link.public_id}/withdraw")
    assert "withdrawn" in text(desk.get(tab(campaign)))


def test_a_reader_of_the_desk_changes_nothing(client: Client, campaign: Campaign, talent: Talent) -> None:
    steps.drafted(campaign, [talent])
    client.force_login(reader())
    page = text(client.get(tab(campaign)))
    assert "Talent receives" not in page and "Send to Kirei" not in page and "Take off the list" not in page


@pytest.mark.parametrize(("sent", "queries"), [(False, 47), (True, 28)])
def test_as_many_queries_for_three_as_for_one(desk: Client, campaign: Campaign, sent: bool, queries: int) -> None:
    counts = []
    make = steps.proposed if sent else steps.drafted
    for number in (1, 3):
        other = steps.CampaignFactory(brand=campaign.brand, name=f"Other {number}")
        free, listed = ([TalentFactory() for _ in range(number)] for _ in range(2))
        for talent in free:
            steps.apply(other, talent)
        for talent in (*free, *listed):
            no = [campaign.brand.name]
            keep_wishes(talent=talent, rates={}, currency="", refused_brands=no, by=booker(), now=NOW)
        make(other, listed)
        desk.get(tab(other))
        with CaptureQueriesContext(connection) as asked:
            page = text(desk.get(tab(other)))
        assert page.count("Does not work with Kirei</span>") == (0 if sent else 2 * number)
        counts.append(len(asked))
    assert counts == [queries, queries]
