"""State changes by verbs only: what an app offers as an action is one."""

import importlib
import inspect
import pkgutil

import pytest

from tests.architecture.office import DATA_APPS

# The outbox has no people: its functions are called inside other apps' actions, in their transaction.
WITHOUT_PEOPLE = {"outbox", "lib"}
READS = {
    "accounts.find_open": "looks a token up",
    "campaigns.find_feed": "looks a token up",
    "campaigns.find_shortlist_link": "looks a token up",
    "exclusivity.differences": "compares the boxes with the facts",
    "exclusivity.terms_of": "shows a stored clause as plain terms",
    "stats.compute_numbers": "a job computes what follows from what is stored; nobody acts",
    "stats.record_posts": "a job's bulk write of what a platform said; nobody acts",
    "sales.find_token": "looks a key up",
    "stats.record_snapshots": "a job's bulk write of what a platform said; nobody acts",
    "talent.find_kit_link": "looks a token up",
    "talent.preview": "shows what an import would do",
}
# Steps that several verbs of their app share. They run inside a verb, which holds the locks and the transaction.
STEPS = {
    "accounts.actions.invitations.fresh_link",
    "campaigns.actions.applications.take",
    "campaigns.actions.appointments.take_up_options",
    "campaigns.actions.bookings.hold",
    "campaigns.actions.bookings.drop_hold",
    "campaigns.actions.bookings.tell_overtaken",
    "campaigns.actions.challenges.close",
    "campaigns.actions.challenges.is_due",
    "campaigns.actions.challenges.settle_challenges",
    "campaigns.actions.ranks.line_up",
    "campaigns.actions.ranks.set_ranks",
    "campaigns.actions.decisions.mark",
    "campaigns.actions.nominations.end_requests",
    "campaigns.actions.gifts.take_back_gifts",
    "campaigns.actions.nominations.take_back",
    "campaigns.actions.shared.answer_with",
    "campaigns.actions.confirmations.outdate",
    "campaigns.actions.shared.promise",
    "campaigns.actions.shared.turn_down",
    "exclusivity.actions.anew.look_anew",
    "exclusivity.actions.anew.redraw",
    "exclusivity.actions.binding.bind_locked",
    "exclusivity.actions.binding.settle",
    "exclusivity.actions.boxes.record_boxes",
    "exclusivity.actions.commitments.next_version",
    "exclusivity.actions.commitments.supersede",
    "exclusivity.actions.decisions.settle_on",
    "exclusivity.actions.findings.admit",
    "exclusivity.actions.findings.lapse",
    "exclusivity.actions.findings.note_findings",
    "sales.actions.sales.write",
}


def modules(app: str) -> list:
    package = importlib.import_module(f"{app}.actions")
    return [
        package,
        *(importlib.import_module(m.name) for m in pkgutil.walk_packages(package.__path__, f"{app}.actions.")),
    ]


APPS = [app for app in DATA_APPS if app not in WITHOUT_PEOPLE]


@pytest.mark.parametrize("app", APPS)
def test_what_is_offered_is_an_action(app):
    package = modules(app)[0]
    offered = {name: getattr(package, name) for name in package.__all__}
    plain = {f"{app}.{name}" for name, it in offered.items() if inspect.isfunction(it) and not hasattr(it, "is_action")}
    assert plain - set(READS) == set()


@pytest.mark.parametrize("app", APPS)
def test_who_takes_an_actor_is_an_action(app):
    plain = set()
    for module in modules(app):
        own = [it for it in vars(module).values() if inspect.isfunction(it) and it.__module__ == module.__name__]
        for it in own:
            acts = {"by", "now"} <= set(inspect.signature(it).parameters) and not it.__name__.startswith("_")
            if acts and not hasattr(it, "is_action"):
                plain.add(f"{module.__name__}.{it.__name__}")
    assert plain - STEPS == set()


@pytest.mark.parametrize("app", APPS)
def test_every_action_is_told_the_time(app):
    offered = [getattr(modules(app)[0], name) for name in modules(app)[0].__all__]
    verbs = {it.__name__: inspect.signature(it).parameters for it in offered if hasattr(it, "is_action")}
    assert [name for name, parameters in verbs.items() if "now" not in parameters] == []
