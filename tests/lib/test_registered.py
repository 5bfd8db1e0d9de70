"""pgtrigger's list finds each trigger by its name, and refuses what it always refused."""

import pgtrigger
import pytest
from pgtrigger import registry

from accounts.models import Office
from lib.registered import Registered


def a_trigger(name: str, level: pgtrigger.core.Level = pgtrigger.Row) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.After, operation=pgtrigger.Update, level=level, func="RETURN NULL;"
    )


@pytest.fixture
def taken():
    trigger = a_trigger("tests_own")
    trigger.register(Office)
    yield trigger
    if trigger.get_uri(Office) in registry._registry:
        trigger.unregister(Office)


def test_what_is_kept_beside_is_what_pgtrigger_would_have_found() -> None:
    kept, plain = registry._registry, registry._Registry
    assert isinstance(kept, Registered) and len(kept) > 300
    assert kept.by_db_table == plain.by_db_table.fget(kept)
    assert kept.pg_function_names == plain.pg_function_names.fget(kept)


def test_another_trigger_of_the_same_name_on_a_table_is_refused(taken) -> None:
    with pytest.raises(KeyError, match="already used for model"):
        a_trigger("tests_own", pgtrigger.Statement).register(Office)


def test_a_function_name_that_is_taken_is_refused_whatever_its_letters(taken) -> None:
    class Shouted(pgtrigger.Trigger):
        def get_pgid(self, model: type) -> str:
            return taken.get_pgid(model)

    shouted = Shouted(name="tests_shout", when=pgtrigger.After, operation=pgtrigger.Update, func="RETURN NULL;")
    with pytest.raises(KeyError, match="has Postgres function name"):
        shouted.register(Office)


def test_a_name_is_free_again_once_its_trigger_is_taken_out(taken) -> None:
    taken.unregister(Office)
    other = a_trigger("tests_own", pgtrigger.Statement)
    other.register(Office)
    assert registry._registry[other.get_uri(Office)] == (Office, other)
    other.unregister(Office)
    test_what_is_kept_beside_is_what_pgtrigger_would_have_found()
