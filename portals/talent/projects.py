"""Open projects: look, apply in a minute, hear back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from djmoney.money import Money

from accounts.models import Office
from accounts.roles import Permission
from campaigns.actions import apply, change_application, withdraw_application
from campaigns.applying import may_apply, may_change_application
from campaigns.brief_words import audience_words, where_words
from campaigns.calls import as_told, booked_in, knows_brand
from campaigns.checks import OUTSIDE, may_withdraw
from campaigns.models import Application, ApplicationState, Booking, BookingState, Brief, Campaign, Nomination, Question
from campaigns.models.booking import STANDING
from campaigns.models.nomination import UNDER_WAY
from campaigns.promises import usages_of
from campaigns.queries import my_applications, open_projects, possible_projects
from campaigns.queries.projects import wanted_words
from campaigns.rules import office_share, talent_net
from outbox.once import sent_once
from portals.amounts import AmountField, AmountsForm
from portals.pages import allowed, attempt, visible
from portals.talent.frame import page
from portals.talent.standing import fee_words, may_act, me
from talent.models import SocialAccount, Talent

STILL = (ApplicationState.APPLIED, ApplicationState.BACKUP, ApplicationState.ACCEPTED)


class ApplyForm(AmountsForm):
    """An idea, a wish for another fee, and the answers to what the brief asks."""

    idea = forms.CharField(
        required=False, max_length=2000, label="Your idea", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What would you show? Two sentences are enough.",
    )  # fmt: skip
    proposed_fee = AmountField(label="Another fee", help_text="Leave it empty to take what is offered.")

    bare = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Sequence[Question] = (),
        currency: str = "",
        mine: Application | None = None,
    ) -> None:
        super().__init__(data, initial=written(mine, questions) if mine is not None else None)
        self.currency_of_all = currency
        self.is_bare = False
        self.questions = questions
        for question in questions:
            self.fields[f"q{question.pk}"] = _answer_field(question)

    def clean(self) -> dict[str, Any]:
        """Nothing written is sent only where somebody says so: the button stands at the top of a long page."""
        said = super().clean()
        told = any(said.get(name) not in (None, "") for name in self.fields if name != "bare")
        if not (told or self.errors or said["bare"]):
            self.is_bare = True
            self.add_error(None, "You wrote nothing yet. Say what you would show, or send it as it is.")
        return said

    def asked(self, *, first: bool) -> list[tuple[Question, forms.BoundField]]:
        """Questions with their fields: those that have to be answered come `first`, then the others."""
        return [(one, self[f"q{one.pk}"]) for one in self.questions if one.required is first]

    def asked_first(self) -> list[tuple[Question, forms.BoundField]]:
        return self.asked(first=True)

    def asked_then(self) -> list[tuple[Question, forms.BoundField]]:
        return self.asked(first=False)

    def wrote(self) -> bool:
        return any(name != "bare" for name in self.changed_data)

    def answers(self) -> dict[int, str]:
        return {question.pk: self.cleaned_data[f"q{question.pk}"] for question in self.questions}


def written(mine: Application, questions: Sequence[Question]) -> dict[str, Any]:
    """What was sent before, as the form shows it."""
    said = {each["question"]: each["answer"] for each in mine.answers}
    answers = {f"q{question.pk}": said[question.words] for question in questions if question.words in said}
    offered, asked = mine.campaign.brief.fee, mine.proposed_fee
    fee = asked if offered and asked and offered.currency == asked.currency else None
    return {"idea": mine.idea, "proposed_fee": fee, **answers}


def _answer_field(question: Question) -> forms.Field:
    wanted = {"required": question.required, "label": question.words}
    if question.choices:
        missing = {"required": "Choose one of the answers."}
        return forms.ChoiceField(choices=[(word, word) for word in question.choices], error_messages=missing, **wanted)
    return forms.CharField(max_length=1000, error_messages={"required": "Answer this first."}, **wanted)


def pay_of(gross: Money, percent: Decimal) -> dict[str, Money]:
    """What an open call offers for a place, with the way to what the talent receives.

    It is the brief's offer to everybody. The price that the brand pays for one talent is shown to none of them.
    """
    return {"gross": gross, "share": office_share(gross, percent), "net": talent_net(gross, percent)}


def projects(request: HttpRequest) -> HttpResponse:
    """All that is open. Where a promise stands in the way it says only that it is not possible."""
    talent, now = me(request), timezone.now()
    found = open_projects(talent, now)
    possible = possible_projects(found, talent, now)
    rows = [{"project": one, "why": "" if one.campaign.pk in possible else one.short or OUTSIDE} for one in found]
    rows.sort(key=lambda row: bool(row["why"]))
    context = {"talent": talent, "rows": rows, "waiting": my_applications(talent).count(), "fee": fee_words()}
    return page(request, "talent/projects.html", context)


def _mine(request: HttpRequest, campaign: Campaign) -> Application | None:
    mine = Application.objects.visible_to(request.user).filter(campaign=campaign, talent=me(request)).first()
    if mine is not None:
        mine.campaign = campaign
    return mine


def _project_page(
    request: HttpRequest, campaign: Campaign, mine: Application | None, form: ApplyForm | None = None
) -> HttpResponse:
    talent, now = me(request), timezone.now()
    brief = campaign.brief
    office = Office.objects.current()
    paid = brief.fee is not None and brief.fee.amount > 0
    place = Booking.objects.filter(campaign=campaign, talent=talent, state__in=STANDING).first()
    if place is not None:
        place.campaign = campaign
    pay = pay_of(brief.fee, office.fee_percent) if paid else None
    held = lost = None
    if place is None and mine is not None and mine.state == ApplicationState.ACCEPTED:
        rows = Booking.objects.filter(campaign=campaign, talent=talent).order_by("pk")
        held = rows.filter(state=BookingState.HOLD).first()
        lost = rows.last() if held is None else None
    its = place or held
    if its is not None and its.price is not None:
        pay = {"net": talent_net(its.price, its.fee_percent)} if its.price.amount else None
    elif lost is not None:
        pay = {"net": lost.net} if lost.counts and lost.net is not None else None
    acting = may_act(request, Permission.APPLY)
    context: dict[str, Any] = {
        "talent": talent,
        "campaign": campaign,
        "brief": brief,
        "told": as_told(campaign, knows=knows_brand(campaign, talent)),
        "pay": pay,
        "place": place,
        "held": held,
        "lost": lost,
        "fee": fee_words(),
        **told_in(brief, place),
        "categories": list(brief.categories.all()),
        "accounts": SocialAccount.objects.filter(talent=talent, archived_at=None),
        "mine": mine,
        "my_pay": pay_of(mine.proposed_fee, office.fee_percent) if mine is not None and mine.proposed_fee else None,
        "may": acting and may_apply(campaign, talent, now),
        "may_change": acting and mine is not None and place is None and may_change_application(mine, now),
        "asked": asked_of(campaign, talent),
        "form": form or ApplyForm(questions=brief.questions.all(), mine=mine),
        "now": now,
    }
    return page(request, "talent/project.html", context)


def told_in(brief: Brief, place: Booking | None = None, *, fee: Money | None = None) -> dict[str, Any]:
    """What a talent reads of a brief: the pieces, whom it is for, what the brand may do and keeps to itself.

    With a `place` as it was agreed for them. `fee` is what was offered where that is not the brief's: the pieces' own
    fees are told only where they add up to it.
    """
    lines = list(brief.wanted.all())
    offered = brief.fee if fee is None else fee
    return {
        "lines": [(line, wanted_words([line])) for line in lines],
        "parts": offered == brief.fee and any(line.fee is not None for line in lines),
        "where": where_words(brief),
        "audience": audience_words(brief),
        "usages": brief.usages if place is None else usages_of(place),
        "kept": list(brief.exclusive_categories.all()),
    }


def asked_of(campaign: Campaign, talent: Talent) -> Nomination | None:
    """The office's request to this talent that is not settled."""
    return campaign.nominations.filter(talent=talent, state__in=UNDER_WAY).first()


def _campaign(request: HttpRequest, public_id: str) -> Campaign:
    return visible(request, Campaign.objects.select_related("brand", "brief"), public_id)


def project(request: HttpRequest, public_id: str) -> HttpResponse:
    """One project: what it pays, what it wants, by when."""
    campaign = _campaign(request, public_id)
    return _project_page(request, campaign, _mine(request, campaign))


@allowed(Permission.APPLY)
@sent_once
@require_POST
def apply_here(request: HttpRequest, public_id: str) -> HttpResponse:
    """Apply, or say what was sent otherwise. The answer comes as a letter and stands under My applications."""
    campaign = _campaign(request, public_id)
    mine = _mine(request, campaign)
    changes = mine is not None and "change" in request.POST
    currency = str(campaign.brief.fee.currency) if campaign.brief.fee else Office.objects.current().currency
    form = ApplyForm(request.POST, questions=campaign.brief.questions.all(), currency=currency)
    if form.is_valid():
        wish = form.cleaned_data["proposed_fee"]
        kept = mine.proposed_fee if mine is not None and changes and "proposed_fee" not in request.POST else None
        said: dict[str, Any] = {
            "idea": form.cleaned_data["idea"],
            "proposed_fee": kept if wish is None else Money(wish, currency),
            "answers": form.answers(),
            "by": request.user,
            "now": timezone.now(),
        }
        if changes and attempt(request, lambda: change_application(application=mine, **said), "Changed.", form):
            return redirect("talent:project", campaign.public_id)
        told = f"You applied to {campaign.name}. You hear back either way."
        if not changes and attempt(request, lambda: apply(campaign=campaign, talent=me(request), **said), told, form):
            return redirect("talent:applications")
    return _project_page(request, campaign, mine, form)


def applications(request: HttpRequest) -> HttpResponse:
    """What was asked for, and what came of it."""
    talent = me(request)
    states = dict(Booking.objects.filter(talent=talent).order_by("pk").values_list("campaign", "state"))
    ended = {campaign for campaign, state in states.items() if state not in (BookingState.HOLD, *STANDING)}
    known = booked_in(talent)
    rows = [
        {
            "application": row,
            "told": as_told(row.campaign, knows=row.campaign_id in known),
            "open": row.state in STILL and not lost,
            "booked": states.get(row.campaign_id) in STANDING,
            "lost": lost,
        }
        for row in my_applications(talent)
        for lost in (row.state == ApplicationState.ACCEPTED and row.campaign_id in ended,)
    ]
    settled = next((may_withdraw(row["application"]) for row in rows if row["open"] and row["booked"]), "")
    asked = talent.nominations.select_related("campaign__brand", "campaign__brief").order_by("-created_at", "-pk")
    requests = [(row, as_told(row.campaign, knows=row.campaign_id in known)) for row in asked]
    context = {
        "talent": talent, "rows": rows, "requests": requests, "may": may_act(request, Permission.APPLY),
        "settled": settled,
    }  # fmt: skip
    return page(request, "talent/applications.html", context)


@allowed(Permission.APPLY)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Step back."""
    application: Application = visible(request, Application.objects, public_id)
    attempt(
        request,
        lambda: withdraw_application(application=application, by=request.user, now=timezone.now()),
        done=f"Withdrawn from {application.campaign.name}.",
    )
    return redirect("talent:applications")
