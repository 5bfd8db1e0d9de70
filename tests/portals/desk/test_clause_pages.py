"""The clause editor: presets, the live pane, saving, amending, and what is said when it does not go."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from djmoney.money import Money

from campaigns import actions
from campaigns.models import AmbassadorContract, Booking, Campaign
from clients.models import Category
from exclusivity.models import Clause
from exclusivity.presets import PRESETS
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, draft_rival
from tests.factories import NOW, BrandFactory, CategoryFactory, TalentFactory, booker, days, manager
from tests.portals.desk.reading import pressed_by_enter, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
"""The desk's pages are read on 15 April 2026."""


def typed(soda: Category, **values: Any) -> dict[str, Any]:
    """A clause as the form sends it."""
    return {
        "number": "4.2", "words": "No other soda.", "scope": "BRAND", "binds_members": "", "binds_group": "",
        "mode": "CATEGORY", "categories": [soda.pk], "closure": "OWNED_BRANDS", "ownership": "LIVE",
        "territories": ["JP"], "basis": "TARGETED", "tail_length": "30", "tail_unit": "DAY", "tail_on": "ANY_END",
        "strength": "PROHIBIT", "fee": "", "currency": "JPY",
        "does_PAID": "yes", "does_ORGANIC": "no", "w_count": "0", "c_count": "0", **values,
    }  # fmt: skip


@pytest.fixture
def draft(talent: Talent, soda: Category) -> AmbassadorContract:
    """Lumeya, soda in Japan, 2026, with clause 4.2."""
    return draft_rival(talent, soda)


@pytest.fixture
def signed(draft: AmbassadorContract) -> AmbassadorContract:
    return actions.sign_contract(contract=draft, by=manager(), now=NOW)


def clause_of(contract: AmbassadorContract | Booking) -> Clause:
    return contract.commitment.clauses.get(superseded_at=None)


def url_of(clause: Clause) -> str:
    return f"/desk/clauses/{clause.public_id}/"


def add_url(contract: AmbassadorContract | Booking) -> str:
    return f"/desk/commitments/{contract.commitment.public_id}/clauses/add"


def key(response: Any, name: str) -> str:
    """The value of a field in the page."""
    return text(response).split(f'name="{name}" value="')[1].split('"')[0]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_fills_the_form(desk: Client, draft: AmbassadorContract, preset: str) -> None:
    page = text(desk.get(f"{add_url(draft)}?preset={preset}"))
    values = PRESETS[preset].values
    assert f'name="mode" value="{values["mode"]}" checked' in page
    for kind, said in values["activities"].items():
        assert f'name="does_{kind}" value="{"yes" if said else "no"}" checked' in page
    assert f'name="w_count" value="{len(values["windows"])}"' in page


def test_enter_in_a_clause_takes_no_preset(desk: Client, draft: AmbassadorContract) -> None:
    page = desk.get(reverse("desk:clause-edit", args=[clause_of(draft).public_id]))
    assert 'name="preset"' in text(page)
    assert "disabled" in pressed_by_enter(page, "clause-form")


def test_a_preset_keeps_what_was_typed_in_other_fields(desk: Client, draft: AmbassadorContract, soda: Category) -> None:
    half = typed(soda, words="Typed so far", number="9", preset="QUIET_WINDOW", tail_length="12", form_key="k" * 20)
    response = desk.post(add_url(draft), half)
    page = text(response)
    assert (response.status_code, Clause.objects.count()) == (200, 1)
    assert "Typed so far" in page and 'value="9"' in page
    assert 'name="mode" value="FULL" checked' in page
    assert key(response, "w_count") == "1"
    assert "From 1 day before the first post" not in page  # the words are in spans
    assert "1 day before the first post" in page and "any other brand" in page
    assert desk.post(add_url(draft), typed(soda, number="9", form_key="k" * 20)).status_code == 302  # the key is good
    assert Clause.objects.count() == 2


def test_rows_are_added_and_taken_out_without_losing_the_others(
    desk: Client, draft: AmbassadorContract, soda: Category
) -> None:
    rows = typed(soda, w_count="2", w0_anchor="SHOOT", w0_post="7", w1_anchor="SIGNATURE", w1_post="9")
    more = desk.post(add_url(draft), {**rows, "more": "w"})
    assert key(more, "w_count") == "3"
    less = desk.post(add_url(draft), {**rows, "less": "w0"})
    assert key(less, "w_count") == "1"
    assert 'name="w0_post" value="9"' in text(less)
    assert text(desk.post(add_url(draft), {**rows, "less": "w7"})).count('name="w1_post"') == 1


def test_the_clause_is_saved_as_typed(
    desk: Client, draft: AmbassadorContract, soda: Category, campaign: Campaign
) -> None:
    held = steps.hold(campaign, draft.talent)
    brand = BrandFactory(name="Orbyte")
    sent = typed(
        soda, number="5", mode="NAMED", brands=[brand.public_id], companies=[brand.company.public_id], closure="SELF",
        ownership="SIGNING", open_list="on", territories=["JP", "KR"], territories_except=["KR"], basis="ACCESSIBLE",
        channels=["tiktok", "instagram"], attributes="Form: Drink", own_first="2026-05-01", own_last="2026-05-31",
        strength="FIRST_REFUSAL", refusal_days="10", lookback_months="12", w_count="2", w0_anchor="FIRST_POST",
        w0_pre="1", w0_to="LAST_POST", w0_post="30", w0_unit="DAY", w0_how="EXACT", w1_anchor="FIXED",
        w1_first="2026-06-01", w1_last="2026-06-30", w1_unit="DAY", w1_how="CALENDAR", c_count="1",
        c0_promises=[held.commitment.public_id], c0_channels=["tiktok"], c0_countries=["JP"], c0_before="on",
        scope="GROUP", binds_group="no", binds_members="EACH", does_LIVE="yes", fee="240000",
    )  # fmt: skip
    assert desk.post(add_url(draft), sent).status_code == 302
    row = Clause.objects.get(number="5")
    assert (row.mode, row.closure, row.ownership_as_of, row.open_list) == ("NAMED", "SELF", "SIGNING", True)
    assert [*row.brands.all(), *row.companies.all()] == [brand, brand.company]
    assert (row.territories, row.territories_except, row.territory_basis) == (["JP", "KR"], ["KR"], "ACCESSIBLE")
    assert (row.channels, row.attributes) == (["instagram", "tiktok"], {"form": "drink"})
    assert (row.term.lower, row.term.upper) == (date(2026, 5, 1), date(2026, 6, 1))
    assert (row.strength, row.refusal_days, row.lookback_months) == ("FIRST_REFUSAL", 10, 12)
    assert (row.beneficiary_scope, row.binds_group_of_member, row.binds_members) == ("GROUP", False, "EACH")
    assert row.activities == {"PAID": True, "ORGANIC": False, "LIVE": True}
    assert row.fee == Money(240_000, "JPY")
    first, second = row.windows
    assert (first["anchor"], first["pre"], first["to"], first["post"], first["count"]) == (
        "FIRST_POST", 1, "LAST_POST", 30, "EXACT",
    )  # fmt: skip
    assert (second["anchor"], second["days"]) == ("FIXED", ["2026-06-01", "2026-07-01"])
    assert row.carve_outs == [
        {"commitment_ids": [held.commitment_id], "territories": ["JP"], "channels": ["tiktok"], "pre_existing": True}
    ]
    again = desk.post(url_of(row), {**sent, "of": row.public_id})  # what the form shows is what was saved
    assert again.status_code == 302
    assert Clause.objects.get(number="5").public_id == row.public_id


def test_what_is_shown_is_what_was_saved(desk: Client, draft: AmbassadorContract, soda: Category) -> None:
    clause = clause_of(draft)
    page = desk.get(url_of(clause))
    assert f'<option value="{soda.pk}" selected>' in text(page)
    assert 'name="basis" value="TARGETED" checked' in text(page)
    assert key(page, "of") == clause.public_id


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"categories": []}, "Say which category it keeps away."),
        ({"mode": "NAMED"}, "Name the brands or companies that it bars."),
        ({"territories_except": ["JP"]}, "That leaves no country."),
        ({"number": "4.2"}, "Another clause of this contract has that number."),
        ({"attributes": "drink"}, "Write each as a name and what it is: form: drink."),
        ({"strength": "FIRST_REFUSAL"}, "Say how many days the brand has to answer."),
        ({"own_last": "2026-05-01"}, "Say its first day too."),
        ({"own_first": "2026-05-02", "own_last": "2026-05-01"}, "The last day is before the first."),
        ({"own_first": "0027-05-02"}, "Look at the year: days before 1900 are not kept."),
        ({"w_count": "1", "w0_anchor": "FIXED", "w0_unit": "DAY", "w0_how": "CALENDAR"}, "Say the first day."),
        ({"w_count": "1", "w0_anchor": "FIXED", "w0_unit": "DAY", "w0_how": "CALENDAR", "w0_first": "2026-05-02",
          "w0_last": "2026-05-01"}, "The last day is before the first."),
        ({"c_count": "1"}, "Say what it lets be, or take this exception out."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    desk: Client, draft: AmbassadorContract, soda: Category, values: dict[str, Any], sentence: str
) -> None:
    response = desk.post(add_url(draft), typed(soda, **{"number": "6", "words": "Kept words", **values}))
    assert (response.status_code, Clause.objects.count()) == (422, 1)
    assert sentence in text(response)
    assert "Kept words" in text(response)


def test_a_half_filled_form_is_read_as_far_as_it_goes(desk: Client, draft: AmbassadorContract) -> None:
    words = f"/desk/commitments/{draft.commitment.public_id}/clauses/words"
    said = text(desk.post(words, {"mode": "NAMED", "w_count": "x", "c_count": "99", "own_first": "soon", "of": "?"}))
    assert "brands that are not named yet" in said
    assert "a category that is not chosen yet" in text(desk.post(words, {}))
    assert Clause.objects.count() == 1


def test_the_pane_follows_what_is_typed_and_offers_the_way_out(
    desk: Client, draft: AmbassadorContract, soda: Category, campaign: Campaign
) -> None:
    booking = steps.book(campaign, draft.talent)  # Kirei, soda, Japan
    words = f"/desk/commitments/{draft.commitment.public_id}/clauses/words"
    sent = typed(soda, of=clause_of(draft).public_id)
    said = text(desk.post(words, sent))
    assert "Kirei" in said and "Blocked" in said and "Soda on Instagram" in said
    assert f'name="carve" value="{booking.commitment.public_id}"' in said
    clear = text(desk.post(words, {**sent, "territories": ["SE"]}))
    assert "Nothing stands against it today." in clear and "Clear of" in clear
    carved = {**sent, "c_count": "1", "c0_promises": [booking.commitment.public_id]}
    assert "Nothing stands against it today." in text(desk.post(words, carved))
    assert clause_of(draft).carve_outs == []


def test_carve_opens_the_editor_with_the_promise_filled_in(
    desk: Client, draft: AmbassadorContract, campaign: Campaign
) -> None:
    booking = steps.book(campaign, draft.talent)
    page = text(desk.get(f"{url_of(clause_of(draft))}?carve={booking.commitment.public_id}"))
    assert "part-row fresh" in page
    assert f'<option value="{booking.commitment.public_id}" selected>' in page
    assert "Allowed all the same: " in page and "the booking for Kirei" in page


def test_a_signed_clause_is_amended_and_the_version_before_stays_readable(
    desk: Client, signed: AmbassadorContract, soda: Category
) -> None:
    clause = clause_of(signed)
    assert "Draft of version 2" in text(desk.get(url_of(clause)))
    sent = typed(soda, territories=["JP", "KR"], since="2026-06-01", reason="Korea was added", keep_waivers="on")
    assert desk.post(url_of(clause), sent).status_code == 302
    newest = clause_of(signed)
    clause.refresh_from_db()
    assert (clause.version, clause.territories, newest.version, newest.territories) == (1, ["JP"], 2, ["JP", "KR"])
    zone = ZoneInfo(signed.commitment.timezone)
    assert newest.in_force_from.astimezone(zone) == datetime(2026, 6, 1, tzinfo=zone)
    assert clause.in_force_until == newest.in_force_from
    assert "1 Jun 2026" in text(desk.get(f"/desk/ambassadors/{signed.public_id}/"))
    page = text(desk.get(f"{url_of(clause)}versions"))
    assert "2 versions" in page and "Version 1" in page and "Version 2" in page
    assert "on any channel in work aimed at Japan or Korea" in page
    assert desk.get(url_of(clause)).headers["Location"] == url_of(newest)


def test_an_amendment_that_clashes_is_refused_with_the_way_out(
    desk: Client, talent: Talent, soda: Category, campaign: Campaign
) -> None:
    signed = bind_to_rival(talent, soda, territories=("SE",))
    booking = steps.book(campaign, talent)  # in Japan
    sent = typed(soda, territories=["JP", "SE"], since="2026-04-15", reason="Japan too")
    response = desk.post(url_of(clause_of(signed)), sent)
    page = text(response)
    assert (response.status_code, clause_of(signed).version) == (422, 1)
    assert "Kirei: paid post for soda" in page
    assert f'name="carve" value="{booking.commitment.public_id}"' in page
    carved = {**sent, "c_count": "1", "c0_promises": [booking.commitment.public_id]}
    assert desk.post(url_of(clause_of(signed)), carved).status_code == 302
    assert (clause_of(signed).version, clause_of(signed).territories) == (2, ["JP", "SE"])


def test_an_amendment_asks_for_its_day_and_its_reason(desk: Client, signed: AmbassadorContract, soda: Category) -> None:
    page = text(desk.post(url_of(clause_of(signed)), typed(soda, territories=["KR"], since="", reason="")))
    assert page.count("Fill this in.") == 2
    late = desk.post(url_of(clause_of(signed)), typed(soda, territories=["KR"], since="2027-03-01", reason="x"))
    assert "The contract runs out before 1 Mar 2027." in text(late)


def test_a_booker_may_look_but_not_sign_an_amendment(
    client: Client, signed: AmbassadorContract, soda: Category
) -> None:
    client.force_login(booker())
    assert 'aria-disabled="true"' in text(client.get(url_of(clause_of(signed))))
    sent = typed(soda, territories=["KR"], since="2026-06-01", reason="x")
    assert client.post(url_of(clause_of(signed)), sent).status_code == 422
    assert clause_of(signed).version == 1


def test_a_second_editor_reads_what_the_first_saved(desk: Client, draft: AmbassadorContract, soda: Category) -> None:
    clause = clause_of(draft)
    seen = key(desk.get(url_of(clause)), "seen")
    nails = CategoryFactory(name="Nails", key="test-nails")
    mine = typed(soda, territories=["KR"], seen=seen)
    assert desk.post(url_of(clause), typed(soda, categories=[soda.pk, nails.pk], seen=seen)).status_code == 302
    late = desk.post(url_of(clause), mine)
    assert late.status_code == 422
    assert "saved this at" in text(late) and "press again to save it over theirs" in text(late)
    assert "rival brands in nails or soda" in text(late)
    assert desk.post(url_of(clause), {**mine, "seen": key(late, "seen")}).status_code == 302
    assert clause_of(draft).territories == ["KR"]


def test_a_second_amendment_reads_that_the_first_was_faster(
    desk: Client, signed: AmbassadorContract, soda: Category
) -> None:
    clause = clause_of(signed)
    sent = typed(
        soda, territories=["KR"], since="2026-06-01", reason="Korea", seen=key(desk.get(url_of(clause)), "seen")
    )
    assert desk.post(url_of(clause), sent).status_code == 302
    late = desk.post(url_of(clause), {**sent, "territories": ["FI"], "words": "Kept words"})
    assert (late.status_code, clause_of(signed).version) == (422, 2)
    assert "press again to save it over theirs" in text(late) and "Kept words" in text(late)


def test_a_double_press_saves_once(desk: Client, draft: AmbassadorContract, soda: Category) -> None:
    sent = typed(soda, number="7", form_key="a" * 20)
    first, second = desk.post(add_url(draft), sent), desk.post(add_url(draft), sent)
    assert (first.status_code, second.headers["Location"]) == (302, first.headers["Location"])
    assert Clause.objects.filter(number="7").count() == 1


def test_a_clause_of_a_draft_is_taken_out(desk: Client, draft: AmbassadorContract) -> None:
    assert desk.post(f"{url_of(clause_of(draft))}drop").status_code == 302
    assert Clause.objects.count() == 0
    assert "It forbids nothing yet." in text(desk.get(f"/desk/ambassadors/{draft.public_id}/"))


def test_a_signed_clause_is_not_taken_out(desk: Client, signed: AmbassadorContract) -> None:
    desk.post(f"{url_of(clause_of(signed))}drop")
    assert Clause.objects.count() == 1


def test_a_contract_that_is_over_has_no_editor(desk: Client, draft: AmbassadorContract) -> None:
    clause = clause_of(draft)
    actions.withdraw_contract(contract=draft, reason="", by=manager(), now=NOW)
    assert desk.get(url_of(clause)).headers["Location"] == f"/desk/ambassadors/{draft.public_id}/"


@pytest.fixture
def held(campaign: Campaign, talent: Talent, soda: Category) -> Booking:
    """A hold for Kirei, whose brief keeps soda to it."""
    campaign.brief.exclusive_categories.add(soda)
    return steps.hold(campaign, talent)


def test_a_holds_clause_becomes_its_own_and_follows_the_brief_again(
    desk: Client, held: Booking, soda: Category
) -> None:
    clause = held.commitment.clauses.get()
    page = text(desk.get(url_of(clause)))
    assert "Aoi for Kirei" in page and "Draft of version 1" in page
    assert desk.post(url_of(clause), typed(soda, number="1", territories=["KR"])).status_code == 302
    held.refresh_from_db()
    assert (held.own_clauses, clause_of(held).territories, clause_of(held).public_id) == (
        True, ["KR"], clause.public_id,
    )  # fmt: skip
    page = text(desk.get(f"/desk/bookings/{held.public_id}/"))
    assert "in work aimed at" in page and "Back to the brief" in page
    assert desk.post(f"/desk/bookings/{held.public_id}/follow-brief").status_code == 302
    held.refresh_from_db()
    assert (held.own_clauses, clause_of(held).territories) == (False, ["JP"])


def test_a_hold_gets_a_clause_more_and_loses_one(desk: Client, held: Booking, soda: Category) -> None:
    assert desk.post(add_url(held), typed(soda, number="2", mode="FULL")).status_code == 302
    assert desk.post(f"{url_of(held.commitment.clauses.get(number='1'))}drop").status_code == 302
    assert [(c.number, c.mode) for c in held.commitment.clauses.all()] == [("2", "FULL")]


def test_a_confirmed_bookings_clause_stays(desk: Client, held: Booking, soda: Category) -> None:
    actions.confirm_booking(booking=held, by=manager(), now=NOW)
    clause = held.commitment.clauses.get()
    assert desk.get(url_of(clause)).headers["Location"] == f"/desk/bookings/{held.public_id}/"
    assert "Change" not in text(desk.get(f"{url_of(clause)}versions")).split("<main")[1]


def test_an_act_is_asked_about_its_members(desk: Client, soda: Category) -> None:
    act = TalentFactory(name="Hoshi", kind="act")
    page = text(desk.get(url_of(clause_of(draft_rival(act, soda)))))
    assert 'name="binds_members"' in page and 'name="binds_group"' not in page
    assert "each of its members" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_editor_asks_the_same_number_of_questions_however_much_there_is(
    desk: Client, draft: AmbassadorContract, soda: Category, rows: int, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        draft_rival(draft.talent, soda, name=f"Rival {n}", term=days("2026-01-01", "2027-01-01"))
    url = url_of(clause_of(draft))
    desk.get(url)
    with django_assert_num_queries(QUERIES):
        desk.get(url)


QUERIES = 31
