"""Accounts, what binds, and the profile; a person who stands beside two talents."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from stats.models import HandCounts
from tests.campaigns.rivals import bind_to_rival
from tests.factories import (
    NOW,
    AccountSnapshotFactory,
    CategoryFactory,
    SocialAccountFactory,
    TalentFactory,
    days,
    manager,
    talent_user,
)
from tests.portals.outside import signed_in, text
from tests.portals.talent.pictures import photograph


def test_accounts_show_figures_with_source_and_age(portal, talent):
    account = SocialAccountFactory(
        talent=talent, handle="aoi.o", followers=12_300, source="measured", measured_at=NOW - timedelta(hours=3)
    )
    for back, followers in ((40, 11_000), (10, 12_000), (0, 12_300)):
        AccountSnapshotFactory(account=account, taken_at=NOW - timedelta(days=back), followers=followers)
    said = text(portal.get(reverse("talent:accounts")))
    for words in ("aoi.o", "12.3 k", "Measured", "3 h", "12,300", "11,000"):
        assert words in said


def test_accounts_without_any_say_whom_to_tell(portal, talent):
    assert "The office has not written down an account of yours." in text(portal.get(reverse("talent:accounts")))


def test_what_binds_is_said_in_plain_words(portal, talent, soda):
    bind_to_rival(talent, soda, "Lumeya", days("2026-01-01", "2027-01-01"), words="No other soda in Japan.")
    said = text(portal.get(reverse("talent:bound")))
    assert "Lumeya keeps soda to itself in Japan until 31 Dec 2026." in said
    assert "until 31 Dec 2026" in said
    assert "No other soda in Japan." in said
    said = text(portal.get(reverse("talent:home")))
    assert "261 days left" in said


def test_what_begins_later_is_said_in_plain_words_too(portal, talent, soda):
    bind_to_rival(talent, soda, "Lumeya", days("2026-09-01", "2027-01-01"), words="No other soda in Japan.")
    said = text(portal.get(reverse("talent:bound")))
    assert "Nothing binds you today." in said
    later = said.split("Begins later")[1]
    assert "Lumeya keeps soda to itself in Japan until 31 Dec 2026." in later
    assert "No other soda in Japan." in later


def test_what_binds_queries_do_not_grow(portal, talent, soda, django_assert_num_queries):
    bind_to_rival(talent, soda, "Lumeya")
    with django_assert_num_queries(14):
        portal.get(reverse("talent:bound"))
    for name in ("Nordlund", "Kirei"):
        bind_to_rival(talent, CategoryFactory(name=name), name)
    with django_assert_num_queries(14):
        said = text(portal.get(reverse("talent:bound")))
    assert [said.count(name) > 0 for name in ("Lumeya", "Nordlund", "Kirei")] == [True] * 3


def test_nothing_binds_says_so(portal, talent):
    assert "Nothing binds you today." in text(portal.get(reverse("talent:bound")))


def test_profile_shows_the_talent_and_saves_ones_own_settings(portal, aoi, talent):
    assert "Aoi Tanaka" in text(portal.get(reverse("talent:profile")))
    response = portal.post(reverse("talent:profile"), {"name": "Aoi T.", "timezone": "Asia/Seoul", "theme": "light"})
    assert response.status_code == 302
    saved = User.objects.get(pk=aoi.pk)
    assert (saved.name, saved.timezone, saved.theme) == ("Aoi T.", "Asia/Seoul", "light")


def test_two_talents_are_switched_between(talent):
    beside = talent_user(talent, Role.GUARDIAN, name="Mother")
    other = TalentFactory(name="Younger one")
    other.access.create(user=beside, created_at=NOW, created_by=beside)
    portal = signed_in(beside)
    assert "You look at" in text(portal.get(reverse("talent:profile")))
    back = reverse("talent:profile")
    response = portal.post(reverse("talent:switch"), {"talent": other.public_id, "next": back})
    assert response.url == back
    assert "<h1>Younger one</h1>" in portal.get(back).content.decode()


def test_switching_leads_nowhere_else(portal, talent):
    response = portal.post(reverse("talent:switch"), {"talent": talent.public_id, "next": "https://elsewhere.example/"})
    assert response.url == reverse("talent:home")


def test_nobody_switches_to_a_talent_of_somebody_else(portal, talent):
    other = TalentFactory(name="Other talent")
    assert portal.post(reverse("talent:switch"), {"talent": other.public_id}).status_code == 404
    assert "Other talent" not in text(portal.get(reverse("talent:profile")))


def test_a_person_without_a_talent_finds_nothing(db):
    from tests.factories import UserFactory

    browser = signed_in(UserFactory(role=Role.TALENT))
    assert "No portal is open to you" in text(browser.get(reverse("talent:home")))
    assert browser.get(reverse("talent:profile")).status_code == 404


def test_a_talent_is_asked_for_figures_and_sends_them_with_a_picture(portal, talent):
    snap = SocialAccountFactory(talent=talent, platform="snapchat", handle="aoi.snaps", created_at=NOW)
    tube = SocialAccountFactory(talent=talent, platform="youtube")
    todo = text(portal.get(reverse("talent:home")))
    assert "Enter this month’s figures on Snapchat" in todo
    assert "aoi.snaps: nobody has entered figures yet" in todo
    url = reverse("talent:account-figures", args=[snap.public_id])
    assert "Enter this month’s figures" in text(portal.get(reverse("talent:accounts")))
    empty = portal.post(url, {"as_of": f"{NOW:%Y-%m-%d}", "followers": "1200", "form_key": "a"})
    assert (empty.status_code, HandCounts.objects.count()) == (422, 0)
    late = {"as_of": "2027-01-01", "followers": "1200", "evidence": photograph("PNG"), "form_key": "b"}
    refused = portal.post(url, late)
    assert (refused.status_code, "That day is still to come." in text(refused)) == (422, True)
    sent = {"as_of": f"{NOW:%Y-%m-%d}", "followers": "1200", "evidence": photograph("PNG"), "form_key": "c"}
    assert portal.post(url, sent).status_code == 302
    kept = HandCounts.objects.get()
    assert (kept.followers, kept.account) == (1_200, snap)
    said = text(portal.get(reverse("talent:accounts")))
    assert f"Entered by hand by {kept.entered_by.name}, with a picture." in said
    assert "Enter this month’s figures" not in text(portal.get(reverse("talent:home")))
    assert portal.get(reverse("talent:account-figures", args=[tube.public_id])).status_code == 404


@pytest.mark.parametrize(("followers", "asked"), [(12_000, True), (599, True), (2_400, False), (600, False)])
def test_followers_that_doubled_or_halved_in_a_month_are_asked_about_once(portal, talent, followers, asked):
    snap = SocialAccountFactory(talent=talent, platform="snapchat", followers=1_200, created_at=NOW)
    url = reverse("talent:account-figures", args=[snap.public_id])
    sent = {"as_of": f"{NOW:%Y-%m-%d}", "followers": str(followers)}
    first = portal.post(url, sent | {"evidence": photograph("PNG"), "form_key": "a"})
    if not asked:
        assert (first.status_code, HandCounts.objects.get().followers) == (302, followers)
        return
    assert f"You say {followers:,}; last it was 1,200. If that is right" in text(first)
    sure = first.context["form"]["sure"].value()
    slipped = portal.post(url, sent | {"followers": "9", "sure": sure, "evidence": photograph("PNG"), "form_key": "b"})
    assert (slipped.status_code, HandCounts.objects.count()) == (422, 0), "another figure is asked about again"
    again = portal.post(url, sent | {"sure": sure, "evidence": photograph("PNG"), "form_key": "c"})
    assert (again.status_code, HandCounts.objects.get().followers) == (302, followers)


def test_a_manager_who_left_is_nobody_to_ask(portal, talent):
    boss = manager(name="Sora", email="sora@office.example")
    talent.manager = boss
    talent.save(update_fields=["manager"])
    pages = [reverse("talent:profile"), reverse("talent:bound")]
    assert "Your manager changes it." in text(portal.get(pages[0]))
    assert all("sora@office.example" in portal.get(page).content.decode() for page in pages)
    User.objects.filter(pk=boss.pk).update(is_active=False)
    assert not any("sora@office.example" in portal.get(page).content.decode() for page in pages)
    said = text(portal.get(pages[0]))
    assert "The office changes it." in said and "our manager" not in said
