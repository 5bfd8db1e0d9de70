"""A campaign's report as a document: plain words in, a PDF out. The same words give the same bytes."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import exclusivity.sheet
from lib.typeset import typeset

HERE = Path(__file__).parent
FONTS = Path(exclusivity.sheet.__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class Paper:
    """Every word of a report."""

    office: str
    brand: str
    title: str
    lead: str
    day: date
    sums: tuple[tuple[str, str, str], ...]
    """Name, figure, a word to it."""
    goals: tuple[tuple[str, str, str], ...]
    costs: tuple[tuple[str, str], ...]
    """Part by part, all of it last."""
    talents: tuple[tuple[str, ...], ...]
    """Name, posts, views, reach, engagements, rate, cost, CPM."""
    pieces: tuple[tuple[str, ...], ...]
    """Talent, piece, its address, live on, views, reach, engagements, rate, where that lies, source, of when."""
    notes: tuple[str, ...]
    sales: tuple[tuple[str, str, str], ...] = ()
    """As `sums`: what links and codes brought; empty where none was given."""
    sellers: tuple[tuple[str, ...], ...] = ()
    """Talent, codes, clicks, orders, what came back, revenue, ROI."""
    before: tuple[tuple[str, ...], ...] = ()
    """The brand's earlier campaigns: name, posts, views, engagements, CPM."""

    def as_json(self) -> str:
        said = asdict(self)
        said["date"] = [self.day.year, self.day.month, self.day.day]
        del said["day"]
        return json.dumps(said, ensure_ascii=False)


def printed(paper: Paper) -> bytes:
    """The PDF."""
    return typeset(HERE / "report.typ", FONTS, report=paper.as_json())
