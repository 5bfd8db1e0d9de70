"""Figures that somebody read off a screen stand in the history: of the talent, and of the piece."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from djmoney.money import Money

from accounts.models import User
from campaigns.models import Deliverable
from portals.history import Change
from stats.actions import enter_counts, enter_figures
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, SocialAccountFactory, TalentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def told(desk: Client, name: str, thing: object, words: str) -> list[list[Change]]:
    entries = desk.get(reverse(f"desk:{name}", args=[thing.public_id])).context["entries"]  # type: ignore[attr-defined]
    return [entry.changes for entry in entries if entry.what.startswith(words)]


def test_the_months_figures_of_an_account_are_in_the_talents_history(desk: Client, sora: User) -> None:
    other = TalentFactory()
    account = SocialAccountFactory(platform="snapchat", handle="mika.snaps", created_at=NOW)
    picture = ContentFile(b"jpeg", name="Zxscreen.jpg")
    enter_counts(account=account, as_of=NOW.date(), followers=84_600, posts=3, evidence=picture, by=sora, now=NOW)
    day = f"{NOW:%-d %b %Y}"
    assert told(desk, "talent-history", account.talent, f"entered the figures of {account}") == [[
        Change("As of", "", day), Change("Followers", "", "84,600"), Change("Posts", "", "3"),
        Change("Evidence", "", "a picture"),
    ]]  # fmt: skip
    assert told(desk, "talent-history", other, "entered") == []


def test_figures_of_a_piece_are_in_its_history_and_in_its_talents(desk: Client, sora: User) -> None:
    talent = TalentFactory()
    piece = steps.piece(steps.book(CampaignFactory(), talent, price=Money(1, "JPY")))
    address = "https://www.instagram.com/p/C1/"
    steps.publish(piece, address)
    enter_figures(
        deliverable=Deliverable.objects.get(pk=piece.pk), as_of=NOW.date(), figures={"views": 12_000}, evidence=None,
        by=sora, now=NOW,
    )  # fmt: skip
    day = f"{NOW:%-d %b %Y}"
    said = [[Change("Address", "", address), Change("As of", "", day), Change("Views", "", "12,000")]]
    assert told(desk, "talent-history", talent, "entered figures of") == said
    assert told(desk, "deliverable", piece, "entered figures of") == said


@pytest.mark.parametrize(
    ("opened", "sent", "since", "kept"),
    [
        ("9", "", "9", ""),  # an impostor's, taken out
        ("9", "9", "9", "9"),
        ("", "", "9", "9"),  # a reading told it while the form was open
        ("8", "8", "9", "9"),
        ("", "7", "9", "7"),
    ],
)
def test_an_id_that_is_taken_out_is_gone_and_one_that_was_read_meanwhile_stays(
    desk: Client, opened: str, sent: str, since: str, kept: str
) -> None:
    account = SocialAccountFactory(
        platform="x", handle="mia", external_id=opened, followers=900, source="measured", measured_at=NOW,
        url="https://x.com/mia",
    )  # fmt: skip
    url = reverse("desk:account-edit", args=[account.public_id])
    form = desk.get(url).context["form"]
    hidden = form["known_id"].value()
    assert f'name="known_id" value="{hidden}"' in str(form["known_id"]) or not hidden
    type(account).objects.update(external_id=since, last_error="@mia is somebody else on X now.")
    said = {"platform": "x", "handle": "mia", "url": account.url, "external_id": sent, "known_id": hidden}
    assert desk.post(url, said).status_code == 302
    account.refresh_from_db()
    is_another = kept != since
    assert (account.external_id, account.named_at) == (kept, NOW if is_another else None)
    assert (account.last_error == "", account.followers is None) == (is_another, is_another)
    assert account.next_refresh_at == (NOW if is_another else None), "it is looked up at once by its handle"


def test_an_account_that_a_person_says_was_only_renamed_keeps_all_that_it_has(desk: Client) -> None:
    """No reading proves it where no platform tells an id."""
    figures = {"followers": 900, "avg_likes": 9, "source": "reported", "measured_at": NOW}
    address = "https://www.snapchat.com/add/mia"
    account = SocialAccountFactory(
        platform="snapchat", handle="mia", url=address, talent=TalentFactory(followers=900), **figures
    )
    url = reverse("desk:account-edit", args=[account.public_id])
    assert "It is the same account under a new name" in desk.get(url).content.decode()
    said = {"platform": "snapchat", "handle": "mia_new", "url": address, "known_id": "", "renamed": "on"}
    refused = desk.post(url, {**said, "platform": "x"})
    assert refused.status_code == 422
    assert (
        "only renamed keeps its platform" in refused.content.decode() and 'value="mia_new"' in refused.content.decode()
    )
    assert desk.post(url, said).status_code == 302
    account.refresh_from_db()
    account.talent.refresh_from_db()
    assert (account.handle, account.url) == ("mia_new", f"{address}_new"), "the address too, which stood in the form"
    assert (account.followers, account.avg_likes, account.named_at, account.talent.followers) == (900, 9, None, 900)
    assert desk.post(url, {**said, "handle": "other", "renamed": ""}).status_code == 302
    account.refresh_from_db()
    account.talent.refresh_from_db()
    assert (account.followers, account.named_at, account.talent.followers) == (None, NOW, None)


def test_a_renamed_account_is_asked_for_by_the_id_that_it_has(desk: Client) -> None:
    account = SocialAccountFactory(platform="x", handle="mia", external_id="9")
    url = reverse("desk:account-edit", args=[account.public_id])
    said = {"platform": "x", "handle": "mia_new", "external_id": "9", "known_id": "9", "renamed": "on"}
    assert desk.post(url, {**said, "external_id": "8"}).status_code == 422
    assert desk.post(url, said).status_code == 302
    account.refresh_from_db()
    assert (account.handle, account.external_id, account.next_refresh_at) == ("mia_new", "9", NOW)
