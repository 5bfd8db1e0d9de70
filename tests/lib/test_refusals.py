"""A refusal is a value with a reason."""

import pytest

from lib.refusals import Denied, Refused, require


def test_denied_is_falsy_and_reads_as_its_reason():
    denied = Denied("Lumeya keeps skincare to itself.", outside="Not possible in this period.", code="clash")
    assert bool(denied) is False
    assert (str(denied), denied.for_outside) == ("Lumeya keeps skincare to itself.", "Not possible in this period.")


def test_denied_without_words_for_outside_uses_its_reason():
    assert Denied("It is closed.").for_outside == "It is closed."


def test_require_lets_true_pass_and_raises_the_refusal():
    require(True)
    denied = Denied("No.", code="why")
    with pytest.raises(Refused) as refused:
        require(denied)
    assert refused.value.denied is denied
    assert str(refused.value) == "No."


def test_refused_takes_a_sentence():
    assert Refused("No.").denied == Denied("No.")
