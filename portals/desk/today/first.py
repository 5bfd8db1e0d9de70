"""The first steps of an office that has no roster or no brands yet, where Today has nothing else to say."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Kind, Permission, can
from clients.models import Brand
from stats.connectors import CONNECTORS, readable_platforms
from talent.models import Talent


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to set up; `way` is the name of its page."""

    icon: str
    title: str
    line: str
    way: str
    label: str
    is_done: bool


def first_steps(user: User) -> list[Step]:
    """What this person may do of it, with what is done already. None for an office that has talents and brands."""
    has_talents, has_brands = Talent.objects.exists(), Brand.objects.exists()
    if has_talents and has_brands:
        return []
    others = User.objects.filter(kind=Kind.STAFF).exclude(pk=user.pk)
    steps = [
        (
            Permission.IMPORT_ROSTER,
            Step(
                "users",
                "Bring in your roster",
                "A list as CSV or Excel, a talent a line. You see what each line would do before anything is written.",
                "desk:import-new",
                "Import",
                has_talents,
            ),
        ),
        (
            Permission.EDIT_CLIENTS,
            Step(
                "building-store",
                "Write down the first brand",
                "Campaigns and contracts are for brands, and its market says who its rivals are.",
                "desk:brand-add",
                "Add brand",
                has_brands,
            ),
        ),
        (
            Permission.RUN_OFFICE,
            Step(
                "plug",
                "Let the office read the platforms",
                "With your own keys followers, posts and views come by themselves.",
                "desk:platforms",
                "Enter keys",
                any(CONNECTORS[platform].needs for platform in readable_platforms()),
            ),
        ),
        (
            Permission.INVITE_STAFF,
            Step(
                "user-plus",
                "Invite your colleagues",
                "Each signs in as themselves; the history says who did what.",
                "desk:invite",
                "Invite",
                others.exists(),
            ),
        ),
    ]
    return [step for permission, step in steps if can(user, permission)]
