"""One change to the picked talents or to the whole list: what it will do, then the doing."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.queries import staff
from accounts.roles import Permission
from campaigns.people import of_talents
from lib.figures import counted
from outbox.once import sent_once
from portals.desk.plain import DeskForm, countries, country_name, language_name, languages
from portals.desk.roster.export import chosen
from portals.desk.roster.filters import NOBODY, RosterFilter
from portals.pages import allowed, attempt, page
from stats.actions import change_stages
from stats.stages import all_put_off, paths_to, rising
from talent import actions
from talent.bulk import MOST, MOST_STAGES, Change, Deed, Outcome, foreseen
from talent.models import Genre, Talent
from talent.models.talent import Stage

NAMED = 20
NAMED_BY: dict[str, str] = {
    Deed.SET_COUNTRY: "country", Deed.ADD_LANGUAGE: "language", Deed.REMOVE_LANGUAGE: "language",
    Deed.SET_STAGE: "stage",
}  # fmt: skip
"""What a deed asks for besides, by its field."""
SELECT = forms.Select(attrs={"class": "form-select"})


class ChangeForm(DeskForm):
    """The deed and what it needs. Prefixed, so that it never meets the filters of the list."""

    prefix = "do"
    deed = forms.ChoiceField(choices=Deed.choices, label="What to change", widget=SELECT)
    genre = forms.ModelChoiceField(Genre.objects, required=False, to_field_name="key", widget=SELECT)
    manager = forms.ChoiceField(required=False, widget=SELECT)
    country = forms.ChoiceField(required=False, widget=SELECT)
    language = forms.ChoiceField(required=False, widget=SELECT)
    stage = forms.ChoiceField(required=False, widget=SELECT, choices=[("", "Choose"), *Stage.choices])
    reason = forms.CharField(
        max_length=300, required=False, help_text="The history of each talent keeps it. Another stage needs one."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {person.public_id: person for person in staff().filter(is_active=True)}
        names = [(key, person.name) for key, person in self.people.items()]
        self.fields["manager"].choices = [("", "Choose"), (NOBODY, "Nobody"), *names]  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", "Choose"), *countries()[1:]]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", "Choose"), *languages()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        deed = said.get("deed")
        if deed in (Deed.ADD_GENRE, Deed.REMOVE_GENRE) and not said.get("genre") and "genre" not in self.errors:
            self.add_error("genre", "Choose the genre.")
        if deed == Deed.SET_MANAGER and not said.get("manager"):
            self.add_error("manager", "Choose a colleague, or nobody.")
        if deed in NAMED_BY and not said.get(NAMED_BY[deed]) and NAMED_BY[deed] not in self.errors:
            self.add_error(NAMED_BY[deed], f"Choose the {NAMED_BY[deed]}.")
        if deed == Deed.SET_STAGE and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why. The history of each talent keeps it.")
        return said

    @property
    def change(self) -> Change:
        said = self.cleaned_data
        with_genre = said["deed"] in (Deed.ADD_GENRE, Deed.REMOVE_GENRE)
        manager = self.people.get(said["manager"]) if said["deed"] == Deed.SET_MANAGER else None
        word = said[NAMED_BY[said["deed"]]] if said["deed"] in NAMED_BY else ""
        match said["deed"]:
            case Deed.SET_COUNTRY:
                name = country_name(word)
            case Deed.SET_STAGE:
                name = str(Stage(word).label)
            case _:
                name = language_name(word)
        return Change(said["deed"], said["genre"] if with_genre else None, manager, word, name if word else "")


@allowed(Permission.EDIT_ROSTER)
@sent_once
def change(request: HttpRequest) -> HttpResponse:
    """Choose the change, read what it will do to whom, do it. All of the question is in the address."""
    now = timezone.now()
    data = request.POST or request.GET
    people: QuerySet[Talent] = chosen(request, now).prefetch_related(None)
    found = list(people[: MOST + 1])
    form = ChangeForm(data if "do-deed" in data else None)
    user: User = request.user  # type: ignore[assignment]
    if request.method == "POST" and form.is_valid():
        expected = request.POST.get("expected", "")
        asked: dict[str, Any] = {
            "talent_ids": [talent.pk for talent in found], "by": user, "now": now,
            "reason": form.cleaned_data["reason"],
        }  # fmt: skip
        meant_ = form.change
        done: Outcome | None = attempt(
            request,
            lambda: (
                change_stages(stage=meant_.word, seen=request.POST.get("seen", "").split(), **asked)
                if meant_.deed == Deed.SET_STAGE
                else actions.change_talents(
                    change=meant_, expected=int(expected) if expected.isdecimal() else None, **asked
                )
            ),
            form=form,
        )
        if done is not None:
            _tell(request, form.change, done)
            return redirect(list_address(data, user))
    if form.is_bound and form.is_valid() and form.change.deed == Deed.SET_STAGE and len(found) > MOST_STAGES:
        form.add_error(
            "deed",
            f"The stage of at most {MOST_STAGES} talents is changed at a time: a person looks at each of them."
            " Narrow the list first.",
        )
    plan = foreseen(found, form.change) if form.is_bound and form.is_valid() and len(found) <= MOST else None
    context: dict[str, Any] = {
        "form": form, "plan": plan, "people": len(found), "too_many": len(found) > MOST, "most": MOST,
        "named": NAMED, "kept": meant(data), "change": form.change if plan else None, "back": list_address(data, user),
        "again": f"{request.path}?{_without_deed(data)}", "picked": "talent" in data,
    }  # fmt: skip
    if plan and form.change.deed == Deed.SET_STAGE:
        context |= _looked_at(form.change.word, plan.changed, now)
    return page(request, "desk/roster/change.html", context)


def _looked_at(stage: str, people: list[Talent], now: datetime) -> dict[str, Any]:
    """What somebody reads before these talents come to a stage: of those who come up what it asks for, who lacks most
    first, and who was told "not now"; of all of them whom the letter reaches. Four queries.
    """
    up = {talent.pk: talent for talent in rising(stage, people)}
    paths = [(up[pk], path) for pk, path in paths_to(stage, list(up.values())).items()]
    readers = of_talents(people)
    return {
        "paths": sorted(paths, key=lambda pair: (pair[1].met - len(pair[1].steps), pair[0].name)),
        "reached": sum(path.is_reached for _, path in paths),
        "put_off": all_put_off(list(up.values()), timezone.localdate(now)),
        "unread": [talent for talent in people if not readers[talent.pk]],
        "told": sum(1 for talent in people if readers[talent.pk]),
    }


def meant(data: QueryDict) -> list[tuple[str, str]]:
    """The list that is meant: picked talents or filters."""
    names = ("talent",) if "talent" in data else tuple(RosterFilter.base_fields)
    return [(name, value) for name in names for value in data.getlist(name) if value]


def _without_deed(data: QueryDict) -> str:
    query = QueryDict(mutable=True)
    for name, value in meant(data):
        query.appendlist(name, value)
    return query.urlencode()


def list_address(data: QueryDict, user: User) -> str:
    """Where the list is from which somebody came: what they picked is no filter."""
    query = "" if "talent" in data else RosterFilter(data, user).question()
    return f"{reverse('desk:talents')}?{query or 'view=all'}"


def _tell(request: HttpRequest, change: Change, done: Outcome) -> None:
    count = len(done.changed)
    messages.success(request, f"{change}: {counted(count, 'talent')} changed.")
    if done.refused:
        told = " ".join(reason for _, reason in done.refused[:3])
        more = f" And {len(done.refused) - 3:,} more." if len(done.refused) > 3 else ""
        messages.warning(request, f"{len(done.refused):,} left out. {told}{more}")
