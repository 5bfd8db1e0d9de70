"""Who follows an account, as its platform shows its owner."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Func, Q

from lib.countries import country_name
from lib.history import tracked
from lib.stamps import made
from talent.models import SocialAccount, Source

AGES: dict[str, tuple[int, int | None]] = {
    "13-17": (13, 17), "18-24": (18, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55-64": (55, 64),
    "65+": (65, None),
}  # fmt: skip
"""The bands in which platforms tell ages: the youngest and the oldest of each."""


SHOWN = 8
"""So many countries are named on pages."""


def bands_of(youngest: int | None, oldest: int | None) -> list[str]:
    """The bands that these ages reach into; none where no age is said."""
    if youngest is None and oldest is None:
        return []
    return [
        band for band, (first, last) in AGES.items()
        if (oldest is None or first <= oldest) and (youngest is None or last is None or last >= youngest)
    ]  # fmt: skip


def _shares(field: str) -> Q:
    """That every value of a JSON object is a percentage."""
    path = """'$.* ? (@.type() != "number" || @ < 0 || @ > 100)'"""
    strange = Func(
        models.F(field), template=f"jsonb_path_exists(%(expressions)s, {path})", output_field=models.BooleanField()
    )
    return ~Q(strange)


def _share(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=4, decimal_places=1, null=True, blank=True, help_text="percent")


def _sum(field: str) -> models.GeneratedField:
    """What is told in all, summed by the database when it is written; null where nothing is."""
    return models.GeneratedField(
        expression=Func(models.F(field), function="stats_sum_of_shares"),
        output_field=models.DecimalField(max_digits=6, decimal_places=1, null=True),
        db_persist=True,
    )


@tracked(exclude=("countries_sum", "ages_sum"), only={"source": str(Source.REPORTED)})
class Audience(models.Model):
    """Shares of an account's followers on `as_of`, in percent. Typed in by `enter_audience`, *reported*; *measured*
    where the platform tells the owner and the owner lets the office read it (`keep_audience`): a month's last reading.

    `countries` by ISO code, `ages` by the bands of `AGES`. What is left out is unknown, so nothing needs to add up to
    100: platforms name the largest countries alone, and not every follower says who they are. The newest day stands;
    of the same day what was measured.
    """

    untold: ClassVar = {"source": Source.MEASURED}
    """Of these histories keep and tell nothing: the machine reads each week."""

    account = models.ForeignKey(SocialAccount, models.PROTECT, related_name="audiences")
    as_of = models.DateField("as of")
    source = models.CharField(
        choices=[(source, source.label) for source in (Source.MEASURED, Source.REPORTED)],
        default=Source.REPORTED, max_length=9,
    )  # fmt: skip
    countries = models.JSONField("where they live", default=dict, blank=True)
    ages = models.JSONField(default=dict, blank=True)
    women = _share("women")
    men = _share("men")
    countries_sum = _sum("countries")
    ages_sum = _sum("ages")
    entered_at, entered_by = made()

    class Meta:
        ordering = ("-as_of", "source", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["account", "as_of", "source"],
                name="stats_audience_once",
                violation_error_message="Somebody entered that day at the same moment. Look again.",
            ),
            models.CheckConstraint(
                condition=_shares("countries") & _shares("ages")
                & (Q(women=None) | Q(women__range=(0, 100))) & (Q(men=None) | Q(men__range=(0, 100))),
                name="stats_audience_shares",
                violation_error_message="A share is between 0 and 100 %.",
            ),
            models.CheckConstraint(
                condition=~Q(countries={}, ages={}, women=None, men=None),
                name="stats_audience_known",
                violation_error_message="Say at least one share.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Audience of {self.account} as of {self.as_of}"

    @property
    def in_short(self) -> list[str]:
        """The largest countries, the largest age and the genders, each in words; none where a part is not known."""
        oldest = max(self.ages.items(), key=lambda pair: pair[1], default=None)
        genders = dict(self.told)["Gender"]
        return [
            *([", ".join(countries_told(self.countries)[:SHORTLY])] if self.countries else []),
            *([f"{oldest[1]:g} % are {oldest[0]}"] if oldest else []),
            *([", ".join(genders)] if genders else []),
        ]

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """Each part and its shares in words, the largest country first; none where a part is not known."""
        genders = [(word, share) for word, share in (("women", self.women), ("men", self.men)) if share is not None]
        return [
            ("Live in", countries_told(self.countries, SHOWN)),
            ("Ages", ages_told(self.ages)),
            ("Gender", _said(genders)),
        ]


SHORTLY = 3
"""So many countries are named where little room is."""


def countries_told(shares: Mapping[str, float], most: int | None = None) -> list[str]:
    """`Japan 62 %`, the largest first. Where there are more than `most`, the others are summed."""
    lands = sorted(shares.items(), key=lambda pair: -pair[1])
    others = lands[most:] if most is not None and len(lands) > most + 1 else []
    named = lands[: len(lands) - len(others)]
    told = [(country_name(code).removeprefix("the "), share) for code, share in named]
    rest = [(f"{len(others)} other countries", round(sum(share for _, share in others), 1))] if others else []
    return _said([*told, *rest])


def ages_told(shares: Mapping[str, float]) -> list[str]:
    """`18–24: 40 %`, the youngest first."""
    return _said((f"{band.replace('-', '–')}:", shares[band]) for band in AGES if band in shares)


def _said(shares: Iterable[tuple[str, Decimal | float]]) -> list[str]:
    return [f"{name} {float(share):g} %" for name, share in shares]
