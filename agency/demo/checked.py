"""Checks that the demo office saved for its brands, one of them shared."""

from datetime import timedelta

from django.http import QueryDict

from agency.demo.work import Office
from campaigns.models import Campaign
from exclusivity.actions import record_check, share_check
from portals.desk.exclusivity.asking import BriefForm, from_campaign

# Campaign, how many days ago, for whom, whether the brand reads it.
SAVED: tuple[tuple[str, int, tuple[str, ...], bool], ...] = (
    ("Summer UV 2027", 3, ("Honoka Ishiguro", "Yuna Baek", "Rin Sakuraba", "Kofi Asante-Boateng"), True),
    ("Night Run, spring 2027", 2, ("Honoka Ishiguro", "Yuna Baek"), False),
    ("Summer UV 2027", 1, ("Hoshi & Tsubame",), False),
    ("Carry-on, two cities", 0, ("Rin Sakuraba", "Yuna Baek", "Liam Ó Ceallacháin"), False),
)


def build(office: Office) -> None:
    """Each by the form that the page uses. What was known on that day is what is known today."""
    for name, ago, people, shared in SAVED:
        campaign = Campaign.objects.select_related("brand", "brief").get(name=name)
        asked = QueryDict(mutable=True)
        for key, values in from_campaign(campaign).items():
            asked.setlist(key, values)
        asked["brief"] = campaign.public_id
        form = BriefForm(asked, clock="Asia/Tokyo")
        by, now = office.staff[ago % len(office.staff)], office.now - timedelta(days=ago, hours=2)
        check = record_check(
            sketch=form.sketch(), talents=[office.named(person) for person in people], asked=form.told(),
            missing=form.missing, bound=form.bound, title=campaign.name, question=asked.urlencode(), by=by, now=now,
        )  # fmt: skip
        if shared:
            share_check(check=check, by=by, now=now + timedelta(hours=1))
