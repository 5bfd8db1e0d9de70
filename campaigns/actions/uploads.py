"""A film comes in in pieces, and goes on where it broke."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from campaigns.checks import may_submit
from campaigns.media import (
    HEAD,
    LARGEST_FILM,
    MOST_FILES,
    NO_FILM,
    TOO_LARGE,
    film_type,
    new_film_name,
    sha256_of,
    write_at,
)
from campaigns.models import Deliverable, DraftFile, Upload
from campaigns.people import may, may_act_for
from lib.actions import action
from lib.refusals import Denied, Refused, require

MOVED_ON = "offset"


@action
def begin_upload(*, deliverable: Deliverable, name: str, size: int, by: User, now: datetime) -> Upload:
    """Announce a film of `size` bytes for a piece whose draft is the talent's to send."""
    require(may_act_for(by, deliverable.booking.talent, Permission.DELIVER))
    require(may_submit(deliverable))
    if size <= 0:
        raise Refused("The film is empty.")
    if size > LARGEST_FILM:
        raise Refused(TOO_LARGE)
    if Upload.objects.filter(deliverable=deliverable, finished_at=None, begun_by=by).count() >= MOST_FILES:
        raise Refused(f"{MOST_FILES} films are on their way already. Wait until one of them is here.")
    return Upload.objects.create(
        deliverable=deliverable, name=name[:200], size=size, file=new_film_name(name), begun_at=now, begun_by=by
    )


@action
def receive_bytes(*, upload: Upload, offset: int, data: bytes, by: User, now: datetime) -> Upload:
    """Take the bytes from `offset` on. The last ones make the film whole: its type is looked at and its hash taken.

    Raises `Refused` with the code `MOVED_ON` where the row has other bytes than the sender thinks: ask and go on there.
    """
    upload = Upload.objects.select_for_update().select_related("deliverable__booking__talent").get(pk=upload.pk)
    require(may_act_for(by, upload.deliverable.booking.talent, Permission.DELIVER))
    if offset != upload.received:
        raise Refused(Denied("These bytes belong elsewhere. Ask how many are here and go on there.", code=MOVED_ON))
    if offset + len(data) > upload.size:
        raise Refused("More came than was announced. Send the film anew.")
    if offset == 0 and len(data) >= min(HEAD, upload.size):
        upload.content_type = film_type(data[:HEAD])
        if not upload.content_type:
            raise Refused(NO_FILM)
    write_at(str(upload.file.name), offset, data)
    upload.received += len(data)
    if upload.received == upload.size:
        _finish(upload, by=by, now=now)
    upload.save()
    return upload


def _finish(upload: Upload, *, by: User, now: datetime) -> None:
    with upload.file.open("rb") as file:
        upload.content_type = film_type(file.read(HEAD))
        if not upload.content_type:
            raise Refused(NO_FILM)
        upload.sha256 = sha256_of(file)
    upload.finished_at, upload.finished_by = now, by


@action
def drop_upload(*, upload: Upload, by: User, now: datetime) -> None:
    """Throw away a film that no draft took. Its bytes go once that is certain."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if DraftFile.objects.filter(file=upload.file.name).exists():
        upload.delete()  # the draft keeps the bytes
        return
    name = str(upload.file.name)
    upload.delete()
    transaction.on_commit(lambda: default_storage.delete(name))
