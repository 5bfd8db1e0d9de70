"""Who may do what. The one file to read when somebody asks.

A user has one kind (which portal is theirs) and one role in it. A role is a stable key with a sentence for people and
a set of permissions. Which rows a person may do it *to* is said by `visible_to()` beside each model.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from lib.refusals import Answer, Denied

if TYPE_CHECKING:
    from accounts.models import User


class Kind(models.TextChoices):
    """Which of the three portals a person works in. SYSTEM is the office's own jobs, and signs in nowhere."""

    STAFF = "staff", "Staff"
    CLIENT = "client", "Client"
    TALENT = "talent", "Talent"
    SYSTEM = "system", "System"


class Role(models.TextChoices):
    """Stable keys: they are stored, so they never change their meaning."""

    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    BOOKER = "booker", "Booker"
    FINANCE = "finance", "Finance"
    READER = "reader", "Reader"
    BRAND_APPROVER = "brand_approver", "Approver"
    BRAND_READER = "brand_reader", "Reader at the brand"
    TALENT = "talent", "Talent"
    GUARDIAN = "guardian", "Guardian"
    SYSTEM = "system", "The office's jobs"


class Permission(models.TextChoices):
    """What can be asked for. `can(user, permission)` is the only question."""

    READ_DESK = "read_desk", "Read everything on the desk"
    EDIT_ROSTER = "edit_roster", "Add and change talents and their accounts"
    IMPORT_ROSTER = "import_roster", "Import a roster from a file"
    EDIT_CLIENTS = "edit_clients", "Add and change companies, brands and contacts"
    EDIT_CATEGORIES = "edit_categories", "Change the tree of market categories"
    RUN_CAMPAIGNS = "run_campaigns", "Create campaigns, decide applications, confirm bookings"
    EDIT_BENCHMARKS = "edit_benchmarks", "Change the published ranges that engagement is held against"
    SIGN_CONTRACTS = "sign_contracts", "Sign and end ambassador contracts"
    DECIDE_CLASHES = "decide_clashes", "Decide what is on the clash desk, second an override"
    OVERRIDE_CLASHES = "override_clashes", "Propose to let a definite clash stand"
    REFRESH_FIGURES = "refresh_figures", "Ask a platform for new figures now"
    INVITE = "invite", "Invite brands' people and talents"
    INVITE_STAFF = "invite_staff", "Invite colleagues and change their roles"
    RUN_OFFICE = "run_office", "Change the office's settings, tiers and jobs"
    READ_MESSAGES = "read_messages", "Read the office's outgoing messages"
    READ_MONEY = "read_money", "See fees, margins and pay-outs"
    READ_SPREAD = "read_spread", "See how chances and pay are spread over the roster"
    APPROVE_DRAFTS = "approve_drafts", "Approve drafts for the brand, or ask for changes"
    ANSWER_SHORTLISTS = "answer_shortlists", "Say yes, backup or no to a shortlist for the brand"
    RATE_TALENTS = "rate_talents", "Rate talents for the brand, for the office to read"
    SHIP_GIFTS = "ship_gifts", "Ship gifts to talents for the brand"
    KEY_SALES = "key_sales", "Bring in the orders of the brand's shop, by its keys or as a file"
    WRITE_BRIEFS = "write_briefs", "Write briefs for the brand and send them to the office"
    READ_BRAND = "read_brand", "Read what the office shares with the brand"
    WRITE_THREADS = "write_threads", "Write in threads"
    APPLY = "apply", "Apply to open campaigns and answer requests"
    ACCEPT_TERMS = "accept_terms", "Accept the terms of a booking"
    DELIVER = "deliver", "Submit drafts and addresses of posts"
    SAY_AWAY = "say_away", "Say when one is away"
    SAY_WISHES = "say_wishes", "Say what one's work costs, and for whom one does it"
    CONNECT_ACCOUNTS = "connect_accounts", "Connect one's own accounts, and end that"
    READ_OWN = "read_own", "Read one's own work and figures"


P = Permission


@dataclass(frozen=True, slots=True)
class Grant:
    """What a role is for, and what it may do."""

    kind: Kind
    sentence: str
    may: frozenset[Permission]


_READER = frozenset({P.READ_DESK})
_BOOKER = _READER | {
    P.EDIT_ROSTER, P.IMPORT_ROSTER, P.EDIT_CLIENTS, P.RUN_CAMPAIGNS, P.REFRESH_FIGURES, P.INVITE, P.READ_MESSAGES,
    P.READ_MONEY, P.WRITE_THREADS,
}  # fmt: skip
_MANAGER = _BOOKER | {P.SIGN_CONTRACTS, P.DECIDE_CLASHES, P.EDIT_CATEGORIES, P.EDIT_BENCHMARKS, P.INVITE_STAFF}
_OWNER = _MANAGER | {P.RUN_OFFICE, P.OVERRIDE_CLASHES, P.READ_SPREAD}

GRANTS: dict[Role, Grant] = {
    Role.OWNER: Grant(Kind.STAFF, "Runs the office: everything.", frozenset(_OWNER)),
    Role.MANAGER: Grant(Kind.STAFF, "Looks after talents, signs contracts, decides clashes.", frozenset(_MANAGER)),
    Role.BOOKER: Grant(Kind.STAFF, "Runs campaigns from brief to result.", frozenset(_BOOKER)),
    Role.FINANCE: Grant(Kind.STAFF, "Reads everything, money included.", _READER | {P.READ_MONEY, P.READ_MESSAGES}),
    Role.READER: Grant(Kind.STAFF, "Reads the desk without its money, and changes nothing.", _READER),
    Role.BRAND_APPROVER: Grant(
        Kind.CLIENT,
        "Writes briefs, chooses talents and approves drafts for the brand.",
        frozenset(
            {
                P.READ_BRAND,
                P.WRITE_BRIEFS,
                P.ANSWER_SHORTLISTS,
                P.RATE_TALENTS,
                P.APPROVE_DRAFTS,
                P.KEY_SALES,
                P.SHIP_GIFTS,
                P.WRITE_THREADS,
            }
        ),
    ),
    Role.BRAND_READER: Grant(
        Kind.CLIENT,
        "Reads what the office shares with the brand, and writes to the office.",
        frozenset({P.READ_BRAND, P.WRITE_THREADS}),
    ),
    Role.TALENT: Grant(
        Kind.TALENT,
        "Applies, delivers, reads their own.",
        frozenset(
            {
                P.APPLY,
                P.ACCEPT_TERMS,
                P.DELIVER,
                P.SAY_AWAY,
                P.SAY_WISHES,
                P.CONNECT_ACCOUNTS,
                P.READ_OWN,
                P.WRITE_THREADS,
            }
        ),
    ),
    Role.GUARDIAN: Grant(
        Kind.TALENT,
        "Stands beside a talent under age: reads all, accepts bookings, connects accounts.",
        frozenset({P.ACCEPT_TERMS, P.SAY_AWAY, P.SAY_WISHES, P.CONNECT_ACCOUNTS, P.READ_OWN, P.WRITE_THREADS}),
    ),
    Role.SYSTEM: Grant(Kind.SYSTEM, "The office's background jobs; nobody signs in as this.", frozenset()),
}


_MANY = {
    Role.OWNER: "owners",
    Role.MANAGER: "managers",
    Role.BOOKER: "bookers",
    Role.FINANCE: "finance",
    Role.READER: "readers",
    Role.BRAND_APPROVER: "approvers",
    Role.BRAND_READER: "readers at the brand",
    Role.TALENT: "talents",
    Role.GUARDIAN: "guardians",
}


def roles_of(kind: Kind | str) -> list[Role]:
    """The roles that people of this kind can have."""
    return [role for role, grant in GRANTS.items() if grant.kind == kind]


def can(user: "User", permission: Permission) -> Answer:
    """Whether the user's role carries the permission; the refusal says which roles do."""
    if not user.is_authenticated or not user.is_active:
        return Denied("Sign in to do that.", code="anonymous")
    if permission in GRANTS[Role(user.role)].may:
        return True
    kind = GRANTS[Role(user.role)].kind
    holders = [_MANY[Role(role)] for role, grant in GRANTS.items() if permission in grant.may and grant.kind == kind]
    *others, last = holders or ["Nobody in this portal"]
    who = f"{', '.join(others)} and {last}" if others else last
    deed = permission.label[0].lower() + permission.label[1:]
    return Denied(f"{'Only ' if holders else ''}{who} may {deed}.", code=f"role:{permission}")
