"""What every office begins with: two tier schemes and the usual genres. Loaded after `migrate`, again and again."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

SCHEMES: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "e0": ("Nano, micro, middle, top", [(0, "Nano"), (10_000, "Micro"), (100_000, "Middle"), (1_000_000, "Top")]),
    "e3": ("Nano, micro, macro, mega", [(0, "Nano"), (1_000, "Micro"), (50_000, "Macro"), (1_000_000, "Mega")]),
}
IN_USE = "e0"
GENRES = {
    "art": "Art",
    "beauty": "Beauty",
    "books": "Books",
    "business": "Business",
    "cars": "Cars",
    "comedy": "Comedy",
    "dance": "Dance",
    "education": "Education",
    "family": "Family",
    "fashion": "Fashion",
    "fitness": "Fitness",
    "food": "Food",
    "gaming": "Gaming",
    "hair": "Hair",
    "home": "Home",
    "lifestyle": "Lifestyle",
    "money": "Money",
    "music": "Music",
    "outdoors": "Outdoors",
    "pets": "Pets",
    "photography": "Photography",
    "skincare": "Skincare",
    "sport": "Sport",
    "tech": "Tech",
    "travel": "Travel",
    "wellness": "Wellness",
}


def load_starters(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Add the schemes that are missing, and genres where there are none. What the office changed stays."""
    from talent.models import Genre, TierBound, TierScheme

    tables = connections[using].introspection.table_names()
    if not {model._meta.db_table for model in (Genre, TierBound, TierScheme)} <= set(tables):
        return
    with transaction.atomic(using=using):
        for key, (name, bounds) in SCHEMES.items():
            scheme, is_new = TierScheme.objects.using(using).get_or_create(key=key, defaults={"name": name})
            if is_new:
                for from_followers, tier in bounds:
                    scheme.bounds.create(name=tier, from_followers=from_followers)
        if not TierScheme.objects.using(using).filter(in_use=True).exists():
            TierScheme.objects.using(using).filter(key=IN_USE).update(in_use=True)
        known = set(Genre.objects.using(using).values_list("key", flat=True))
        if not known:
            Genre.objects.using(using).bulk_create([Genre(key=key, name=name) for key, name in GENRES.items()])
