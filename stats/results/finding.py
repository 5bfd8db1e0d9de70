"""Posts that may be an approved piece whose address nobody gave yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from campaigns.models import BookingState, Deliverable, DeliverableKind, DeliverableState
from campaigns.options import office_zone
from campaigns.rules import says_label
from clients.models import Brand
from clients.models.brand import NameKind
from stats.models import Post
from stats.models.post import STORY
from stats.own import OWN_POSTS
from stats.results.match import ALIKE, SAME, TITLED, is_whole, post_key, sameness

EARLIER = timedelta(hours=12)  # a talent may post just before the last yes is clicked
LONGEST = timedelta(days=60)
TELLING = 12  # characters of a line that a title is held against


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post and how far its text is the approved caption (0 to 1), with what else speaks for it."""

    post: Post
    sameness: float
    tags: tuple[str, ...] = ()
    """The required tags, where all of them stand in it."""
    names: tuple[str, ...] = ()
    """The brand's handles and name that stand in it."""
    in_days: bool = False
    """It went live on the days that were agreed."""
    is_marked: bool = True
    """Whether a title that is a line of the caption has more that speaks for it: the tags, the label, or the platform's
    own mark of advertising."""

    @property
    def is_certain(self) -> bool:
        return self.sameness >= SAME and self.is_marked

    @property
    def why(self) -> str:
        """`reads like the draft, #kirei, on the agreed days`."""
        alike = ["reads like the draft"] if self.sameness >= ALIKE else []
        return ", ".join([*alike, *self.tags, *self.names, *(["on the agreed days"] if self.in_days else [])])

    @property
    def weight(self) -> tuple[float, int]:
        """The likeness of what reads like it first, then how much else speaks for it."""
        alike = self.sameness if self.sameness >= ALIKE else 0.0
        return alike, 2 * bool(self.tags) + 2 * bool(self.names) + self.in_days


def waiting_pieces(now: datetime) -> list[Deliverable]:
    """Approved pieces of standing bookings without an address."""
    rows = Deliverable.objects.filter(
        state=DeliverableState.APPROVED, booking__state=BookingState.CONFIRMED, approved_at__gt=now - LONGEST
    )
    return list(
        rows.select_related("booking__talent", "booking__campaign__brief", "booking__campaign__brand").order_by("pk")
    )


def candidates(piece: Deliverable) -> list[Candidate]:
    """Posts since the approval that may be it, what speaks most for it first; none that is another piece's already.

    One that reads like the draft, has all required tags, names the brand, or went live on the agreed days.
    """
    if piece.approved_at is None:
        return []
    draft = piece.drafts.order_by("-version").first()
    caption = draft.caption if draft else ""
    label = (draft.label if draft else "") or piece.booking.campaign.brief.label
    tags = [word for word in piece.booking.campaign.brief.tags.split() if word.startswith("#")]
    named = _names(piece.booking.campaign.brand)
    taken = {post_key(url) for url in _addresses(piece)}
    found = []
    posts = Post.objects.filter(
        OWN_POSTS, account__talent=piece.booking.talent_id, account__platform=piece.channel, account__archived_at=None,
        published_at__gte=piece.approved_at - EARLIER, missed__lt=2,
    )  # fmt: skip
    if piece.kind != DeliverableKind.STORY:  # a few a day would leave no room for the post
        posts = posts.exclude(kind=STORY)
    for post in posts.order_by("published_at", "pk")[:100]:
        if not post.url or {post.external_id, post_key(post.url)} & taken:
            continue
        text = post.text.casefold()
        there = tuple(tag for tag in tags if tag.casefold() in text)
        tagged, labelled = bool(tags) and len(there) == len(tags), bool(label) and says_label(label, post.text)
        one = Candidate(
            post, _alike(post, caption, piece.channel), there if len(there) == len(tags) else (),
            _said(named, post.text), _is_in_days(post, piece),
            piece.channel not in TITLED or tagged or labelled or bool(post.is_paid),
        )  # fmt: skip
        if any(one.weight):
            found.append(one)
    return sorted(found, key=lambda each: (*(-part for part in each.weight), each.post.published_at))


def _alike(post: Post, caption: str, channel: str) -> float:
    """How far the text is the caption; a title may be any line of it that says enough."""
    if channel not in TITLED:
        return sameness(post.text, caption, whole=is_whole(post.text, channel))
    lines = [caption, *(line for line in caption.splitlines() if len(line.strip()) >= TELLING)]
    return max(sameness(post.text, line) for line in lines)


def _said(names: Sequence[str], text: str) -> tuple[str, ...]:
    """The names that stand in the text; none that is part of another one that does."""
    found = [name for name in names if says_label(name, text)]
    longer = {name for name in found for other in found if name != other and name.casefold() in other.casefold()}
    return tuple(name for name in found if name not in longer)


def _names(brand: Brand) -> list[str]:
    """`@kirei`, `#kirei`, what else the brand is called, and its name."""
    marks = {NameKind.HANDLE: "@", NameKind.HASHTAG: "#", NameKind.ALIAS: ""}
    others = [marks[NameKind(row.kind)] + row.value.lstrip("@#") for row in brand.names.all()]
    return list(dict.fromkeys([*others, brand.name]))


def _is_in_days(post: Post, piece: Deliverable) -> bool:
    day = timezone.localdate(post.published_at, office_zone())
    return piece.live_on is not None and piece.live_by is not None and piece.live_on <= day <= piece.live_by


def _addresses(piece: Deliverable) -> list[str]:
    return list(
        Deliverable.objects.filter(booking__talent=piece.booking.talent_id, channel=piece.channel)
        .exclude(post_url="")
        .values_list("post_url", flat=True)
    )
