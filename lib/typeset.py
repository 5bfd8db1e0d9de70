"""Documents: a template of typst and its words in, a PDF out. The same words give the same bytes."""

from pathlib import Path

import typst


def typeset(template: Path, fonts: Path, **words: str) -> bytes:
    """The PDF. `words` are the template's `sys.inputs`; it sees no font but those in `fonts`."""
    made: bytes = typst.compile(
        str(template), font_paths=[str(fonts)], ignore_system_fonts=True, format="pdf", sys_inputs=words
    )
    return made
