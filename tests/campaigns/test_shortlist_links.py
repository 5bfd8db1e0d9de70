"""Guest links to a shortlist: who they let in, to which version, and until when."""

from datetime import timedelta

import pytest

from accounts.models import User
from campaigns import actions
from campaigns.models import ShortlistGuest
from campaigns.shortlists import Plan
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import NOW, booker, reader

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def link(shortlist, **values):
    made = {"label": "Agency", "days": 7, "by": booker(), "now": NOW, **values}
    return actions.make_shortlist_link(shortlist=shortlist, **made)


def test_a_guest_says_who_they_are_and_answers_on_their_list_alone(campaign, talent):
    sent, other = steps.proposed(campaign, [talent]), steps.proposed()
    found = actions.find_shortlist_link(link(sent), NOW)
    system = User.objects.system()
    who = {"link": found, "by": system, "now": NOW}
    guest = actions.name_guest(name=" Marc ", email="Marc@agence.example", **who)
    assert guest == actions.name_guest(name="Somebody", email="marc@agence.example", **who)
    assert (guest.name, guest.email) == ("Marc", "marc@agence.example")
    for name, email, sentence in (("", "a@b.example", "Say your name"), ("A", "nowhere", "Look at the e-mail")):
        with pytest.raises(Refused, match=sentence):
            actions.name_guest(name=name, email=email, **who)
    mine, theirs = sent.entries.get(), other.entries.get()
    answer = actions.answer_entry(entry=mine, choice="yes", guest=guest, by=system, now=NOW)
    assert answer.who == "Marc"
    actions.send_shortlist_answers(shortlist=sent, guest=guest, by=system, now=NOW)
    assert "Marc sent answers." in Message.objects.get(kind="shortlist_answered").body
    for entry, by in ((theirs, system), (mine, booker())):
        with pytest.raises(Refused, match="another shortlist"):
            actions.answer_entry(entry=entry, choice="yes", guest=guest, by=by, now=NOW)
    actions.count_shortlist_look(link=found, guest=guest, by=system, now=LATER)
    guest.refresh_from_db()
    assert (guest.looks, guest.looked_at) == (2, LATER)


def test_a_link_that_goes_along_opens_the_newest_version_and_another_its_own(campaign, talent):
    first = steps.proposed(campaign, [talent])
    stays, goes = link(first), link(first, follows=True)
    guest = actions.name_guest(
        link=actions.find_shortlist_link(goes, NOW), name="Marc", email="marc@agence.example",
        by=User.objects.system(), now=NOW,
    )  # fmt: skip
    second = actions.send_shortlist(
        shortlist=actions.draft_shortlist(campaign=campaign, by=booker(), now=LATER), figures={}, plan=Plan(),
        by=booker(), now=LATER,
    )  # fmt: skip
    assert [actions.find_shortlist_link(token, LATER).shortlist for token in (stays, goes)] == [first, second]
    guest = ShortlistGuest.objects.select_related("link").get(pk=guest.pk)
    who = {"guest": guest, "by": User.objects.system(), "now": LATER, "choice": "yes"}
    assert actions.answer_entry(entry=second.entries.get(), **who).who == "Marc"
    with pytest.raises(Refused, match="A newer shortlist was sent"):
        actions.answer_entry(entry=first.entries.get(), **who)


def test_a_link_that_is_over_or_withdrawn_leads_nowhere(campaign, talent):
    sent = steps.proposed(campaign, [talent])
    token = link(sent)
    found, system = actions.find_shortlist_link(token, NOW), User.objects.system()
    guest = actions.name_guest(link=found, name="Marc", email="marc@agence.example", by=system, now=NOW)
    over = NOW + timedelta(days=7)
    assert actions.find_shortlist_link(token, over) is None
    assert actions.find_shortlist_link("unknown", NOW) is None
    with pytest.raises(Refused, match="link is over"):
        actions.name_guest(link=found, name="A", email="a@b.example", by=system, now=over)
    actions.revoke_shortlist_link(link=found, by=booker(), now=NOW)
    assert actions.find_shortlist_link(token, NOW) is None
    guest.link.refresh_from_db()
    with pytest.raises(Refused, match="link is over"):
        actions.answer_entry(entry=sent.entries.get(), choice="yes", guest=guest, by=system, now=NOW)
    for values, sentence in (({"label": " "}, "for whom"), ({"days": 8}, "is good for"), ({"by": reader()}, "Only ")):
        with pytest.raises(Refused, match=sentence):
            link(sent, **values)
    with pytest.raises(Refused, match="has not been sent"):
        link(steps.drafted(campaign))
