"""Who works in the demo office, and how each signs in."""

from accounts.roles import Role

PASSWORD = "try-jimusho-2026"

STAFF: tuple[tuple[str, str, Role], ...] = (
    ("Akiko Kamada", "owner@demo.example", Role.OWNER),
    ("Daichi Okabe", "manager@demo.example", Role.MANAGER),
    ("Freya Magnusdóttir", "booker@demo.example", Role.BOOKER),
    ("Jonas Bergmann", "finance@demo.example", Role.FINANCE),
    ("Tomoe Nanase", "reader@demo.example", Role.READER),
)
# The brand's person who signs in at the client portal: name, address, role, brands.
BRAND_PEOPLE: tuple[tuple[str, str, Role, tuple[str, ...]], ...] = (
    ("Nadia Bouvier", "brand@demo.example", Role.BRAND_APPROVER, ("Solenne", "Velora")),
    ("Petra Lindholm", "petra@kaskad.example", Role.BRAND_APPROVER, ("Kaskad", "Bolt & Fern")),
    ("Shūhei Arakawa", "arakawa@lumeya.example", Role.BRAND_APPROVER, ("Lumeya", "Lumeya Sun")),
    ("Ingrid Fossum", "ingrid@fjellstrid.example", Role.BRAND_READER, ("Fjellstrid",)),
)
# The talent who signs in at the talent portal.
TALENT_LOGIN = ("Honoka Ishiguro", "talent@demo.example")


def logins() -> list[tuple[str, str]]:
    """Where each of the three portals is tried: what for, address."""
    return [
        ("Desk, as the owner", STAFF[0][1]),
        ("Desk, as a booker", STAFF[2][1]),
        ("Client portal, as Solenne", BRAND_PEOPLE[0][1]),
        ("Talent portal, as Honoka", TALENT_LOGIN[1]),
    ]
