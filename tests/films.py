"""Films for tests: the first bytes of their containers, and as many more as wanted."""

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"


def film(size: int = 5_000, head: bytes = MP4) -> bytes:
    """Bytes that begin as a film does and differ at every place."""
    return (head + bytes(n % 251 for n in range(size)))[:size]
