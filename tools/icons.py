"""Builds the icon sprite from the names in `tools/icons.txt` and a folder of Tabler's outline icons.

    python -m tools.icons node_modules/@tabler/icons/icons/outline

Icons are strokes in the colour of their text; the sprite holds the ones that pages use and no others.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SPRITE = HERE.parent / "static" / "vendor" / "tabler-icons" / "sprite.svg"


def names() -> list[str]:
    """The icons that we use, in order."""
    return sorted(set((HERE / "icons.txt").read_text().split()))


def symbol(name: str, source: str) -> str:
    """One icon as a symbol; Tabler's invisible frame is left out."""
    inner = re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
    inner = inner[inner.index(">", inner.index("<svg")) + 1 : inner.rindex("</svg>")]
    inner = re.sub(r'<path stroke="none"[^>]*/>', "", inner)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{re.sub(r"\s+", " ", inner).replace("> <", "><").strip()}</symbol>'


def build(folder: Path) -> str:
    """The sprite. Raises FileNotFoundError that names an icon Tabler does not have."""
    symbols = [symbol(name, (folder / f"{name}.svg").read_text()) for name in names()]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    SPRITE.write_text(build(Path(sys.argv[1])))
    print(f"{SPRITE.name}: {len(names())} icons")
