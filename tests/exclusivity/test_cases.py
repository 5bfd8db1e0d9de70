"""The worked cases: each a small office, built in the database, and the verdict that it must have."""

import json
from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from exclusivity.cases import judged
from exclusivity.models import Commitment

FILE = Path(__file__).parents[1] / "data" / "exclusivity_cases.json"
CASES = {case["id"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", CASES)
def test_case_gives_the_verdict_expected(key):
    assert judged(CASES[key]).differences(CASES[key]["expect"]) == []


def test_check_exclusivity_prints_a_line_a_case_and_leaves_nothing(tmp_path):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([CASES["c01"], CASES["c14"]]), encoding="utf-8")
    out = StringIO()
    call_command("check_exclusivity", str(file), expect=True, stdout=out, stderr=StringIO())
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["id"], line["verdict"]) for line in lines] == [("c01", "BLOCK"), ("c14", "CLEAR")]
    assert lines[1]["dimensions"]["territory"] == "NO"
    assert Commitment.objects.count() == 0


def test_check_exclusivity_expecting_another_verdict_exits(tmp_path):
    case = deepcopy(CASES["c01"])
    case["expect"]["verdict"] = "CLEAR"
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([case]), encoding="utf-8")
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_exclusivity", str(file), expect=True, stdout=StringIO(), stderr=errors)
    assert errors.getvalue().splitlines() == ["c01: BLOCK, expected CLEAR", "0 of 1 agree"]


def changed(key: str, *, clause: dict | None = None, promise: dict | None = None, shown: dict | None = None, **case):
    """A case with one thing different: in the first clause, its promise, or what the other shows."""
    made = deepcopy(CASES[key]) | case
    claimant = next(one for one in made["commitments"].values() if one.get("clauses"))
    shower = next(one for one in made["commitments"].values() if one.get("exposures"))
    claimant["clauses"][0] |= clause or {}
    claimant |= promise or {}
    for exposure in shower["exposures"]:
        exposure |= shown or {}
    return made


def fixed(start: str, until: str) -> list[dict]:
    return [{"anchor": "FIXED", "from": start, "until": until, "unit": "DAY", "count": "CALENDAR"}]


RENEWS = {"months": 6, "notice_days": 30}


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (changed("c01", clause={"carve_outs": [{"brands": ["tsukinami"]}]}), "CLEAR"),
        (changed("c01", clause={"carve_outs": [{"brands": ["hanasumi"]}]}), "BLOCK"),
        (changed("c01", clause={"carve_outs": [{"brands": ["tsukinami"], "channels": ["tiktok"]}]}), "BLOCK"),
        (changed("c01", clause={"carve_outs": [{"territory": {"include": ["JP", "KR"]}}]}), "CLEAR"),
        (changed("c01", clause={"carve_outs": [{"territory": ["KR"]}]}), "BLOCK"),
        (changed("c01", clause={"carve_outs": [{"activities": ["PAID"], "categories": ["skincare"]}]}), "CLEAR"),
        (changed("c01", clause={"carve_outs": [{"commitments": ["tsukinami_reel"]}]}), "CLEAR"),
        (changed("c01", clause={"carve_outs": [{"pre_existing": True}]}), "BLOCK"),
        (changed("c06", clause={"carve_outs": [{"pre_existing": True}]}), "CLEAR"),
        (changed("c01", clause={"windows": fixed("2026-06-12", "2026-06-20")}), "REVIEW"),
        (changed("c01", clause={"windows": fixed("2026-06-13", "2026-06-20")}), "CLEAR"),
        (changed("c01", clause={"windows": fixed("2026-06-10", "2026-06-12")}), "BLOCK"),
        (changed("c01", promise={"status": "void"}), "CLEAR"),
        (changed("c01", promise={"status": "suspended"}), "BLOCK"),
        (changed("c42a", promise={"ended": {"on": "2025-01-01", "reason": "mutual"}}), "CLEAR"),
        (changed("c10", shown={"attributes": {"form": "drink"}}), "BLOCK"),
        (changed("c10", shown={"attributes": None}), "REVIEW"),
        (changed("c29b", promise={"renewal": RENEWS | {"notice_given": "2026-06-05"}}), "BLOCK"),
        (changed("c29b", promise={"renewal": RENEWS | {"notice_given": "2026-05-31"}}), "CLEAR"),
        (changed("c29b", promise={"renewal": RENEWS | {"notice_given": "2026-06-01"}}), "BLOCK"),
        (changed("c58b", now="2026-07-11T00:00:00+03:00"), "CLEAR"),
        (changed("c58b", now="2026-07-10T23:59:59+03:00"), "BLOCK"),
        (changed("c57", clause={"lookback_months": 24}), "CLEAR"),
        (changed("c39", shown={"window": {"from": "2026-04-28", "until": "2026-05-02"}}), "REVIEW"),
    ],
    ids=lambda value: value if isinstance(value, str) else value["id"],
)
def test_case_with_one_thing_different(case, verdict):
    assert judged(case).verdict == verdict


def test_case_decided_is_waived():
    case = deepcopy(CASES["c16"])
    (key,) = case["do"].values()
    against = next(other for other in case["commitments"] if other != key)
    decision = {"against": against, "by": "mei", "reason": "They aim at Germany only", "at": case["now"]}
    case["commitments"][key]["decisions"] = [decision]
    assert judged(case).verdict == "WAIVED"
    case = deepcopy(CASES["c15"])
    case["commitments"][key]["decisions"] = [decision]
    assert judged(case).verdict == "BLOCK"
