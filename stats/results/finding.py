"""Posts that may be an approved piece whose address nobody gave yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.models import BookingState, Deliverable, DeliverableState
from stats.models import Post
from stats.results.match import ALIKE, SAME, is_whole, post_key, sameness

EARLIER = timedelta(hours=12)  # a talent may post just before the last yes is clicked
LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post and how far its text is the approved caption (0 to 1), with the required tags that stand in it."""

    post: Post
    sameness: float
    tags: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        return self.sameness >= SAME


def waiting_pieces(now: datetime) -> list[Deliverable]:
    """Approved pieces of standing bookings without an address."""
    rows = Deliverable.objects.filter(
        state=DeliverableState.APPROVED, booking__state=BookingState.CONFIRMED, approved_at__gt=now - LONGEST
    )
    return list(rows.select_related("booking__talent", "booking__campaign__brief").order_by("pk"))


def candidates(piece: Deliverable) -> list[Candidate]:
    """Posts since the approval that read like it, the most alike first; none that is another piece's already."""
    if piece.approved_at is None:
        return []
    draft = piece.drafts.order_by("-version").first()
    caption = draft.caption if draft else ""
    tags = [word for word in piece.booking.campaign.brief.tags.split() if word.startswith("#")]
    taken = {post_key(url) for url in _addresses(piece)}
    found = []
    posts = Post.objects.filter(
        account__talent=piece.booking.talent_id, account__platform=piece.channel, account__archived_at=None,
        published_at__gte=piece.approved_at - EARLIER, missed__lt=2,
    )  # fmt: skip
    for post in posts.order_by("published_at")[:100]:
        if not post.url or {post.external_id, post_key(post.url)} & taken:
            continue
        alike = sameness(post.text, caption, whole=is_whole(post.text))
        there = tuple(tag for tag in tags if tag.casefold() in post.text.casefold())
        if alike >= ALIKE or (tags and len(there) == len(tags)):
            found.append(Candidate(post, alike, there))
    return sorted(found, key=lambda each: (-each.sameness, each.post.published_at))


def _addresses(piece: Deliverable) -> list[str]:
    return list(
        Deliverable.objects.filter(booking__talent=piece.booking.talent_id, channel=piece.channel)
        .exclude(post_url="")
        .values_list("post_url", flat=True)
    )
