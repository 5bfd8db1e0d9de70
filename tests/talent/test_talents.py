"""Adding, changing, archiving talents; acts; access; tiers."""

from datetime import date

import pytest
from psycopg.types.range import DateRange

from lib.refusals import Refused
from talent.actions import (
    add_account,
    add_talent,
    archive_talent,
    edit_talent,
    invite_talent,
    join_act,
    leave_act,
    restore_talent,
    set_stage,
    use_tier_scheme,
)
from talent.models import ActMember, SocialAccount, Talent, TalentAccess, TierScheme
from talent.queries import bounds_in_use, members_on, tier_name
from tests.factories import brand_person, owner, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def mika(booker, now):
    return add_talent(name=" Mika Tanaka ", city="Ōsaka", country="jp", by=booker, now=now)


def test_new_talent_is_found_by_name_and_city_without_accents(mika):
    assert (mika.name, mika.country, mika.search, mika.stage) == (
        "Mika Tanaka",
        "JP",
        " mika tanaka osaka ",
        "registered",
    )


def test_talent_without_a_name_is_refused(booker, now):
    with pytest.raises(Refused, match="needs a name"):
        add_talent(name="  ", by=booker, now=now)


def test_talent_with_a_broken_address_is_refused_with_the_field(booker, now):
    with pytest.raises(Refused, match="^E-mail: "):
        add_talent(name="Mika", email="mika@", by=booker, now=now)


def test_field_that_is_nobodys_to_edit_is_a_mistake_of_the_program(mika, booker, now):
    with pytest.raises(TypeError, match="followers"):
        edit_talent(talent=mika, fields={"followers": 5}, by=booker, now=now)


def test_reader_may_not_change_the_roster(mika, now):
    with pytest.raises(Refused, match="Only owners, managers and bookers may"):
        edit_talent(talent=mika, fields={"name": "X"}, by=reader(), now=now)


def test_manager_of_a_talent_is_a_colleague(mika, booker, now):
    with pytest.raises(Refused, match="not a colleague"):
        edit_talent(talent=mika, fields={"manager": brand_person()}, by=booker, now=now)


def test_edit_rewrites_the_search_and_leaves_a_trace(mika, booker, now):
    edit_talent(talent=mika, fields={"native_name": "田中ミカ", "city": ""}, by=booker, now=now, reason="She asked")
    mika.refresh_from_db()
    assert mika.search == " mika tanaka 田中みか "
    event = mika.events.order_by("pgh_id").last()
    assert event.native_name == "田中ミカ"
    assert event.pgh_context.metadata["action"] == "talent.edit_talent"
    assert event.pgh_context.metadata["reason"] == "She asked"


def test_stage_moves_with_a_reason_and_never_back_to_applicant(mika, booker, now):
    set_stage(talent=mika, stage="exclusive", by=booker, now=now, reason="Signed")
    mika.refresh_from_db()
    assert mika.stage == "exclusive"
    with pytest.raises(Refused, match="exclusive and cannot become applicant"):
        set_stage(talent=mika, stage="applicant", by=booker, now=now)


def test_archived_talent_is_not_changed_and_comes_back_with_the_accounts_that_went_along(mika, booker, now):
    kept = add_account(talent=mika, platform="instagram", handle="@mika", by=booker, now=now)
    archive_talent(talent=mika, by=booker, now=now)
    kept.refresh_from_db()
    assert kept.archived_at == now
    with pytest.raises(Refused, match="is archived"):
        edit_talent(talent=mika, fields={"city": "Kobe"}, by=booker, now=now)
    restore_talent(talent=mika, by=booker, now=now)
    kept.refresh_from_db()
    assert kept.archived_at is None
    assert Talent.objects.get(pk=mika.pk).archived_at is None


def test_restore_is_refused_where_the_handle_went_to_another(mika, booker, now):
    add_account(talent=mika, platform="instagram", handle="mika", by=booker, now=now)
    archive_talent(talent=mika, by=booker, now=now)
    other = add_talent(name="Other", by=booker, now=now)
    add_account(talent=other, platform="instagram", handle="MIKA", by=booker, now=now)
    with pytest.raises(Refused, match="on the roster already"):
        restore_talent(talent=mika, by=booker, now=now)


@pytest.fixture
def act(booker, now):
    return add_talent(name="The Two", kind="act", by=booker, now=now)


def test_member_joins_and_leaves_with_the_last_day_included(act, mika, booker, now):
    join_act(act=act, member=mika, since=date(2026, 1, 1), by=booker, now=now)
    leave_act(act=act, member=mika, on=date(2026, 3, 31), by=booker, now=now)
    assert ActMember.objects.get().period == DateRange(date(2026, 1, 1), date(2026, 4, 1))
    assert [m.member for m in members_on(act, date(2026, 3, 31))] == [mika]
    assert list(members_on(act, date(2026, 4, 1))) == []


def test_member_cannot_join_twice_for_the_same_days(act, mika, booker, now):
    join_act(act=act, member=mika, since=date(2026, 1, 1), by=booker, now=now)
    with pytest.raises(Refused, match="for some of these days already"):
        join_act(act=act, member=mika, since=date(2026, 2, 1), by=booker, now=now)


def test_leaving_an_act_that_one_is_not_in_is_refused(act, mika, booker, now):
    with pytest.raises(Refused, match="Mika Tanaka is not in The Two on 31 Mar 2026"):
        leave_act(act=act, member=mika, on=date(2026, 3, 31), by=booker, now=now)


def test_person_has_no_members_and_an_act_is_no_member(act, mika, booker, now):
    with pytest.raises(Refused, match="Mika Tanaka is a person"):
        join_act(act=mika, member=act, since=date(2026, 1, 1), by=booker, now=now)
    with pytest.raises(Refused, match="The Two is an act"):
        join_act(act=act, member=act, since=date(2026, 1, 1), by=booker, now=now)


def test_invited_talent_sees_their_own_and_nobody_elses(mika, booker, now):
    other = add_talent(name="Other", by=booker, now=now)
    user = invite_talent(talent=mika, email="mika@example.org", name="Mika", by=booker, now=now)
    invite_talent(talent=mika, email="mika@example.org", name="Mika", by=booker, now=now)
    assert list(Talent.objects.visible_to(user)) == [mika]
    assert other not in Talent.objects.visible_to(user)
    assert TalentAccess.objects.count() == 1


def test_brands_role_is_no_way_into_the_talent_portal(mika, booker, now):
    with pytest.raises(Refused, match="for talents and their guardians"):
        invite_talent(talent=mika, email="a@example.org", name="A", by=booker, now=now, role="brand_reader")


def test_client_sees_no_talent_and_no_account(mika, booker, now):
    add_account(talent=mika, platform="instagram", handle="mika", by=booker, now=now)
    assert not Talent.objects.visible_to(brand_person()).exists()
    assert not SocialAccount.objects.visible_to(brand_person()).exists()


def test_office_begins_with_two_schemes_of_which_one_is_in_use(mika):
    assert dict(TierScheme.objects.values_list("key", "in_use")) == {"e0": True, "e3": False}
    assert bounds_in_use() == [(0, "Nano"), (10_000, "Micro"), (100_000, "Middle"), (1_000_000, "Top")]
    assert tier_name(mika) == "Unrated"


def test_owner_picks_the_other_scheme_and_a_booker_may_not(mika, booker, now):
    e3 = TierScheme.objects.get(key="e3")
    with pytest.raises(Refused):
        use_tier_scheme(scheme=e3, by=booker, now=now)
    use_tier_scheme(scheme=e3, by=owner(), now=now)
    assert list(TierScheme.objects.filter(in_use=True)) == [e3]
    mika.followers = 50_000
    assert tier_name(mika) == "Macro"


def test_scheme_without_a_tier_at_zero_is_not_used(now):
    scheme = TierScheme.objects.create(key="x", name="X")
    scheme.bounds.create(name="Some", from_followers=10)
    with pytest.raises(Refused, match="no tier that begins at 0"):
        use_tier_scheme(scheme=scheme, by=owner(), now=now)
