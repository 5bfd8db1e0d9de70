"""Views and segments of the demo office: what colleagues look at again and again, and for whom calls are open."""

from agency.demo.threads import NIGHT
from agency.demo.work import Office
from campaigns import actions
from campaigns.models import Campaign, Reach
from campaigns.rules import WantedLine
from talent.actions import make_segment, save_view

FURTHER = ("Affiliated and further", "stage=affiliated&stage=exclusive&stage=headliner")
VIEWS = (
    (
        "Above their range", "band=above&band=high&sort=-engagement",
        ("accounts", "tier", "followers", "engagement", "band", "rhythm", "stage", "figures"),
    ),
    (
        "Growing in Japan", "country=JP&growth_min=3&sort=-growth",
        ("accounts", "followers", "growth_7", "growth", "growth_90", "stage", "bonds", "figures"),
    ),
    (
        "To look at", "signals=open&sort=-signals",
        ("accounts", "tier", "followers", "growth", "signals", "manager", "figures"),
    ),
)  # fmt: skip
PICKED = ("Quick with a yes", ("Honoka Ishiguro", "Rin Sakuraba", "Yuna Baek", "Haruto Tokiwa"))


def build(office: Office) -> None:
    """Made by the booker; the night run's call becomes one for those who are affiliated or further."""
    by, now = office.staff[2], office.now
    for name, query, columns in VIEWS:
        save_view(name=name, query=query, columns=columns, is_shared=True, by=by, now=now)
    further = make_segment(name=FURTHER[0], query=FURTHER[1], talents=[], by=by, now=now)
    make_segment(name=PICKED[0], query="", talents=[office.named(name) for name in PICKED[1]], by=by, now=now)
    campaign = Campaign.objects.select_related("brief").get(name=NIGHT)
    brief = campaign.brief
    actions.write_brief(
        campaign=campaign,
        fields={"reach": Reach.SEGMENT, "segment": further},
        categories=list(brief.categories.all()),
        exclusive_categories=list(brief.exclusive_categories.all()),
        wanted=[
            WantedLine(one.kind, one.channel, one.count, one.draft_due_on, one.live_on, one.live_until, one.fee)
            for one in brief.wanted.all()
        ],
        by=by,
        now=now,
    )
