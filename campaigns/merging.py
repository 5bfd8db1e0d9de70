"""Campaigns and contracts go along where two brands turn out to be one."""

from datetime import datetime

from accounts.models import User
from campaigns.models import AmbassadorContract, Campaign, Gift
from clients.merging import goes_along
from clients.models import Brand


@goes_along
def work_goes_along(kept: Brand, gone: Brand, by: User, now: datetime) -> None:
    Campaign.objects.filter(brand=gone).update(brand=kept)
    AmbassadorContract.objects.filter(brand=gone).update(brand=kept)
    Gift.objects.filter(brand=gone).update(brand=kept)
