"""Decisions wait as a set, are applied together, and become letters that somebody reads before they go."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from djmoney.money import Money

from accounts.models import Office, User
from accounts.roles import Permission
from campaigns import decision_letters, letters
from campaigns.actions.applications import take
from campaigns.actions.shared import answer_with, lock_campaign, lock_people, settle, turn_down
from campaigns.checks import holds_place, placed
from campaigns.models import Application, ApplicationState, Campaign, Choice
from campaigns.models.application import UNCHOSEN
from campaigns.people import may, of_talent
from campaigns.screening import ANSWERED_IN, may_screen
from lib.actions import action
from lib.refusals import Denied, Refused, require
from outbox.actions import send_all
from outbox.models import Message


def set_key(applications: Iterable[Application]) -> str:
    """What tells one set of pending decisions from another, so that only what somebody saw is applied."""
    said = sorted(
        f"{a.public_id} {a.choice} {a.chosen_at:%Y%m%d%H%M%S%f} {fee_of(a)} {a.choice_answer}"
        for a in applications
        if a.choice
    )
    return sha256("\n".join(said).encode()).hexdigest()[:20]


def fee_of(application: Application) -> Money | None:
    """At what a yes holds their place where that is not the brief's fee: at what they ask for."""
    return application.proposed_fee if application.choice_at_ask else None


def mark(
    application: Application, choice: str, *, answer: str, by: User, now: datetime, at_ask: bool | None = None
) -> None:
    """Note what is meant to be answered, or nothing any more. The caller has locked and checked.

    `at_ask`: a yes is at the fee that they ask for, where they ask for one; None leaves it as it is.
    """
    if choice and choice not in Choice.values:
        raise Refused("A decision is yes, backup or no.")
    if choice == Choice.BACKUP and application.state == ApplicationState.BACKUP:
        raise Refused("This applicant is in reserve already.")
    if not choice and answer.strip() not in ("", application.choice_answer):
        raise Refused("What the talent reads goes with a yes, a backup or a no. Mark one, or take the words out.")
    at_ask = application.choice_at_ask if at_ask is None else at_ask
    asks = choice == Choice.YES and at_ask and application.proposed_fee is not None
    pending = {
        "choice": choice, "choice_answer": answer.strip(), "choice_at_ask": asks, "chosen_at": now, "chosen_by": by,
    }  # fmt: skip
    for name, value in (pending if choice else UNCHOSEN).items():
        setattr(application, name, value)
    application.save(update_fields=list(UNCHOSEN))


@action
def mark_decisions(
    *,
    campaign: Campaign,
    applications: Iterable[Application],
    choice: str,
    answer: str,
    by: User,
    now: datetime,
    at_ask: bool = False,
) -> list[Application]:
    """Mark several at once: yes, backup, no (with words for the talents), or "" for undecided. All or none.

    A yes is at the brief's fee; `at_ask`, at what each asks for.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    wanted = [application.pk for application in applications]
    rows = list(
        campaign.applications.select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .select_related("talent")
        .order_by("pk")
    )
    if not rows:
        raise Refused("Choose applicants first.")
    for row in rows:
        row.campaign = campaign
        require(may_screen(row, by))
        mark(row, choice, answer=answer, by=by, now=now, at_ask=at_ask)
    return rows


def _pending(campaign: Campaign) -> tuple[Campaign, list[Application]]:
    """The campaign and what is marked in it, locked, its talents first. Who marks now waits for the campaign."""
    lock_people(campaign.applications.exclude(choice="").values_list("talent", flat=True))
    campaign = lock_campaign(campaign)
    rows = campaign.applications.select_for_update(of=("self",)).exclude(choice="")
    return campaign, list(rows.select_related("talent", "chosen_by").order_by("pk"))


@action
def apply_decisions(*, campaign: Campaign, seen: str, by: User, now: datetime) -> list[Application]:
    """Answer everybody who is marked, in one go: places are held, and each letter waits as a draft in the outbox.

    `seen` is the `set_key` of what the page showed. A no without words gets the office's. Each answer is recorded as of
    whoever decided it. Raises `Refused`, and changes nothing, where the set is another now or a yes cannot be held.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign, rows = _pending(campaign)
    if not rows:
        raise Refused("No decision waits. They may have been applied already.")
    if set_key(rows) != seen:
        raise Refused("The decisions changed while you looked. Read the set again, then apply it.")
    if campaign.is_blind:
        raise Refused("End the blind pass first: answers go out by name.")
    if campaign.state not in ANSWERED_IN:
        raise Refused(f"{campaign.name} is {campaign.get_state_display().lower()}.")
    has_place = placed(campaign, [row.talent_id for row in rows])
    words = Office.objects.current().decline_words
    for row in rows:
        row.campaign = campaign
        _apply(row, has_place, words, now)
    settle(campaign, now)
    return rows


def _apply(row: Application, has_place: set[int], words: str, now: datetime) -> None:
    choice, answer, by = row.choice, row.choice_answer, row.chosen_by
    if by is None:  # the constraint knows better; for the type checker
        raise Refused("A decision says who made it.")
    if choice == Choice.YES:
        answer_is = holds_place(row.campaign, row.talent, lambda: row.talent_id in has_place)
        if isinstance(answer_is, Denied):
            raise Refused(f"{row.talent.name}: {answer_is}")
        take(row, answer=answer, by=by, now=now, post=letters.draft, price=fee_of(row))
    elif choice == Choice.BACKUP:
        answer_with(row, ApplicationState.BACKUP, answer=answer, by=by, now=now)
        letters.draft(decision_letters.reserve(row), of_talent(row.talent), now)
    else:
        turn_down(row, answer=answer or words, by=by, now=now, post=letters.draft)


@action
def send_answers(*, campaign: Campaign, by: User, now: datetime) -> list[Message]:
    """Let all answers go that still wait as drafts."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    sent = send_all(decision_letters.drafts_of([campaign]))
    if not sent:
        raise Refused("No letter waits. They may have gone already.")
    return sent
