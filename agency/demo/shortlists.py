"""Shortlists of the demo office: two versions for one campaign, some answers, a guest."""

from datetime import timedelta

from djmoney.money import Money

from accounts.models import User
from agency.demo.pictures import picture
from agency.demo.work import Office
from campaigns import actions
from campaigns.models import Campaign, Shortlist, ShortlistEntry, ShortlistLink
from campaigns.shortlist_checks import standings
from campaigns.shortlists import PostShown
from exclusivity.rules import Verdict
from portals.desk.campaigns.shortlist import plan_of
from stats.shortlists import measured, posts_of
from talent.models import Talent

CAMPAIGN = "Summer UV 2027"
# Who, why, what the brand would pay, and what the first version asked (0: not on it). Who is bound to a rival that day
# is left out, as the page would have it.
WHO: tuple[tuple[str, str, int, int], ...] = (
    (
        "Rin Sakuraba",
        "Films her skin in daylight, without filters. Half of her audience is 20 to 29 in Japan.",
        1_450_000,
        1_450_000,
    ),
    (
        "Yuna Baek",
        "Posts in Korean and Japanese, which covers both of your markets with one shoot.",
        980_000,
        1_100_000,
    ),
    (
        "Élodie Charbonnier",
        "A dermatologist’s daughter who explains filters plainly. French, with subtitles in Japanese.",
        2_100_000,
        2_100_000,
    ),
    (
        "Haruto Tokiwa",
        "Runs outdoors all year and shows what the sun does to a face by evening.",
        890_000,
        890_000,
    ),
    (
        "Thaís Tavares Lobo",
        "Beach mornings, and a routine that a million people have copied.",
        640_000,
        640_000,
    ),
    (
        "Apolline Brisseau",
        "Wears sunscreen under make-up in every morning video, and says why.",
        1_180_000,
        0,
    ),
    (
        "Siiri Lahdenperä",
        "Snow light is the hardest light; she films in it and never looks burnt.",
        760_000,
        0,
    ),
    (
        "Liam Ó Ceallacháin",
        "Strong in quiet video, steady in reach. His skin burns in March and he knows it.",
        720_000,
        0,
    ),
)
LEAVES = "Haruto Tokiwa"


def build(office: Office) -> None:
    """The first version five days ago, the second three days ago; the brand has answered some of it."""
    campaign = Campaign.objects.select_related("brand", "brief", "manager").get(name=CAMPAIGN)
    by, brand = campaign.manager, office.brand_people["Solenne"]
    people = {name: office.named(name) for name, *_ in WHO}
    stands = standings(campaign, [talent.pk for talent in people.values()], office.now).by_brief
    free = [row for row in WHO if stands[people[row[0]].pk].verdict < Verdict.REVIEW]
    first = [(name, why, price) for name, why, _, price in free if price]
    second = [(name, why, price) for name, why, price, _ in free if name != LEAVES]
    _version(office, campaign, first, days=5, by=by)
    newest = _version(office, campaign, second, days=3, by=by)
    entries = list(newest.entries.order_by("order"))
    at = office.now - timedelta(hours=20)
    words = (("yes", ""), ("yes", "Can you do the beach scene in May already?"), ("backup", ""))
    for number, (choice, comment) in enumerate(words):
        actions.answer_entry(
            entry=entries[number], choice=choice, comment=comment, by=brand, now=at + timedelta(minutes=number)
        )
    actions.send_shortlist_answers(shortlist=newest, by=brand, now=at + timedelta(minutes=9))
    actions.answer_entry(
        entry=entries[-2], choice="no", comment="Lovely, but the audience is not ours.", by=brand,
        now=office.now - timedelta(hours=2),
    )  # fmt: skip
    _guest(newest, entries[1], by, office)


def _version(office: Office, campaign: Campaign, who: list[tuple[str, str, int]], *, days: int, by: User) -> Shortlist:
    now = office.now - timedelta(days=days)
    draft = actions.draft_shortlist(campaign=campaign, by=by, now=now)
    talents = [office.named(name) for name, _, _ in who]
    for entry in draft.entries.exclude(talent__in=talents):
        actions.drop_entry(entry=entry, by=by, now=now)
    known = set(draft.entries.values_list("talent", flat=True))
    actions.add_entries(
        shortlist=draft, talents=[talent for talent in talents if talent.pk not in known], posts=posts_of(talents),
        by=by, now=now,
    )  # fmt: skip
    for (_, why, price), talent in zip(who, talents, strict=True):
        entry = draft.entries.get(talent=talent)
        actions.write_entry(
            entry=entry, why=why, price=Money(price, "JPY"), posts=_posts(office, talent), by=by, now=now
        )
    actions.write_shortlist(shortlist=draft, lead="", answer_by=office.day(3), by=by, now=now)
    figures = measured(talents, campaign.brief.channels)
    return actions.send_shortlist(shortlist=draft, figures=figures, plan=plan_of(campaign), by=by, now=now)


def _posts(office: Office, talent: Talent) -> list[PostShown]:
    """The posts that were seen most, each with a picture."""
    known = posts_of([talent]).get(talent.pk, [])
    shown = known or [PostShown(words="A post")] * 3
    return [
        PostShown(post.url, post.words, post.views, picture(office.rng, f"{talent.public_id}-{place}.jpg"))
        for place, post in enumerate(shown)
    ]


def _guest(shortlist: Shortlist, entry: ShortlistEntry, by: User, office: Office) -> None:
    """Somebody at the brand's agency reads along, and says something."""
    system, now = User.objects.system(), office.now
    actions.make_shortlist_link(
        shortlist=shortlist, label="Solenne’s media agency", days=7, by=by, now=now - timedelta(days=2)
    )
    link = ShortlistLink.objects.get(shortlist=shortlist)
    at = now - timedelta(hours=26)
    actions.count_shortlist_look(link=link, guest=None, by=system, now=at)
    guest = actions.name_guest(
        link=link, name="Marc Tessier", email="marc@agence.example", by=system, now=at + timedelta(minutes=2)
    )
    actions.answer_entry(
        entry=entry, choice="backup", comment="Strong. Is that market in the media plan?", guest=guest, by=system,
        now=at + timedelta(minutes=6),
    )  # fmt: skip
