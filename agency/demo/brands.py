"""Invented companies and brands, with rivalries that an office would know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoBrand:
    """`categories` are keys of the starter tree."""

    name: str
    tint: str
    categories: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoCompany:
    name: str
    country: str
    brands: tuple[DemoBrand, ...]
    owner: str = ""


COMPANIES: tuple[DemoCompany, ...] = (
    DemoCompany("Lumeya Group", "JP", (
        DemoBrand("Lumeya", "#B98577", ("skincare",), ("ルメヤ",)),
        DemoBrand("Lumeya Sun", "#C9953E", ("sun-care",)),
    )),
    DemoCompany("Solenne", "FR", (
        DemoBrand("Solenne", "#C98A1B", ("sun-care", "skincare")),
        DemoBrand("Velora", "#5A4A78", ("make-up",)),
    )),
    DemoCompany("Mizukage Holdings", "JP", (
        DemoBrand("Mizukage", "#C08A83", ("skincare",), ("水影",)),
        DemoBrand("Nocturne & Fig", "#3B2C44", ("fragrance",)),
    )),
    DemoCompany("Haneulbit", "KR", (
        DemoBrand("Haneulbit", "#7A5C8E", ("make-up",), ("하늘빛",)),
        DemoBrand("Haneulbit Lab", "#4B6E7D", ("skincare",)),
    )),
    DemoCompany("Kaskad Drinks", "FI", (
        DemoBrand("Kaskad", "#2F7A94", ("soft-drinks",)),
        DemoBrand("Bolt & Fern", "#4F7A3C", ("energy-drinks",)),
    )),
    DemoCompany("Kettle & Pine", "GB", (
        DemoBrand("Kettle & Pine", "#35593E", ("tea", "coffee")),
        DemoBrand("Borealis Oats", "#8C7A55", ("plant-drinks",)),
    )),
    DemoCompany("Okimaru Foods", "JP", (
        DemoBrand("Okimaru", "#B5482E", ("instant-meals", "snacks"), ("沖丸",)),
        DemoBrand("Okimaru Kids", "#D08C9A", ("baby-food",)),
    )),
    DemoCompany("Fjellstrid", "NO", (
        DemoBrand("Fjellstrid", "#2F3A48", ("running-shoes", "outdoor-clothing")),
    )),
    DemoCompany("Hayanami Sports", "JP", (
        DemoBrand("Hayanami", "#1F5FA8", ("running-shoes",), ("早波",)),
        DemoBrand("Hayanami Studio", "#6C86B4", ("sportswear",)),
    )),
    DemoCompany("Orbyte", "US", (
        DemoBrand("Orbyte", "#3E51A8", ("headphones",)),
        DemoBrand("Orbyte Play", "#2A2F52", ("game-consoles",)),
    )),
    DemoCompany("Telmio", "BR", (DemoBrand("Telmio", "#8E2C66", ("mobile-carriers",)),)),
    DemoCompany("Pagoo", "GH", (DemoBrand("Pagoo Payments", "#3F7A3E", ("payments",)),)),
    DemoCompany("Nordlund", "SE", (DemoBrand("Nordlund", "#A4582A", ("luggage",)),)),
    DemoCompany("Casa Brisa", "PT", (
        DemoBrand("Casa Brisa", "#7F8F5C", ("home-fragrance",)),
        DemoBrand("Brisa Linho", "#A79C7E", ("bedding",)),
    )),
    DemoCompany("Zeltgarten", "DE", (DemoBrand("Zeltgarten", "#5E6B3A", ("camping",)),)),
)  # fmt: skip

# A group's ownership from a day on, in days before today: child, parent.
OWNERSHIPS: tuple[tuple[str, str, int], ...] = (("Haneulbit", "Solenne", 420),)
