"""The office's own pages: people, tiers, the market, letters, jobs."""

from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, Office, User
from clients.models import Category
from exclusivity.models import CategoryClash
from outbox.models import Job, Message
from talent.models import TierScheme
from tests.factories import (
    BrandFactory,
    CategoryFactory,
    InvitationFactory,
    JobFactory,
    MessageFactory,
    TalentFactory,
    booker,
    manager,
    owner,
    reader,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(owner(name="Ono"))
    return client


def text(desk: Client, name: str, query: str = "", **kwargs: str) -> str:
    response = desk.get(reverse(f"desk:{name}", kwargs=kwargs) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_office_counts_what_needs_somebody(desk: Client, settings: LazySettings) -> None:
    JobFactory(state="stuck")
    settings.DEMO = False
    page = text(desk, "office")
    assert "1 stuck" in page and "This is the demo office" not in page
    settings.DEMO = True
    assert "This is the demo office" in text(desk, "office")


def test_a_colleague_is_invited_and_their_link_withdrawn(desk: Client) -> None:
    data = {"name": "Ben", "email": "ben@office.example", "role": "booker"}
    assert desk.post(reverse("desk:invite"), data).status_code == 302
    invitation = Invitation.objects.get(user__email="ben@office.example")
    assert "ben@office.example" in text(desk, "people")
    desk.post(reverse("desk:invitation-revoke", args=[invitation.public_id]))
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_only_owners_are_offered_the_owners_role(client: Client) -> None:
    client.force_login(manager())
    roles = [key for key, _ in client.get(reverse("desk:invite")).context["form"].fields["role"].choices]
    assert roles == ["manager", "booker", "finance", "reader"]
    response = client.post(reverse("desk:invite"), {"name": "B", "email": "b@office.example", "role": "owner"})
    assert response.status_code == 422 and not User.objects.filter(email="b@office.example").exists()


def test_the_last_owner_stays(desk: Client) -> None:
    me = User.objects.get(name="Ono")
    response = desk.post(reverse("desk:person-role", args=[me.public_id]), {"role": "reader"})
    assert response.status_code == 422 and "The office needs an owner." in response.content.decode()


def test_a_way_in_is_closed_and_opened_again(desk: Client) -> None:
    aki = booker(name="Aki")
    desk.post(reverse("desk:person-deactivate", args=[aki.public_id]), {"reason": "Left"})
    assert not User.objects.get(pk=aki.pk).is_active
    desk.post(reverse("desk:person-reactivate", args=[aki.public_id]))
    assert User.objects.get(pk=aki.pk).is_active


def test_a_booker_does_not_change_colleagues(client: Client) -> None:
    client.force_login(booker())
    other = reader()
    assert client.post(reverse("desk:person-deactivate", args=[other.public_id])).status_code == 403
    invitation = InvitationFactory(user=reader())
    assert client.post(reverse("desk:invitation-revoke", args=[invitation.public_id])).status_code == 403
    assert User.objects.get(pk=other.pk).is_active


def test_the_office_counts_by_another_scheme(desk: Client) -> None:
    for followers in (0, 9_999, 10_000, 1_000_000, None):
        TalentFactory(followers=followers)
    shown = {entry["scheme"].key: entry for entry in desk.get(reverse("desk:tiers")).context["schemes"]}
    assert [number for *_, number in shown["e0"]["lines"]] == [2, 1, 0, 1] and shown["e0"]["unrated"] == 1
    desk.post(reverse("desk:tier-use", args=["e3"]))
    assert TierScheme.objects.get(in_use=True).key == "e3"


def test_the_market_is_searched_with_what_stands_over_and_below(desk: Client) -> None:
    top = CategoryFactory(name="Zoo things")
    middle = CategoryFactory(name="Xylo cages", parent=top)
    CategoryFactory(name="Small ones", parent=middle)
    CategoryFactory(name="Zoo food", parent=top)
    nodes = desk.get(reverse("desk:categories") + "?q=xylo").context["nodes"]
    assert [node.category.name for node in nodes] == ["Zoo things", "Xylo cages", "Small ones"]


def test_a_category_is_added_renamed_moved_and_archived(desk: Client) -> None:
    top = CategoryFactory(name="Zoo things", key="zoo")
    desk.post(reverse("desk:category-add"), {"name": "Cages", "parent": top.pk})
    cages = Category.objects.get(name="Cages")
    assert cages.parent == top
    desk.post(reverse("desk:category-rename", args=[cages.key]), {"name": "Enclosures", "note": "All of them"})
    ring = desk.post(reverse("desk:category-move", args=["zoo"]), {"parent": cages.pk})
    assert ring.status_code == 422
    desk.post(reverse("desk:category-move", args=[cages.key]), {"parent": ""})
    cages.refresh_from_db()
    assert (cages.name, cages.note, cages.parent) == ("Enclosures", "All of them", None)
    BrandFactory(categories=[top])
    desk.post(reverse("desk:category-archive", args=["zoo"]))
    assert Category.objects.get(key="zoo").archived_at is None
    desk.post(reverse("desk:category-archive", args=[cages.key]))
    assert Category.objects.get(pk=cages.pk).archived_at is not None


def test_what_sits_badly_beside_a_category_stands_at_both_and_goes_again(desk: Client) -> None:
    beer, care = CategoryFactory(name="Zoo beer", key="zoo-beer"), CategoryFactory(name="Zoo care", key="zoo-care")
    at_beer, at_care = (reverse("desk:category-beside", args=[key]) for key in ("zoo-beer", "zoo-care"))
    assert desk.post(at_beer, {"category": care.pk}).headers["Location"] == reverse("desk:categories")
    lines = desk.get(reverse("desk:categories") + "?q=zoo").context["lines"]
    told = [(node.category.name, [other.name for _, other in beside]) for node, beside in lines]
    assert told == [("Zoo beer", ["Zoo care"]), ("Zoo care", ["Zoo beer"])]
    twice = desk.post(at_care, {"category": beer.pk})
    assert twice.status_code == 422 and "These two are written down already." in twice.content.decode()
    assert care.pk not in [pk for pk, _ in twice.context["form"].fields["category"].choices]
    desk.post(reverse("desk:category-beside-remove", args=[CategoryClash.objects.get().pk]))
    assert not CategoryClash.objects.exists() and "Sits badly beside Zoo" not in text(desk, "categories")
    jobs = Job.objects.filter(kind="clients.market_changed").order_by("pk")
    assert [(job.args["cause"], job.args["categories"]) for job in jobs] == [
        ("Zoo beer sits badly beside Zoo care.", [beer.pk, care.pk]),
        ("Zoo beer no longer sits badly beside Zoo care.", [beer.pk, care.pk]),
    ]


def test_a_booker_reads_what_sits_badly_and_does_not_change_it(client: Client) -> None:
    client.force_login(booker(name="Aki"))
    beer, care = CategoryFactory(name="Zoo beer", key="zoo-beer"), CategoryFactory(name="Zoo care")
    clash = CategoryClash.objects.create(one=beer, other=care)
    shown = text(client, "categories", "?q=zoo")
    remove = reverse("desk:category-beside-remove", args=[clash.pk])
    assert shown.count("Sits badly beside") == 2 and remove not in shown
    assert client.post(reverse("desk:category-beside", args=["zoo-beer"]), {"category": care.pk}).status_code == 403
    assert client.post(remove).status_code == 403
    assert CategoryClash.objects.get() == clash


def test_the_markets_queries_do_not_grow(desk: Client, django_assert_num_queries) -> None:
    for number in range(3):
        CategoryClash.objects.create(one=CategoryFactory(), other=CategoryFactory())
        if number in (0, 2):
            desk.get(reverse("desk:categories"))
            with django_assert_num_queries(6):
                desk.get(reverse("desk:categories"))


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_a_letter_with_a_way_in_is_read_in_the_demo_only(
    desk: Client, settings: LazySettings, demo: bool, shown: bool
) -> None:
    settings.DEMO = demo
    letter = MessageFactory(secret=True, body="Come in: https://office.example/invitation/SENTINEL")
    assert ("SENTINEL" in text(desk, "message", public_id=letter.public_id)) is shown
    assert "SENTINEL" not in text(desk, "messages")
    assert desk.get(reverse("desk:message-edit", args=[letter.public_id])).status_code == 404


def test_a_draft_is_changed_and_sent_and_then_stays(desk: Client) -> None:
    letter = MessageFactory(state="draft", subject="Hello", secret=False)
    desk.post(reverse("desk:message-edit", args=[letter.public_id]), {"subject": "Good day", "body": "We booked you."})
    desk.post(reverse("desk:message-send", args=[letter.public_id]))
    letter.refresh_from_db()
    assert (letter.subject, letter.body, letter.state) == ("Good day", "We booked you.", "queued")
    assert Job.objects.filter(kind="outbox.send_message").count() == 1
    refused = desk.post(reverse("desk:message-edit", args=[letter.public_id]), {"subject": "X", "body": "Y"})
    assert refused.status_code == 422 and "This message has gone." in refused.content.decode()


def test_a_draft_is_dropped(desk: Client) -> None:
    letter = MessageFactory(state="draft")
    desk.post(reverse("desk:message-drop", args=[letter.public_id]))
    assert Message.objects.get().state == "dropped"


def test_a_stuck_job_is_tried_again_or_cancelled(desk: Client) -> None:
    one, two = JobFactory(state="stuck", attempts=5, last_error="No answer"), JobFactory(state="stuck")
    assert "No answer" in text(desk, "jobs", "?state=stuck")
    desk.post(reverse("desk:job-retry", args=[one.public_id]))
    desk.post(reverse("desk:job-cancel", args=[two.public_id]))
    assert [Job.objects.get(pk=job.pk).state for job in (one, two)] == ["pending", "cancelled"]


def test_jobs_leave_out_what_the_clock_plans_every_few_minutes_and_goes_well(desk: Client) -> None:
    for number, (kind, state, says) in enumerate(
        [
            ("stats.plan_refresh", "done", "7 accounts are due"),
            ("stats.plan_refresh", "stuck", "No room"),
            ("stats.refresh_batch", "done", "7 measured"),
            ("outbox.tidy", "done", "Nothing thrown away"),
        ]
    ):
        JobFactory(kind=kind, state=state, title=f"Job {number}", result=says, last_error="", attempts=1)
    page = text(desk, "jobs")
    assert [says in page for says in ("7 accounts are due", "Gave up", "7 measured", "Nothing thrown away")] == [
        False, True, True, True,
    ]  # fmt: skip
    whole = text(desk, "jobs", "?clock=1&state=done")
    assert "7 accounts are due" in whole and "Gave up" not in whole
    assert (
        f"{reverse('desk:jobs')}?state=stuck&amp;clock=1"
        in desk.get(reverse("desk:jobs") + "?clock=1").content.decode()
    )
    assert "No job is in this state" in text(desk, "jobs", "?state=cancelled")


def test_ones_own_settings_are_kept(desk: Client) -> None:
    desk.post(reverse("desk:profile"), {"name": "Ono Aya", "timezone": "Europe/Paris", "theme": "dark"})
    me = User.objects.get(name="Ono Aya")
    assert (me.timezone, me.theme) == ("Europe/Paris", "dark")


def test_lists_queries_do_not_grow(desk: Client, django_assert_num_queries) -> None:
    for number in range(3):
        MessageFactory()
        JobFactory()
        if number in (0, 2):
            for name, queries in (("messages", 6), ("jobs", 6)):
                desk.get(reverse(f"desk:{name}"))
                with django_assert_num_queries(queries):
                    desk.get(reverse(f"desk:{name}"))


def test_two_who_set_up_an_office_that_nobody_set_up_hear_of_each_other(desk: Client) -> None:
    url, said = reverse("desk:office-settings"), {"timezone": "Asia/Tokyo", "currency": "JPY", "fee_percent": "20"}
    said["decline_words"] = "Not this time."
    Office.objects.filter(pk=1).delete()
    opened = desk.get(url).context["guard"].version
    owner_too = Client()
    owner_too.force_login(owner(name="Nao"))
    assert owner_too.post(url, {**said, "name": "Aozora", "version": opened}).status_code == 302
    late = desk.post(url, {**said, "name": "Midori", "version": opened})
    assert (late.status_code, "Nao saved this at" in late.content.decode()) == (422, True)
    assert Office.objects.current().name == "Aozora"


def test_the_office_changes_its_name_clock_and_share(desk: Client) -> None:
    said = {"name": "Aozora", "timezone": "Europe/Paris", "currency": "EUR", "fee_percent": "17.5"}
    said["decline_words"] = "Not this time."
    answer = desk.post(reverse("desk:office-settings"), said)
    office = Office.objects.current()
    assert office.decline_words == "Not this time."
    assert (answer.status_code, office.name, office.timezone, office.currency, office.fee_percent) == (
        302, "Aozora", "Europe/Paris", "EUR", Decimal("17.50"),
    )  # fmt: skip
    wrong = desk.post(reverse("desk:office-settings"), {**said, "name": "Typed", "fee_percent": "140"})
    assert (wrong.status_code, Office.objects.current().name) == (422, "Aozora")
    assert b'value="Typed"' in wrong.content
