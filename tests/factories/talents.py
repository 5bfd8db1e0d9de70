"""The roster, its accounts and their figures."""

from datetime import timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role
from stats.models import AccountSnapshot
from talent.models import (
    ActMember,
    Genre,
    RosterImport,
    SocialAccount,
    Stage,
    Talent,
    TalentAccess,
    TierBound,
    TierScheme,
)
from tests.factories.base import NOW, Made, days, somebody
from tests.factories.people import UserFactory


class GenreFactory(DjangoModelFactory):
    class Meta:
        model = Genre

    key = factory.Sequence(lambda n: f"genre-{n}")
    name = factory.Sequence(lambda n: f"Genre {n}")


class TalentFactory(Made):
    """`TalentFactory(followers=12_000, genres=[…])`; an act by `kind="act"`."""

    class Meta:
        model = Talent
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Talent {n}")
    stage = Stage.AFFILIATED
    country = "JP"
    languages = factory.LazyFunction(lambda: ["ja"])
    search = factory.LazyAttribute(lambda o: o.name.lower())

    @factory.post_generation
    def genres(self, create: bool, extracted: Any, **_: Any) -> None:
        if create and extracted:
            self.genres.set(extracted)


class ActMemberFactory(Made):
    class Meta:
        model = ActMember

    act = factory.SubFactory(TalentFactory, kind="act")
    member = factory.SubFactory(TalentFactory)
    period = factory.LazyFunction(lambda: days("2024-01-01"))


class SocialAccountFactory(Made):
    """Nothing is known of it; `SocialAccountFactory(measured=True)` has figures of two hours ago."""

    class Meta:
        model = SocialAccount

    talent = factory.SubFactory(TalentFactory)
    platform = "youtube"
    handle = factory.Sequence(lambda n: f"handle{n}")

    class Params:
        measured = factory.Trait(
            followers=12_000, following=80, posts=240, source="measured", measured_at=NOW - timedelta(hours=2)
        )


class AccountSnapshotFactory(DjangoModelFactory):
    class Meta:
        model = AccountSnapshot

    account = factory.SubFactory(SocialAccountFactory)
    taken_at = NOW
    followers = 12_000
    source = "measured"


class TierSchemeFactory(DjangoModelFactory):
    """`TierSchemeFactory(bounds=[(0, "Small"), (1000, "Large")])`."""

    class Meta:
        model = TierScheme
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"scheme-{n}")
    name = factory.Sequence(lambda n: f"Scheme {n}")

    @factory.post_generation
    def bounds(self, create: bool, extracted: Any, **_: Any) -> None:
        for number, name in (extracted or ()) if create else ():
            TierBound.objects.create(scheme=self, name=name, from_followers=number)


class RosterImportFactory(Made):
    class Meta:
        model = RosterImport

    filename = "roster.csv"
    content = b"name,followers\nAoi,1200\n"
    encoding = "utf-8"
    delimiter = ","
    figures_as_of = NOW


def talent_user(talent: Talent | None = None, role: str = Role.TALENT, **values: Any) -> User:
    """A user of the talent portal who acts as the talent (a new one where none is given)."""
    user = UserFactory(role=role, **values)
    TalentAccess.objects.create(talent=talent or TalentFactory(), user=user, created_at=NOW, created_by=somebody())
    return user
