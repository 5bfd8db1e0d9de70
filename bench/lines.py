"""What was measured, against what was promised."""

import json
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

REPORT = Path("reports/bench.json")
REFERENCE = 100  # ms that the fixed piece of work takes on the machine for which the budgets in time are written
MOST_SLOWER = 2.5  # times; on a machine that is slower, or busy, the budgets in time are missed


@dataclass(frozen=True, slots=True)
class Line:
    """One measured figure. `most` and `least` are its budget, where it has one; `missed` is what else was promised of
    it and does not hold. `slower` says how many times as long as the reference this machine takes: budgets in time are
    stretched by it, though never tightened and up to `MOST_SLOWER`; ratios and sizes are not.
    """

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""
    missed: tuple[str, ...] = ()
    slower: float = 1

    @property
    def value_there(self) -> float:
        """What the reference machine would have taken, or done."""
        granted = min(MOST_SLOWER, max(1, self.slower))
        if self.unit == "ms":
            return self.value / granted
        return self.value * granted if self.unit.endswith("/s") else self.value

    @property
    def verdict(self) -> str:
        if self.most is None and self.least is None:
            return ""
        value = self.value_there
        kept = (self.most is None or value <= self.most) and (self.least is None or value >= self.least)
        kept = kept and not self.missed
        return "kept" if kept else "MISSED"

    @property
    def budget(self) -> str:
        return f"≤ {self.most:,g}" if self.most is not None else f"≥ {self.least:,g}" if self.least is not None else ""


@dataclass(slots=True)
class Report:
    """All lines of a run, on the screen as they come and in a file at the end."""

    office: dict[str, int]
    lines: list[Line] = field(default_factory=list)
    slower: float = 1

    def look(self, slower: float | None = None) -> None:
        """Judge what follows by how fast the machine is just now, or was then."""
        self.slower = slower or slower_by()
        self.add(Line(f"this machine against one of {REFERENCE} ms for a fixed piece of work", self.slower, "×"))

    def add(self, line: Line) -> None:
        line = replace(line, slower=self.slower)
        self.lines.append(line)
        there = f"{_short(line.value_there)} there" if line.verdict and line.value_there != line.value else ""
        note = ", ".join(filter(None, (*line.missed, there, line.note)))
        print(
            f"{line.what:<62} {_short(line.value):>10} {line.unit:<11} {line.budget:>8}  {line.verdict:<6} {note}",
            flush=True,
        )

    def save(self) -> None:
        REPORT.parent.mkdir(exist_ok=True)
        facts = {
            "measured": datetime.now(UTC).isoformat(timespec="seconds"),
            "python": platform.python_version(),
            "office": self.office,
            "lines": [{**asdict(line), "verdict": line.verdict} for line in self.lines],
        }
        REPORT.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}"


def timed(do: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def worked(do: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the wall, and those in which this process or its PostgreSQL backend worked.

    Where others use the machine too, the second says more.
    """
    before = _work()
    wall = timed(do)
    return wall, _work() - before


def _work() -> float:
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    there = int(backend.read_text().split()[0]) / 1e6 if backend.exists() else 0.0
    return time.process_time() * 1000 + there


def yardstick() -> float:
    """Milliseconds of the same work each time, half in Python and half in PostgreSQL: the fastest of nine, which what
    else the machine does slows least.
    """

    def stick() -> None:
        sum(number * number for number in range(500_000))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM generate_series(1, 300000) n WHERE md5(n::text) > 'f'")

    return min(timed(stick) for _ in range(9))


def slower_by() -> float:
    """How many times as long as the reference this machine takes just now."""
    return yardstick() / REFERENCE


def p95(do: Callable[[], object], times: int = 20) -> float:
    """The 95th percentile of so many runs in milliseconds, after one to warm up."""
    do()
    return sorted(timed(do) for _ in range(times))[int(times * 0.95) - 1]
