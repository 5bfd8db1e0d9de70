"""A form is sent once."""

import threading
import time

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from clients.models import Company
from lib.refusals import Refused
from outbox.models import FormKey
from outbox.once import UNDER_WAY, sent_before, sent_once, shown_again
from portals.pages import attempt
from tests.crowd import crowd
from tests.factories import CompanyFactory, booker, somebody


class Said(BaseStorage):
    """Messages kept in a list."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


def press(view, user, key="k1", path="/desk/companies/add", htmx=False, page="", **data):
    request = RequestFactory().post(path, {"form_key": key, "csrfmiddlewaretoken": key + "x", **data} if key else data)
    request.user = user
    request._messages = Said(request)
    if htmx:
        request.META["HTTP_HX_REQUEST"] = "true"
        request.META["HTTP_HX_CURRENT_URL"] = page
    response = view(request)
    response.said = [str(m) for m in request._messages._queued_messages]
    return response


@sent_once
def add(request):
    if not request.POST.get("name"):
        CompanyFactory(name="Half-way")
        return HttpResponse("Write the name.", status=422)
    company = CompanyFactory(name=request.POST["name"])
    return redirect(f"/companies/{company.public_id}")


def names() -> list[str]:
    return sorted(Company.objects.values_list("name", flat=True))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_sixteen_presses_at_once_have_one_effect_and_one_answer():
    user = somebody()
    answers = crowd(*[lambda: press(add, user, name="Solenne")] * 16)
    assert names() == ["Solenne"]
    assert {(a.status_code, a.url) for a in answers} == {(302, f"/companies/{Company.objects.get().public_id}")}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_key_two_presses_have_two_effects():
    @sent_once
    def note(request):
        CompanyFactory()
        return redirect("/")

    user = somebody()
    crowd(*[lambda: press(note, user, key="")] * 2)
    assert Company.objects.count() == 2


@pytest.mark.django_db
def test_another_key_and_another_person_are_another_form():
    user = booker()
    press(add, user, name="One")
    press(add, user, key="k2", name="Two")
    press(add, booker(), name="Three")
    assert names() == ["One", "Three", "Two"]


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_not_saved_and_says_so():
    user = booker()
    first = press(add, user, name="One")
    again, other = press(add, user, name="One"), press(add, user, name="Two")
    assert names() == ["One"]
    assert [a.url for a in (again, other)] == [first.url] * 2
    assert (again.said, other.said) == ([], ["This form was sent before. What you sent first stands."])


@pytest.mark.django_db
def test_a_view_that_asks_shows_the_other_body_again_and_what_it_wrote_meanwhile_is_undone():
    user, shown = booker(), []

    @sent_once
    def note(request):
        CompanyFactory(name=request.POST["name"])
        if sent_before(request):
            shown.append(sent_before(request))
            shown_again(request)
            return HttpResponse(status=422)
        return redirect("/first")

    press(note, user, name="One")
    assert press(note, user, name="Two").status_code == 422
    assert (names(), shown) == (["One"], ["/first"])
    assert press(note, user, name="Two", htmx=True).status_code == 204
    assert (names(), shown) == (["One"], ["/first"])


@pytest.mark.django_db
def test_another_file_is_another_body():
    user = booker()

    @sent_once
    def upload(request):
        return redirect("/")

    press(upload, user, file=SimpleUploadedFile("a.csv", b"1"))
    assert press(upload, user, file=SimpleUploadedFile("a.csv", b"1")).said == []
    assert len(press(upload, user, file=SimpleUploadedFile("a.csv", b"12")).said) == 1


@pytest.mark.django_db
def test_a_page_that_shows_the_form_again_keeps_the_key_and_undoes_what_it_wrote():
    user = booker()
    assert press(add, user).status_code == 422
    assert (names(), FormKey.objects.count()) == ([], 0)
    assert press(add, user, name="One").status_code == 302
    assert names() == ["One"]


@pytest.mark.django_db
def test_a_view_that_raises_keeps_the_key_and_undoes_what_it_wrote():
    @sent_once
    def refuse(request):
        CompanyFactory()
        raise Refused("No.")

    with pytest.raises(Refused):
        press(refuse, booker())
    assert (Company.objects.count(), FormKey.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_htmx_is_led_to_where_the_first_press_led():
    @sent_once
    def with_place(request):
        return HttpResponse(status=204, headers={"HX-Redirect": "/there"})

    @sent_once
    def with_part(request):
        return HttpResponse("<p>Saved</p>")

    user = booker()
    for view, key, header in ((with_place, "a", ("HX-Redirect", "/there")), (with_part, "b", ("HX-Refresh", "true"))):
        press(view, user, key=key, htmx=True)
        second = press(view, user, key=key, htmx=True)
        assert (second.status_code, second[header[0]]) == (204, header[1])
    assert press(with_part, user, key="b").url == "/desk/companies/add"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "header"),
    [
        ("https://jimusho.example/lists/a/", ("HX-Refresh", "true")),
        ("https://jimusho.example/lists/a/#row-2", ("HX-Refresh", "true")),
        ("https://jimusho.example/lists/a/?of=b", ("HX-Redirect", "/lists/a/#row-1")),
        ("https://jimusho.example/other/", ("HX-Redirect", "/lists/a/#row-1")),
    ],
)
def test_a_second_press_led_to_a_place_on_its_own_page_loads_that_page(page, header):
    @sent_once
    def keep(request):
        return redirect("/lists/a/#row-1")

    user = booker()
    press(keep, user, key="a", htmx=True)
    second = press(keep, user, key="a", htmx=True, page=page, name="Another")
    assert (second.status_code, second[header[0]]) == (204, header[1])
    assert len({"HX-Refresh", "HX-Redirect"} & set(second.headers)) == 1


@pytest.mark.django_db
def test_reading_takes_no_key():
    @sent_once
    def read(request):
        return HttpResponse("ok")

    request = RequestFactory().get("/", {"form_key": "k1"})
    request.user = booker()
    assert (read(request).content, FormKey.objects.count()) == (b"ok", 0)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_press_while_the_first_is_long_under_way_is_told_to_wait():
    inside, done = threading.Event(), threading.Event()

    @sent_once
    def slow(request):
        inside.set()
        done.wait(10)
        return redirect("/")

    def second():
        inside.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        try:
            return press(slow, user)
        finally:
            done.set()

    user = somebody()
    first, told = crowd(lambda: press(slow, user), second)
    assert (first.status_code, told.status_code, told.content.decode()) == (302, 409, UNDER_WAY)


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_under_the_form_is_tried_again_with_its_files_from_the_start():
    read = []

    @sent_once
    def import_file(request):
        read.append(request.FILES["file"].read())
        if len(read) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$")
        return redirect("/")

    user = booker()
    assert press(import_file, user, file=SimpleUploadedFile("a.csv", b"abc")).status_code == 302
    assert read == [b"abc", b"abc"]


@pytest.mark.django_db(transaction=True)
def test_another_error_of_the_database_is_not_taken_for_a_press_under_way():
    @sent_once
    def broken(request):
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '55P03'; END $$")

    start = time.monotonic()
    with pytest.raises(OperationalError, match="busy"):
        press(broken, booker())
    assert time.monotonic() - start < 2


@pytest.mark.django_db
def test_a_refusal_that_redirects_keeps_the_key_so_that_the_same_page_may_try_again():
    held = [True]

    @sent_once
    def confirm(request):
        CompanyFactory(name="Half-way" if held else "Confirmed")
        if held:
            attempt(request, refuse)
        return redirect("/desk/")

    def refuse():
        raise Refused("Lumeya keeps skincare to itself.")

    user = booker()
    first = press(confirm, user)
    assert (first.status_code, first.said, names()) == (302, ["Lumeya keeps skincare to itself."], [])
    held.clear()
    assert (press(confirm, user).status_code, names()) == (302, ["Confirmed"])
    assert (press(confirm, user).status_code, names()) == (302, ["Confirmed"])
