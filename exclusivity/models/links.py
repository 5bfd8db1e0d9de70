"""The ties of promises, so that the history tells who made and who cut each: whom, against what, for what."""

from exclusivity.models.clause import Clause
from exclusivity.models.commitment import Commitment
from exclusivity.models.exposure import Exposure
from lib.history import tracked


@tracked()
class CommitmentTalent(Commitment.talents.through):  # type: ignore[name-defined]
    """Whom a commitment binds."""

    class Meta:
        proxy = True


@tracked()
class ClauseCategory(Clause.categories.through):  # type: ignore[name-defined]
    """A part of the market that a clause keeps to its brand."""

    class Meta:
        proxy = True


@tracked()
class ClauseExceptCategory(Clause.categories_except.through):  # type: ignore[name-defined]
    """A part of the market that a clause leaves out."""

    class Meta:
        proxy = True


@tracked()
class ClauseBrand(Clause.brands.through):  # type: ignore[name-defined]
    """A brand that a clause names."""

    class Meta:
        proxy = True


@tracked()
class ClauseCompany(Clause.companies.through):  # type: ignore[name-defined]
    """A company that a clause names."""

    class Meta:
        proxy = True


@tracked()
class ExposureCategory(Exposure.categories.through):  # type: ignore[name-defined]
    """What an exposure promotes."""

    class Meta:
        proxy = True


@tracked()
class ExposureTalent(Exposure.talents.through):  # type: ignore[name-defined]
    """Who shows in it, where not all do."""

    class Meta:
        proxy = True
