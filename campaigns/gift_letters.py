"""What is written about gifts. None names another brand or says where a parcel goes."""

from django.conf import settings
from django.urls import reverse

from campaigns.checks import office_day
from campaigns.letters import Letter
from campaigns.models import Gift
from campaigns.rules import day_words

NO_DUTY = "It obliges you to nothing. If you show it, say that it was given to you, with the label."
BY_BOOKING = "What you owe for it is what your booking says."


def about_gift(gift: Gift) -> str:
    return f"gift:{gift.public_id}"


def duty_words(gift: Gift) -> str:
    """Whether it obliges to anything."""
    return BY_BOOKING if gift.booking_id else NO_DUTY


def proposed(gift: Gift) -> Letter:
    """To the talent: what is offered, and to what it obliges."""
    verb = "would like to lend" if gift.is_lent else "would like to give"
    return Letter(
        "gift_proposed",
        about_gift(gift),
        f"{gift.brand.name} has something for you",
        (
            f"{gift.brand.name} {verb} you: {gift.product}. {duty_words(gift)}",
            gift.words,
            "Say yes, with the address where it should go, or no, in your portal.",
        ),
    )


def answered(gift: Gift) -> Letter:
    """To whoever ships, or whoever offered: yes or no, and where to read the address."""
    said = "accepts" if gift.state == Gift.State.ACCEPTED else "declines"
    then = "The address is on the gift’s page." if gift.state == Gift.State.ACCEPTED else gift.answer
    return Letter(
        "gift_answered",
        about_gift(gift),
        f"{gift.talent.name} {said} {gift.product}",
        (f"{gift.talent.name} {said} {gift.product} from {gift.brand.name}.", then),
    )


def corrected(gift: Gift) -> Letter:
    """To whoever ships: where it goes is not where it went. The address itself is on the page alone."""
    return Letter(
        "gift_corrected",
        about_gift(gift),
        f"{gift.product} for {gift.talent.name} goes to another address",
        (
            f"The address for {gift.product} from {gift.brand.name} was corrected.",
            "Read it again on the gift’s page before you send it.",
        ),
    )


def shipped(gift: Gift) -> Letter:
    """To the talent: it is on its way, and how to follow it."""
    how = " ".join(part for part in (gift.carrier, gift.tracking) if part)
    return Letter(
        "gift_shipped",
        about_gift(gift),
        f"{gift.product} is on its way",
        (
            f"{gift.product} from {gift.brand.name} is on its way to you{f' with {how}' if how else ''}.",
            gift.tracking_url,
            "Say in your portal when it has arrived. Your address is erased then.",
        ),
    )


def arrived(gift: Gift) -> Letter:
    """To the talent, once: whether it is there. Nobody said so for a week."""
    how = " ".join(part for part in (gift.carrier, gift.tracking) if part)
    left = f" on {day_words(office_day(gift.shipped_at))}" if gift.shipped_at else ""
    return Letter(
        "gift_arrived",
        about_gift(gift),
        f"Has {gift.product} arrived?",
        (
            f"{gift.product} from {gift.brand.name} left for you{left}{f' with {how}' if how else ''}.",
            gift.tracking_url,
            "If it is there, say so in your portal, and your address is erased. If it is not, tell the office.\n"
            f"{settings.SITE_URL}{reverse('talent:gift', args=[gift.public_id])}",
        ),
    )


def withdrawn(gift: Gift) -> Letter:
    """To the talent: it is not sent after all."""
    return Letter(
        "gift_withdrawn",
        about_gift(gift),
        f"{gift.product} is not sent",
        (f"{gift.product} from {gift.brand.name} is not sent after all.", gift.answer),
    )


def not_sent(gift: Gift) -> Letter:
    """To whoever was to ship it: do not."""
    return Letter(
        "gift_not_sent",
        about_gift(gift),
        f"Do not send {gift.product} to {gift.talent.name}",
        (f"{gift.product} for {gift.talent.name} is not to be sent any more. The address is erased.",),
    )
