"""Drawn faces for people without a photograph, from a seed: the same seed gives the same face. Never fetched."""

import hashlib

SKINS = ("#F2D3BC", "#F0C9A8", "#E3B48F", "#C68A5F", "#8D5A3B", "#5E3A26")
HAIRS = ("#1F1B1A", "#1F1B1A", "#3A2A22", "#5A2A1E", "#6B4429", "#B98A4E", "#D9C08A")
DARK_HAIRS = HAIRS[:3]
GROUNDS = ("#E2CDCF", "#D6D0E2", "#C8D8CC", "#DCCFC0", "#C9D3E6", "#CFDCDD", "#E4DBB8", "#D3CBC2")
CLOTHES = ("#2B3F8C", "#F1EDE4", "#3B3833", "#7A4A3A", "#2C6075", "#5A4A7A", "#35604A", "#8C6A2B")

_FRINGE = "M12.2 18.6c0-6.6 3.3-9.9 7.8-9.9s7.8 3.3 7.8 9.9c-2.2-3-4.6-4.4-7.8-4.4s-5.6 1.4-7.8 4.4z"
_BLUNT = "M12.2 18.6c0-6.6 3.3-9.9 7.8-9.9s7.8 3.3 7.8 9.9l-1-2.4H13.2z"
_SWEPT = "M12 19c-.6-7 3-10.6 8.2-10.6 5 0 8.2 3.2 7.8 10.6-1.2-3.2-2.8-4.8-4.8-5.6-2.8 2.8-7.4 3.2-11.2 5.6z"
_SHORT = "M12 17.6c-.8-6.8 3-10.2 8-10.2s8.8 3.4 8 10.2c-.8-2.2-1.6-3.4-2.6-4.2-3.2.8-7.6.8-10.8 0-1 .8-1.8 2-2.6 4.2z"
_BEARD = "M12.4 19.6c.4 6.4 3.6 9.2 7.6 9.2s7.2-2.8 7.6-9.2c-1.4 2.8-3.8 3.6-7.6 3.6s-6.2-.8-7.6-3.6z"
_CURLS = (
    (11.1, 19.9), (10, 15.6), (11.5, 11.5), (15.2, 8.5), (20.1, 7.4), (25, 8.5), (28.6, 11.6), (30, 15.8), (28.9, 20),
)  # fmt: skip


def _path(shape: str, fill: str) -> str:
    return f'<path d="{shape}" fill="{fill}"/>'


def _style(kind: int, hair: str) -> tuple[str, str]:
    """What is drawn behind the head and what in front of it."""
    bun = f'<circle cx="20" cy="6.6" r="4.2" fill="{hair}"/><ellipse cx="20" cy="17" rx="9" ry="9.6" fill="{hair}"/>'
    curls = "".join(f'<circle cx="{x}" cy="{y}" r="4.6" fill="{hair}"/>' for x, y in _CURLS)
    return (
        (_path("M9.5 33V18.5C9.5 11 14 6.8 20 6.8S30.5 11 30.5 18.5V33z", hair), _path(_FRINGE, hair)),
        (_path("M10.4 26V18c0-7 4-11 9.6-11s9.6 4 9.6 11v8z", hair), _path(_BLUNT, hair)),
        (_path("M11 30V18c0-7 3.8-11.2 9-11.2S29 11 29 18v12z", hair), _path(_SWEPT, hair)),
        (bun, _path(_FRINGE, hair)),
        ("", _path(_SHORT, hair)),
        ("", _path(_SHORT, hair) + _path(_BEARD, hair)),
        (curls, _path(_FRINGE, hair)),
    )[kind]


def drawn(seed: str) -> str:
    """The inside of an SVG with viewBox 0 0 40 40: ground, hair, clothes, head."""
    dice = hashlib.sha256(seed.encode()).digest()
    skin = SKINS[dice[0] % len(SKINS)]
    hairs = HAIRS if dice[0] % len(SKINS) < 3 else DARK_HAIRS
    behind, before = _style(dice[2] % 7, hairs[dice[1] % len(hairs)])
    return (
        f'<rect width="40" height="40" fill="{GROUNDS[dice[3] % len(GROUNDS)]}"/>{behind}'
        + _path("M5 42c0-8 6.6-11.6 15-11.6S35 34 35 42z", CLOTHES[dice[4] % len(CLOTHES)])
        + f'<rect x="16.6" y="23" width="6.8" height="9" rx="3" fill="{skin}"/>'
        '<rect x="16.6" y="24.4" width="6.8" height="3" fill="#000" opacity=".1"/>'
        f'<ellipse cx="20" cy="18.8" rx="7.4" ry="8.6" fill="{skin}"/>{before}'
    )


def portrait(seed: str) -> str:
    """A whole SVG file, for a stored portrait."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" viewBox="0 0 40 40">{drawn(seed)}</svg>'
