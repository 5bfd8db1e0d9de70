"""What a brand hears of the shoots that are shared with it."""

from datetime import timedelta

from campaigns import actions
from campaigns.calendar import when_words
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import CampaignFactory, brand_person


def test_a_brand_is_told_when_a_shoot_that_it_reads_moves_or_is_called_off(by, now):
    campaign = CampaignFactory(name="Summer")
    person = brand_person(campaign.brand, name="Petra")
    start = now + timedelta(days=20)
    said = {
        "what": "Shoot", "timezone": "Asia/Tokyo", "place": "Studio 4", "note": "Bring boots.", "brand_reads": True,
        "starts_at": start, "ends_at": start + timedelta(hours=3), "by": by, "now": now,
    }  # fmt: skip
    row = actions.plan_appointment(booking=steps.book(campaign), **said)
    before = when_words(row)

    def told() -> list[str]:
        return list(
            Message.objects.filter(to_name=person.name, kind__startswith="shared")
            .order_by("pk")
            .values_list("kind", flat=True)
        )

    actions.change_appointment(appointment=row, **{**said, "note": "Bring shoes."})
    actions.change_appointment(appointment=row, **{**said, "note": "Bring shoes.", "brand_reads": False})
    actions.change_appointment(appointment=row, **{**said, "place": "Studio 5", "brand_reads": False})
    actions.change_appointment(appointment=row, **{**said, "place": "Studio 5"})
    assert told() == ["shared_changed"]
    gone = Message.objects.get(kind="shared_changed")
    assert f"on {before} is no longer shared with you" in gone.body
    Message.objects.all().delete()
    later = {
        **said,
        "place": "Studio 5",
        "starts_at": start + timedelta(days=1),
        "ends_at": start + timedelta(days=1, hours=2),
    }
    row = actions.change_appointment(appointment=row, **later)
    body = Message.objects.get(kind="shared_changed").body
    assert f"It is now on {when_words(row)}, Studio 5." in body and f"It was to be on {before}." in body
    assert "boots" not in body and "shoes" not in body
    actions.cancel_appointment(appointment=row, by=by, now=now)
    assert told() == ["shared_changed", "shared_cancelled"]


def test_a_place_that_is_corrected_in_the_press_that_unshares_a_past_shoot_is_not_the_brands_to_read(by, now):
    campaign = CampaignFactory(name="Summer")
    brand_person(campaign.brand, name="Petra")
    start = now + timedelta(days=20)
    said = {
        "what": "Shoot", "timezone": "Asia/Tokyo", "place": "Studio 4", "brand_reads": True,
        "starts_at": start, "ends_at": start + timedelta(hours=3), "by": by, "now": now,
    }  # fmt: skip
    row = actions.plan_appointment(booking=steps.book(campaign), **said)
    later = {**said, "place": "Zxhome 9", "brand_reads": False, "now": start + timedelta(days=1)}
    actions.change_appointment(appointment=row, **later)
    assert not Message.objects.filter(to_name="Petra", kind__startswith="shared").exists()
