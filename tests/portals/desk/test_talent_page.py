"""A talent's page and what can be done on it."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from lib.sealed import seal
from outbox.models import Job
from portals.desk.roster.figures import account_lines, moved
from stats.actions import enter_audience
from stats.actions.numbers import compute_numbers
from stats.models import Connection
from talent import actions
from talent.models import ActMember, SocialAccount, Talent
from tests.factories import (
    SocialAccountFactory,
    TalentFactory,
    booker,
    manager,
    reader,
)
from tests.portals.desk.figures import at, measured

pytestmark = pytest.mark.django_db


@pytest.fixture
def aki() -> User:
    return booker(name="Aki")


@pytest.fixture
def desk(client: Client, aki: User) -> Client:
    client.force_login(aki)
    return client


@pytest.mark.parametrize("tab", ["talent", "talent-accounts", "talent-exclusivity", "talent-work", "talent-history"])
def test_every_tab_of_a_bare_talent_opens(desk: Client, tab: str) -> None:
    response = desk.get(at(tab, TalentFactory(name="Mia")))
    assert response.status_code == 200 and "Mia" in response.content.decode()


def test_a_strangers_id_is_404(desk: Client) -> None:
    assert desk.get("/desk/talents/222222222222/").status_code == 404


def test_growth_of_all_counts_only_accounts_measured_then_and_now(aki: User) -> None:
    talent = TalentFactory()
    measured(SocialAccountFactory(talent=talent, platform="tiktok"), (31, 1000), (0, 1100))
    measured(SocialAccountFactory(talent=talent, platform="x"), (0, 500))
    SocialAccountFactory(talent=talent)
    lines, total = account_lines(talent, aki, timezone.now())
    assert [line.account.followers for line in lines] == [1100, 500, None]
    assert (total.followers, round(total.growth or 0, 1), total.count) == (1600, 10, 3)


def test_growth_of_all_says_on_hover_of_which_accounts_it_is_and_that_of_one_does_not(desk: Client) -> None:
    talent = TalentFactory()
    for platform, followers in (("tiktok", 1100), ("x", 500)):
        measured(
            SocialAccountFactory(talent=talent, platform=platform), (91, 900), (31, 1000), (8, 990), (0, followers)
        )
        compute_numbers([account.pk for account in talent.accounts.all()], now=timezone.now())
        page = desk.get(at("talent", talent)).content.decode()
        header = page.partition("<dt>30 days</dt>")[2].partition("</div>")[0]
        sum_ = page.partition("<tfoot>")[2].partition("</tfoot>")[0]
        rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
        of_all = "days older: of the accounts that were measured then and now"
        wanted = (0, 0, 0) if platform == "tiktok" else (1, 3, 0)
        assert tuple(part.count(of_all) for part in (header, sum_, rows)) == wanted
        assert "30 days old" in header and "30 days old" in rows


def test_youtubes_counts_stand_alone_until_its_terms_are_accepted(desk: Client, settings) -> None:
    talent = TalentFactory()
    measured(SocialAccountFactory(talent=talent, platform="youtube"), (31, 1000), (0, 2000))
    measured(SocialAccountFactory(talent=talent, platform="tiktok"), (31, 1000), (0, 1100))
    compute_numbers([account.pk for account in talent.accounts.all()], now=timezone.now())
    because, compare = (
        "nothing is computed of them.</p>",
        reverse("desk:talents-compare") + f"?talent={talent.public_id}",
    )
    for tab in ("talent", "talent-posts"):
        page = desk.get(at(tab, talent)).content.decode()
        assert "+10.0 %" in page and "+100.0 %" not in page and "not shown" in page and because in page, tab
    for address in (compare, reverse("desk:talents")):
        page = desk.get(address).content.decode()
        assert "not shown" in page and "nothing is computed of them" in page and "+100.0 %" not in page
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = True
    compute_numbers([account.pk for account in talent.accounts.all()], now=timezone.now())
    for address in (at("talent", talent), at("talent-posts", talent), compare, reverse("desk:talents")):
        page = desk.get(address).content.decode()
        assert "+100.0 %" in page and "not shown" not in page, address


def test_a_talent_without_figures_has_words_instead_of_a_curve(desk: Client) -> None:
    page = desk.get(at("talent", TalentFactory())).content.decode()
    assert "Nothing was measured in this time." in page and "No account yet" in page and "data-chart=" not in page


def test_talent_page_queries_do_not_grow(desk: Client, django_assert_num_queries) -> None:
    talent = TalentFactory()
    for number in range(3):
        measured(SocialAccountFactory(talent=talent), (31, 900), (0, 1000))
        if number in (0, 2):
            desk.get(at("talent", talent))
            with django_assert_num_queries(28):
                desk.get(at("talent", talent))


def test_adding_leads_to_the_page_and_a_second_press_adds_nobody(desk: Client) -> None:
    data = {"name": "Mia", "kind": "person", "stage": "affiliated", "languages": ["ja", "en"], "form_key": "k1"}
    first = desk.post(reverse("desk:talent-add"), data)
    second = desk.post(reverse("desk:talent-add"), data)
    talent = Talent.objects.get(name="Mia")
    assert (first.status_code, first.headers["Location"]) == (302, at("talent", talent))
    assert second.headers["Location"] == at("talent", talent)
    assert (talent.languages, talent.created_by.name) == (["ja", "en"], "Aki")


def test_a_form_with_an_error_keeps_what_was_typed(desk: Client) -> None:
    response = desk.post(
        reverse("desk:talent-add"), {"name": "", "city": "Kobe", "kind": "person", "stage": "registered"}
    )
    assert response.status_code == 422
    assert 'value="Kobe"' in response.content.decode()
    assert not Talent.objects.exists()


def edit_data(talent: Talent, version: str, **changes: str) -> dict[str, object]:
    return {"name": talent.name, "kind": talent.kind, "languages": talent.languages, "version": version, **changes}


def test_who_saved_meanwhile_is_told_and_both_are_shown(desk: Client, now) -> None:
    ben = manager(name="Ben")
    talent = actions.add_talent(name="Mia", city="Kobe", by=ben, now=now)
    version = desk.get(at("talent-edit", talent)).context["guard"].version
    actions.edit_talent(talent=talent, fields={"city": "Osaka"}, by=ben, now=now)
    first = desk.post(at("talent-edit", talent), edit_data(talent, str(version), city="Nara", form_key="a"))
    page = first.content.decode()
    assert first.status_code == 422 and "Ben saved this at" in page
    assert "from Kobe to Osaka" in page and 'value="Nara"' in page
    assert Talent.objects.get().city == "Osaka"
    again = edit_data(talent, str(first.context["guard"].version), city="Nara", form_key="a")
    assert desk.post(at("talent-edit", talent), again).status_code == 302
    assert Talent.objects.get().city == "Nara"


def test_the_stage_changes_with_its_reason(desk: Client) -> None:
    talent = TalentFactory(name="Mia", stage="registered")
    desk.post(at("talent-stage", talent), {"stage-stage": "exclusive", "stage-reason": "Third year"})
    talent.refresh_from_db()
    assert talent.stage == "exclusive"
    assert "“Third year”" in desk.get(at("talent-history", talent)).content.decode()
    assert desk.post(at("talent-stage", talent), {"stage-stage": "alumni", "stage-reason": ""}).status_code == 422


def test_archiving_and_restoring_keep_everything(desk: Client) -> None:
    talent = TalentFactory(name="Mia")
    account = SocialAccountFactory(talent=talent)
    desk.post(at("talent-archive", talent), {"archive-reason": "Retired"})
    account.refresh_from_db()
    assert account.archived_at is not None
    page = desk.get(at("talent", talent)).content.decode()
    assert "Archived" in page and "Restore" in page and at("talent-edit", talent) not in page
    desk.post(at("talent-archive", talent))
    account.refresh_from_db()
    assert account.archived_at is None


def test_members_of_an_act_come_and_go_with_their_days(desk: Client) -> None:
    act, rin = TalentFactory(name="The Two", kind="act"), TalentFactory(name="Rin")
    desk.post(at("act-join", act), {"member": rin.public_id, "since": "2024-04-01"})
    row = ActMember.objects.get()
    desk.post(reverse("desk:act-leave", args=[row.pk]), {"on": "2026-03-31", "reason": "Solo"})
    page = desk.get(at("talent", act)).content.decode()
    assert "1 Apr 2024 – 31 Mar 2026" in page
    again = desk.post(reverse("desk:act-leave", args=[row.pk]), {"on": "2026-05-01"})
    assert again.status_code == 422 and "Rin is not in The Two on 1 May 2026." in again.content.decode()


def test_an_account_twice_on_the_roster_is_refused_in_words(desk: Client) -> None:
    SocialAccountFactory(platform="tiktok", handle="mia")
    response = desk.post(at("account-add", TalentFactory()), {"platform": "tiktok", "handle": "@Mia"})
    assert response.status_code == 422
    assert "This account is on the roster already." in response.content.decode()


def test_refresh_shows_its_progress_without_a_reload(desk: Client) -> None:
    account = SocialAccountFactory(platform="youtube", handle="mia.tv")
    response = desk.post(at("account-refresh", account), headers={"HX-Request": "true"})
    job = Job.objects.get(kind="stats.refresh_account")
    progress = reverse("desk:job-progress", args=[job.public_id])
    page = response.content.decode()
    assert "<html" not in page and f'hx-get="{progress}"' in page and "every 1s" in page
    assert progress in desk.get(at("talent", account.talent)).content.decode()  # also after a reload
    Job.objects.filter(pk=job.pk).update(state="done", result="Measured", finished=timezone.now())
    done = desk.get(progress).content.decode()
    assert "New figures" in done and f'hx-get="{at("talent", account.talent)}"' in done and "every 1s" not in done
    Job.objects.filter(pk=job.pk).update(result="The channel is gone.")
    gone = desk.get(progress).content.decode()
    assert "No new figures: The channel is gone." in gone and "New figures<" not in gone
    Job.objects.filter(pk=job.pk).update(state="stuck", last_error="The key is not valid any more.")
    assert "No new figures: The key is not valid any more." in desk.get(progress).content.decode()


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (((3, 12_000), (0, 13_048)), "+1,048 in 3 d"),
        (((0.5, 12_000), (0, 11_999)), "−1 in 12 h"),
        (((0.0001, 12_000), (0, 12_000)), "Unchanged in a minute"),
        (((31, 12_000), (0, 12_001)), ""),
        (((0, 12_000),), ""),
    ],
)
def test_a_refresh_says_what_it_changed(points: tuple[tuple[float, int], ...], said: str) -> None:
    account = SocialAccountFactory(platform="instagram")
    measured(account, *points)
    assert moved(account) == said
    account.platform = "youtube"  # whose terms want no such figure
    assert moved(account) == ""


@pytest.mark.parametrize(
    ("ahead", "until"),
    [(timedelta(minutes=14), r">Waits until </span>\d\d:14<"), (timedelta(days=2), ">Waits until </span>5 May 27<")],
)
@time_machine.travel("2027-05-03T09:00Z", tick=False)
def test_a_refresh_that_has_to_wait_says_why_and_until_when(
    client: Client, aki: User, ahead: timedelta, until: str
) -> None:
    client.force_login(aki)
    account = SocialAccountFactory(platform="youtube")
    client.post(at("account-refresh", account), headers={"HX-Request": "true"})
    job = Job.objects.get(kind="stats.refresh_account")
    job.run_after, job.last_error, job.attempts = timezone.now() + ahead, "YouTube asks us to wait.", 1
    job.save()
    progress = reverse("desk:job-progress", args=[job.public_id])
    for address in (progress, at("talent-accounts", account.talent)):
        page = client.get(address).content.decode()
        assert re.search(until, page) and 'title="YouTube asks us to wait."' in page, address
        assert "every 15s" in page and "In the queue" not in page, address
    job.run_after = timezone.now()
    job.save()
    assert "every 1s" in client.get(progress).content.decode()


def test_a_refresh_on_the_accounts_page_draws_that_page_s_table_anew(desk: Client) -> None:
    account = SocialAccountFactory(platform="youtube", last_error="The channel is gone.")
    desk.post(at("account-refresh", account), headers={"HX-Request": "true"})
    job = Job.objects.get(kind="stats.refresh_account")
    job.state, job.result, job.finished = "done", "Measured", timezone.now()
    job.save()
    here = at("talent-accounts", account.talent)
    shown_on = {"HX-Request": "true", "HX-Current-URL": f"https://office.example{here}?x=1"}
    done = desk.get(reverse("desk:job-progress", args=[job.public_id]), headers=shown_on).content.decode()
    assert f'hx-get="{here}"' in done
    table = desk.get(here, headers={"HX-Request": "true"}).content.decode()
    assert table.startswith('<div id="figures">') and "<html" not in table
    assert "The channel is gone." in table and at("account-edit", account) in table


def watch(desk: Client, talent: Talent, page: str) -> HttpResponse:
    """What a page of theirs asks every few seconds."""
    [address] = re.findall(r'data-watch hx-get="([^"]+)"', page)
    assert "?seen=" in address
    return desk.get(address, headers={"HX-Request": "true"})  # type: ignore[return-value]


def test_an_open_page_of_accounts_follows_a_connection_that_its_owner_repairs(desk: Client, now) -> None:
    account = SocialAccountFactory(platform="tiktok", handle="aoi.daily", followers=900, attempted_at=now)
    consent = Connection.objects.create(
        account=account, external_id="1", access_token=seal("a"), renewed=now, connected_at=now, connected_by=booker(),
        state="broken", reason="TikTok was disconnected.", broken_since=now,
    )  # fmt: skip
    page = desk.get(at("talent-accounts", account.talent)).content.decode()
    assert "TikTok was disconnected." in page
    assert (watch(desk, account.talent, page).status_code, watch(desk, account.talent, page).content) == (204, b"")
    Connection.objects.filter(pk=consent.pk).update(state="working", reason="", broken_since=None)
    table = watch(desk, account.talent, page).content.decode()
    assert "Connected by the talent" in table and "disconnected" not in table and "<html" not in table
    assert watch(desk, account.talent, table).status_code == 204
    for change in (
        lambda: SocialAccount.objects.update(followers=901),
        lambda: enter_audience(
            account=account, as_of=timezone.localdate(), countries={"JP": Decimal(62)}, ages={}, by=booker(),
            now=timezone.now(),
        ),
    ):  # fmt: skip
        change()
        table = watch(desk, account.talent, table).content.decode()
    assert "901" in table and "Japan 62 %" in table


def test_an_open_page_of_a_talent_follows_the_figures_that_come_by_themselves(desk: Client) -> None:
    talent = SocialAccountFactory(platform="x", followers=900).talent
    page = desk.get(at("talent", talent)).content.decode()
    assert watch(desk, talent, page).status_code == 204
    SocialAccount.objects.update(followers=12_345)
    table = watch(desk, talent, page).content.decode()
    assert table.startswith('<section id="figures"') and "12,345" in table and "<html" not in table
    assert watch(desk, talent, table).status_code == 204
    SocialAccountFactory(talent=talent, platform="twitch")
    assert watch(desk, talent, table).headers["HX-Refresh"] == "true"


def test_an_open_page_of_accounts_is_left_alone_while_a_refresh_tells_what_it_brought(desk: Client, now) -> None:
    account = SocialAccountFactory(followers=900)
    page = desk.get(at("talent-accounts", account.talent)).content.decode()
    SocialAccount.objects.update(followers=901, attempted_at=timezone.now() + timedelta(minutes=1))
    assert watch(desk, account.talent, page).status_code == 204
    SocialAccount.objects.update(attempted_at=timezone.now() - timedelta(seconds=10))
    assert watch(desk, account.talent, page).status_code == 200


def test_an_open_page_of_accounts_is_fetched_whole_where_one_came_or_went(desk: Client) -> None:
    talent = SocialAccountFactory().talent
    page = desk.get(at("talent-accounts", talent)).content.decode()
    other = SocialAccountFactory(talent=talent)
    answer = watch(desk, talent, page)
    assert (answer.status_code, answer.headers.get("HX-Refresh")) == (204, "true")
    page = desk.get(at("talent-accounts", talent)).content.decode()
    for each in (other, talent.accounts.exclude(pk=other.pk).get()):
        actions.archive_account(account=each, by=booker(), now=timezone.now())
        assert watch(desk, talent, page).headers.get("HX-Refresh") == "true"


def test_an_open_page_of_accounts_asks_for_little(desk: Client, django_assert_num_queries) -> None:
    talent = TalentFactory()
    for number in range(3):
        SocialAccountFactory(talent=talent)
        if number in (0, 2):
            page = desk.get(at("talent-accounts", talent)).content.decode()
            with django_assert_num_queries(4):
                assert watch(desk, talent, page).status_code == 204


def test_refresh_without_javascript_goes_back_to_the_page(desk: Client) -> None:
    account = SocialAccountFactory(platform="youtube")
    assert desk.post(at("account-refresh", account)).headers["Location"] == at("talent", account.talent)


def test_an_account_that_nobody_reads_says_why(desk: Client) -> None:
    page = desk.get(at("talent", SocialAccountFactory(platform="tiktok").talent)).content.decode()
    assert "Not read" in page and "TikTok cannot be read yet" in page


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ({"platform": "tiktok"}, "Once its owner connects it"),
        ({"platform": "snapchat"}, "This month is missing"),
        ({"platform": "x"}, "Once the office has a key for it"),
        ({"platform": "x", "next_refresh_at": timezone.now()}, "Once the office has a key for it"),
        ({"platform": "podcast"}, "Within a minute"),
        ({"platform": "podcast", "read": True}, "read, tells no figures"),
    ],
)
def test_an_account_without_figures_says_what_it_waits_for(desk: Client, account: dict[str, Any], said: str) -> None:
    read = account.pop("read", False)
    talent = TalentFactory()
    SocialAccountFactory(talent=talent, attempted_at=timezone.now() if read else None, **account)
    page = desk.get(at("talent-accounts", talent)).content.decode()
    assert said in page and ("never" in page) is not read


def test_figures_alone_for_htmx(desk: Client) -> None:
    account = SocialAccountFactory(handle="mia.tv")
    page = desk.get(at("talent", account.talent), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page and "mia.tv" in page and 'id="figures"' in page


def test_an_invitation_opens_the_talents_portal(desk: Client) -> None:
    talent = TalentFactory(name="Mia")
    data = {"name": "Mia", "email": "mia@people.example", "role": "talent"}
    assert desk.post(at("talent-invite", talent), data).status_code == 302
    assert talent.access.get().user.email == "mia@people.example"
    assert "invited" in desk.get(at("talent", talent)).content.decode()


def test_a_reader_reads_and_changes_nothing(client: Client) -> None:
    client.force_login(reader())
    talent = TalentFactory(name="Mia")
    assert "Only owners, managers and bookers may" in client.get(at("talent", talent)).content.decode()
    assert client.post(at("talent-archive", talent)).status_code == 403
    talent.refresh_from_db()
    assert talent.archived_at is None
