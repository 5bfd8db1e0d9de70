"""What a product is, as somebody types it: names and what they are."""

HOW = "Write each as a name and what it is: form: drink."


def read_attributes(text: str) -> dict[str, str] | None:
    """`form: drink, channel: delivery`; None where it cannot be read."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, colon, value = (piece.strip().lower() for piece in part.partition(":"))
        if not colon or not name or not value:
            return None
        found[name] = value
    return found
