"""A small market with rivals, for promises that may clash."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from accounts.models import Office, User
from clients.models import Brand, Category
from exclusivity.actions import open_commitment, set_clauses, set_exposures
from exclusivity.models import Commitment
from exclusivity.terms import ClauseTerms, ExposureTerms
from talent.models import Talent
from tests.factories import BrandFactory, CategoryFactory, TalentFactory, manager


@dataclass
class Market:
    """Lumeya and Nordhaus sell skincare, a part of beauty; Korbel sells beer."""

    by: User
    now: datetime
    beauty: Category
    skincare: Category
    suncare: Category
    beer: Category
    lumeya: Brand
    nordhaus: Brand
    korbel: Brand
    mika: Talent

    def clause(self, **terms) -> ClauseTerms:
        return ClauseTerms(**{"number": "4.2", "category_ids": (self.skincare.pk,), "binds_members": "EACH"} | terms)

    def shows(self, first: date, after: date | None, **terms) -> ExposureTerms:
        usual = {"category_ids": (self.skincare.pk,), "channels": ("instagram",), "territories": ("JP",)}
        return ExposureTerms(**{**usual, "days": (first, after), **terms})

    def ambassador(self, brand=None, talents=None, term=(date(2026, 1, 1), date(2027, 7, 1)), **terms) -> Commitment:
        """A draft that keeps skincare to the brand."""
        made = open_commitment(
            kind="ambassador", brand=brand or self.lumeya, talents=talents or [self.mika], status="draft", by=self.by,
            now=self.now, term=term, timezone="Asia/Tokyo",
        )  # fmt: skip
        set_clauses(commitment=made, clauses=[self.clause(**terms)], by=self.by, now=self.now)
        return made

    def booking(self, *exposures: ExposureTerms, brand=None, talents=None, clauses=()) -> Commitment:
        """A hold of the rival's, on one day in June where nothing else is said."""
        made = open_commitment(
            kind="one_off", brand=brand or self.nordhaus, talents=talents or [self.mika], status="hold", by=self.by,
            now=self.now, timezone="Asia/Tokyo", term=(date(2026, 6, 1), date(2026, 7, 1)),
        )  # fmt: skip
        if clauses:
            set_clauses(commitment=made, clauses=list(clauses), by=self.by, now=self.now)
        shown = list(exposures) or [self.shows(date(2026, 6, 10), date(2026, 6, 11))]
        set_exposures(commitment=made, exposures=shown, by=self.by, now=self.now)
        return made


def new_market(at: datetime) -> Market:
    Office.objects.current()
    root = CategoryFactory(name="All that is tested", key="t-all", parent=None)
    beauty = CategoryFactory(name="Beauty", key="t-beauty", parent=root)
    skincare = CategoryFactory(name="Skincare", key="t-skincare", parent=beauty)
    beer = CategoryFactory(name="Beer", key="t-beer", parent=root)
    return Market(
        by=manager(),
        now=at,
        beauty=beauty,
        skincare=skincare,
        suncare=CategoryFactory(name="Sun care", key="t-suncare", parent=skincare),
        beer=beer,
        lumeya=BrandFactory(name="Lumeya", categories=[skincare]),
        nordhaus=BrandFactory(name="Nordhaus", categories=[skincare]),
        korbel=BrandFactory(name="Korbel", categories=[beer]),
        mika=TalentFactory(name="Mika"),
    )


@pytest.fixture
def market(db, now) -> Market:
    return new_market(now)


@pytest.fixture
def racing_market(transactional_db) -> Market:
    """The same, committed, so that other connections see it."""
    return new_market(datetime(2026, 4, 15, 9, 30, tzinfo=UTC))  # before the days in June that they fight for
