"""What all our models have in common."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import models

from accounts.models import User
from tests.architecture.office import ORDER, name_of, our_models

MODELS = our_models()
# An instant that no person brings about, with the reason why it has no `_by`.
BY_NOBODY = {
    "accounts.Invitation.expires_at": "the clock does it",
    "accounts.User.created_at": "the first user is made by nobody; later ones say so on their invitation",
    "stats.AccountNumbers.computed_at": "a job computed them",
    "stats.AccountSnapshot.taken_at": "a platform's answer is from that instant",
    "stats.Post.first_seen_at": "a job found it",
    "stats.Post.measured_at": "a platform's answer is from that instant",
    "stats.Post.published_at": "on the platform, by the account",
    "stats.PostSnapshot.taken_at": "a platform's answer is from that instant",
    "stats.Quota.answered_at": "a platform answered then",
    "stats.PostWatch.attempted_at": "a job tried",
    "stats.PostWatch.cut_at": "a platform's answer is from that instant",
    "stats.PostWatch.deep_at": "a platform's answer is from that instant",
    "stats.PostWatch.old_at": "a platform's answer is from that instant",
    "stats.PostWatch.next_at": "still to come",
    "stats.PostWatch.read_at": "a platform's answer is from that instant",
    "stats.Signal.found_at": "a job found it",
    "stats.Signal.seen_at": "a job found it again",
    "campaigns.Appointment.ends_at": "still to come",
    "campaigns.Appointment.starts_at": "still to come",
    "campaigns.Feed.read_at": "a calendar came by",
    "campaigns.ShortlistGuest.looked_at": "the guest looked",
    "campaigns.ShortlistLink.expires_at": "the clock does it",
    "campaigns.ShortlistLink.looked_at": "a guest looked; who said who they are has a row of their own",
    "talent.KitLink.expires_at": "the clock does it",
    "talent.KitLink.looked_at": "a guest looked, of whom nothing is kept",
    "talent.SocialAccount.attempted_at": "a job tried",
    "talent.SocialAccount.measured_at": "a platform's answer is from that instant",
    "talent.Talent.measured_at": "the leading account's",
    "talent.SocialAccount.named_at": "who wrote handle and platform is in the history; of an id alone, nobody",
    "talent.SocialAccount.next_refresh_at": "still to come",
}
UNTRACKED = {
    "accounts.Digest": "written once, by the clock",
    "outbox.FormKey": "lives three days and refers to nothing",
    "outbox.Job": "the row is its own history: attempts, errors, result",
    "outbox.Message": "frozen once it is sent",
    "exclusivity.Box": "holds no fact of its own and can be rebuilt",
    "campaigns.Upload": "how far a film has come; the draft that shows it is tracked",
    "stats.AccountNumbers": "computed anew from what is stored",
    "stats.AccountSnapshot": "is history, and never changes",
    "stats.Post": "a platform's words and figures; its snapshots are the history",
    "stats.PostSnapshot": "is history, and never changes",
    "stats.PostWatch": "when a platform was asked and will be",
    "stats.Handshake": "lives ten minutes; the connection that comes of it is tracked",
    "sales.LinkDay": "a day's counter",
    "stats.Quota": "a day's counter",
    "talent.ImportLine": "what became of a file's row, once and for good",
    "talent.Genre": "a closed list that comes with the code",
}
NO_MOVES = {
    "stats.StageCriterion.stage": "to which stage it leads; the talent has the state",
    "talent.SocialAccount.state": "what a platform last said of the account; any may follow any",
}


def stamps(model: type[models.Model], ending: str) -> list[models.Field]:
    kind = models.DateTimeField if ending == "_at" else models.ForeignKey
    return [f for f in model._meta.fields if isinstance(f, kind) and f.name.endswith(ending)]


def state_of(model: type[models.Model]) -> models.Field | None:
    """The field that the model's `MOVES` are about."""
    return next((f for f in model._meta.fields if f.name in ("state", "status", "stage")), None)


def field(model: type[models.Model], name: str) -> models.Field | None:
    return next((f for f in model._meta.fields if f.name == name), None)


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_relations_point_left(model):
    ours = ORDER.index(model._meta.app_label)
    related = [f for f in model._meta.get_fields() if f.is_relation and not f.auto_created and f.related_model]
    labels = {f.name: f.related_model._meta.app_label for f in related}
    assert {name: label for name, label in labels.items() if label in ORDER and ORDER.index(label) > ours} == {}


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_instant_says_by_whom(model):
    alone = []
    for at in stamps(model, "_at"):
        by = field(model, at.name.removesuffix("_at") + "_by")
        if f"{name_of(model)}.{at.name}" not in BY_NOBODY and not (by and by.related_model is User):
            alone.append(at.name)
    assert alone == []


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_doer_says_when(model):
    assert [by.name for by in stamps(model, "_by") if field(model, by.name.removesuffix("_by") + "_at") is None] == []


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_a_pair_is_whole_by_constraint_or_never_empty(model):
    constraints = {c.name for c in model._meta.constraints}
    halves = []
    for by in stamps(model, "_by"):
        fact = by.name.removesuffix("_by")
        at = field(model, f"{fact}_at")
        kept = f"{model._meta.app_label}_{model._meta.model_name}_{fact}_pair" in constraints
        if at is not None and not kept and (at.null or by.null):
            halves.append(fact)
    assert halves == []


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_constraint_has_a_name_and_a_sentence(model):
    default = models.CheckConstraint(condition=models.Q(pk=1), name="x").get_violation_error_message()
    wordless = []
    for constraint in model._meta.constraints:
        said = str(constraint.violation_error_message or "")
        if not constraint.name.startswith(f"{model._meta.app_label}_") or said == default or not said.endswith("."):
            wordless.append(constraint.name)
    assert wordless == []


def test_names_of_constraints_are_distinct():
    names = [c.name for model in MODELS for c in model._meta.constraints]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("model", [m for m in MODELS if hasattr(m, "MOVES")], ids=name_of)
def test_moves_name_every_state_once_and_no_other(model):
    state = state_of(model)
    states = {value for value, _ in state.choices}
    assert {str(s) for s in model.MOVES} == states
    assert {str(to) for after in model.MOVES.values() for to in after} <= states
    assert [s for s, after in model.MOVES.items() if s in after] == []
    assert state.default in states


def test_every_state_has_its_moves():
    stated = {f"{name_of(m)}.{state_of(m).name}" for m in MODELS if state_of(m)}
    moving = {f"{name_of(m)}.{state_of(m).name}" for m in MODELS if hasattr(m, "MOVES")}
    plain = {"outbox.FormKey.status"}  # an answer's number, no state
    assert stated - moving - plain == set(NO_MOVES)


def test_every_model_leaves_a_trace_or_says_why_not():
    assert {name_of(m) for m in MODELS if not hasattr(m, "pgh_event_model")} == set(UNTRACKED)


def test_exceptions_still_exist():
    instants = {f"{name_of(m)}.{f.name}" for m in MODELS for f in stamps(m, "_at")}
    assert set(BY_NOBODY) - instants == set()


def is_nothing(rows: models.QuerySet) -> bool:
    """Whether the query can find no row, whatever is stored."""
    try:
        str(rows.query)
    except EmptyResultSet:
        return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in MODELS if hasattr(m._default_manager, "visible_to")], ids=name_of)
def test_nobody_without_a_portal_sees_anything(model):
    nobody = [AnonymousUser(), User(kind="system", role="system"), User(kind="staff", role="owner", is_active=False)]
    assert [is_nothing(model._default_manager.visible_to(user)) for user in nobody] == [True] * 3
