"""A file sent in ranges, so that a film can be watched from its middle (RFC 9110, 14)."""

import re
from collections.abc import Iterator
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
PIECE = 64 * 1024


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte that a `Range` header asks for. None: all of it, as where it names several ranges.

    Raises `ValueError` where the range lies behind the end.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size or start > end:
        raise ValueError(header)
    return start, end


def send_file(request: HttpRequest, file: IO[bytes], *, size: int, **options: Any) -> HttpResponseBase:
    """The whole file, or the range of it that was asked for. `options` as for `FileResponse`."""
    try:
        part = wanted(request.headers.get("Range", ""), size)
    except ValueError:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    whole = FileResponse(file, **options)
    whole["Accept-Ranges"] = "bytes"
    if part is None:
        return whole
    first, last = part
    response = StreamingHttpResponse(_read(file, first, last - first + 1), status=206)
    for name, value in whole.items():
        response[name] = value
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    return response


def _read(file: IO[bytes], first: int, count: int) -> Iterator[bytes]:
    file.seek(first)
    while count > 0:
        piece = file.read(min(PIECE, count))
        if not piece:
            return
        count -= len(piece)
        yield piece
