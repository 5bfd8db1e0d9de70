"""What a brand says of a shortlist by telephone."""

from datetime import timedelta

import pytest

from campaigns import actions
from campaigns.models import ShortlistAnswer
from campaigns.queries.shortlist_turns import is_unread
from campaigns.queries.shortlists import sheet_of
from campaigns.shortlists import Plan
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import NOW, booker, reader

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def heard(entry, choice="", comment="", told_by="Petra", by=None):
    return actions.note_answer(
        entry=entry, told_by=told_by, choice=choice, comment=comment, by=by or booker(name="Ren"), now=LATER
    )


def test_what_was_said_by_telephone_is_the_offices_at_once_and_names_both(campaign, talent, approver):
    sent = steps.proposed(campaign, [talent])
    entry = sent.entries.get()
    actions.answer_entry(entry=entry, choice="no", comment="", by=approver, now=NOW)
    answer = heard(entry, "yes", "She is perfect.", told_by=" Petra ")
    assert (answer.sent_at, answer.who) == (LATER, "Petra, by telephone to Ren")
    line = sheet_of(sent).lines[0]
    assert (line.choice, [word.comment for word in line.said if word.comment]) == ("yes", ["She is perfect."])
    assert not is_unread(sent, answer)
    assert not Message.objects.filter(kind="shortlist_answered").exists()
    following = steps.drafted(campaign)
    again = actions.send_shortlist(shortlist=following, figures={}, plan=Plan(), by=booker(), now=LATER)
    assert sheet_of(again).lines[0].holds.who == "Petra, by telephone to Ren"
    with pytest.raises(Refused, match="A newer shortlist was sent"):
        heard(entry, "no")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"told_by": " ", "choice": "yes"}, "Say who told you."),
        ({}, "Choose yes, backup or no, or write a comment."),
        ({"choice": "perhaps"}, "Choose yes, backup or no."),
        ({"choice": "yes", "by": reader}, "Only owners, managers and bookers may"),
    ],
)
def test_what_was_said_by_telephone_is_refused_where_it_says_too_little(campaign, talent, values, sentence):
    entry = steps.proposed(campaign, [talent]).entries.get()
    by = values.pop("by", booker)()
    with pytest.raises(Refused, match=sentence):
        heard(entry, **values, by=by)
    assert not ShortlistAnswer.objects.exists()
