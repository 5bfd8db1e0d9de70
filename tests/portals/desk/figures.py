"""Addresses and figures that several tests of a talent's pages use."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from stats.models import AccountSnapshot
from talent.models import SocialAccount, Talent


def at(name: str, thing: Talent | SocialAccount) -> str:
    return reverse(f"desk:{name}", args=[thing.public_id])


def measured(account: SocialAccount, *points: tuple[float, int]) -> None:
    """(days ago, followers), the last one the latest."""
    now = timezone.now()
    for days, followers in points:
        AccountSnapshot.objects.create(
            account=account, taken_at=now - timedelta(days=days), followers=followers, source="measured"
        )
    SocialAccount.objects.filter(pk=account.pk).update(followers=points[-1][1], measured_at=now, source="measured")
