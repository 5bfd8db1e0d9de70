"""Secrets lie sealed in the database, and their keys can be changed."""

from io import StringIO

import pghistory.models
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from lib import sealed
from lib.sealed import SealedField, Unopenable, Unusable, reseal, seal, unseal

OLD, NEW = "an-older-key-of-this-office-0123456789", "a-newer-key-of-this-office-0123456789"
SECRET = "act.geheim-ключ-鍵"


@pytest.fixture
def drawer(db):
    """A model with two secrets, in a table of its own."""
    with isolate_apps("lib"):

        class Drawer(models.Model):
            token = SealedField(blank=True)
            other = SealedField(blank=True, default="")

            class Meta:
                app_label = "lib"

        with connection.schema_editor() as editor:
            editor.create_model(Drawer)
        yield Drawer


def test_seal_gives_back_the_secret_and_shows_none_of_it():
    closed = seal(SECRET)
    assert unseal(closed) == SECRET
    assert SECRET not in closed
    assert seal(SECRET) != closed
    assert (seal(""), unseal("")) == ("", "")


def test_unseal_knows_the_keys_before_the_newest(settings):
    closed = seal(SECRET)  # with the key that SECRET_KEY makes, before there was another
    settings.SEALING_KEYS = [OLD]
    older = seal(SECRET)
    settings.SEALING_KEYS = [NEW, OLD]
    assert [unseal(each) for each in (closed, older, seal(SECRET))] == [SECRET] * 3


@pytest.mark.parametrize("change", ["key", "text"])
def test_unseal_with_no_key_that_fits_says_so_and_names_no_secret(settings, change):
    settings.SEALING_KEYS = [OLD]
    closed = seal(SECRET)
    if change == "key":
        settings.SEALING_KEYS = [NEW]
    else:
        closed = closed[:-4] + "AAA="
    with pytest.raises(Unopenable) as raised:
        unseal(closed)
    assert str(raised.value) == "No key of SEALING_KEYS opens this secret. Put back the key that sealed it."
    assert raised.value.__suppress_context__


def test_a_short_key_is_refused(settings):
    settings.SEALING_KEYS = ["short"]
    with pytest.raises(Unusable, match="shorter than 32 characters"):
        seal(SECRET)


def test_a_plain_secret_is_not_written(drawer):
    words = r"Drawer\.token takes what seal\(\) gave back"
    with pytest.raises(ValueError, match=words) as raised, transaction.atomic():
        drawer.objects.create(token=SECRET)
    assert SECRET not in str(raised.value)
    assert drawer.objects.create(token="").token == ""


def test_reseal_leaves_only_the_newest_key(drawer, settings):
    settings.SEALING_KEYS = [OLD]
    row = drawer.objects.create(token=seal(SECRET), other=seal("second"))
    drawer.objects.create(token="")
    settings.SEALING_KEYS = [NEW, OLD]
    assert reseal([drawer]) == sealed.Resealed(2, [])
    settings.SEALING_KEYS = [NEW]
    row.refresh_from_db()
    assert (unseal(row.token), unseal(row.other)) == (SECRET, "second")


def test_reseal_names_the_rows_that_no_key_opens_and_does_the_others(drawer, settings, monkeypatch):
    settings.SEALING_KEYS = [OLD]
    lost = drawer.objects.create(token=seal(SECRET))
    settings.SEALING_KEYS = [NEW]
    drawer.objects.create(token=seal(SECRET))
    monkeypatch.setattr(apps, "get_models", lambda: [drawer])
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Some secrets stay as they are"):
        call_command("reseal", stdout=out, stderr=err)
    assert out.getvalue() == "1 sealed with the newest key\n"
    assert err.getvalue() == f"No key opens lib.Drawer {lost.pk}, token\n"


def test_reseal_keeps_a_secret_that_was_replaced_meanwhile(drawer, monkeypatch):
    row = drawer.objects.create(token=seal("before"))
    ring = sealed._ring()

    class Slow:
        def rotate(self, old):
            drawer.objects.filter(pk=row.pk).update(token=ring.encrypt(b"after").decode())
            return ring.rotate(old)

    monkeypatch.setattr(sealed, "_ring", Slow)
    assert reseal([drawer]).done == 0
    monkeypatch.undo()
    assert unseal(drawer.objects.get().token) == "after"


def test_no_history_holds_a_secret():
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    assert len(events) > 20
    assert [
        f"{model.__name__}.{each.name}"
        for model in events
        for each in model._meta.local_fields
        if isinstance(each, SealedField)
    ] == []
