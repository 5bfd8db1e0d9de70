"""An invented market: categories in a tree, companies that own one another, and their brands."""

from datetime import UTC, date, datetime
from random import Random

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from clients.models import Brand, Category, Company, Ownership

ROOTS, MIDDLES, LEAVES = 10, 4, 100
COMPANIES, BRANDS, EDGES = 400, 500, 120
SINCE = date(2015, 1, 1)


def make(random: Random) -> None:
    """150 categories, 500 brands of 400 companies, and 120 ownerships, a third of which ended or are to come."""
    made = {"created_at": datetime.now(UTC), "created_by": User.objects.system()}
    roots = _categories([("root", number, None) for number in range(ROOTS)])
    middles = _categories([("middle", number, roots[number % ROOTS]) for number in range(ROOTS * MIDDLES)])
    leaves = _categories([("leaf", number, middles[number % len(middles)]) for number in range(LEAVES)])
    companies = Company.objects.bulk_create(Company(name=f"Company {n}", **made) for n in range(COMPANIES))
    brands = Brand.objects.bulk_create(
        Brand(company=companies[n % COMPANIES], name=f"Brand {n}", **made) for n in range(BRANDS)
    )
    Brand.categories.through.objects.bulk_create(
        Brand.categories.through(brand=brand, category=category)
        for brand in brands
        for category in random.sample(leaves, random.choice((1, 1, 2)))
    )
    Ownership.objects.bulk_create(
        Ownership(
            child=companies[number + EDGES // 4],
            parent=companies[random.randrange(number // 4 + 1)],
            period=random.choice(
                (DateRange(SINCE, None), DateRange(SINCE, None), DateRange(SINCE, date(2026, 1 + number % 12, 1)))
            ),
            **made,
        )
        for number in range(EDGES)
    )


def _categories(rows: list[tuple[str, int, Category | None]]) -> list[Category]:
    return Category.objects.bulk_create(
        Category(key=f"bench-{kind}-{number}", name=f"{kind.capitalize()} {number}", parent=parent)
        for kind, number, parent in rows
    )
