"""How often the brand asked for changes."""

from campaigns.models import Deliverable, Review, ReviewSide


def rounds_used(deliverable: Deliverable) -> int:
    """Drafts of a piece that the brand sent back. What the office itself asks for is no round."""
    return Review.objects.filter(draft__deliverable=deliverable, side=ReviewSide.CLIENT, approved=False).count()
