"""The worked cases: each a small office, built in the database, and the verdict that it must have."""

import json
from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from exclusivity.cases import judged
from exclusivity.cases.shape import slips
from exclusivity.models import Commitment

DATA = Path(__file__).parents[1] / "data"
CASES, MORE = (
    {case["id"]: case for case in json.loads((DATA / name).read_text(encoding="utf-8"))}
    for name in ("exclusivity_cases.json", "exclusivity_more_cases.json")
)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", CASES)
def test_case_gives_the_verdict_expected(key):
    assert judged(CASES[key]).differences(CASES[key]["expect"]) == []


@pytest.mark.parametrize("key", MORE)
def test_case_on_the_edge_of_a_rule_gives_the_verdict_expected(key):
    assert slips(MORE[key]) == []
    assert judged(MORE[key]).differences(MORE[key]["expect"]) == []


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


def run(tmp_path, *cases) -> tuple[list[dict], list[str]]:
    """What the command prints, and what it complains of."""
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases), encoding="utf-8")
    out, errors = StringIO(), StringIO()
    call_command("check_exclusivity", str(file), stdout=out, stderr=errors)
    return [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue().splitlines()


def spoiled(where: str, **keys) -> dict:
    """A case with other keys in one of its entries; None takes one out."""
    case = deepcopy(CASES["c01"])
    promises = case["commitments"]
    entry = {
        "case": case,
        "promise": promises["tsukinami_reel"],
        "clause": promises["hanasumi_amb"]["clauses"][0],
        "target": promises["hanasumi_amb"]["clauses"][0]["target"],
        "shown": promises["tsukinami_reel"]["exposures"][0],
    }[where]
    entry |= {key: value for key, value in keys.items() if value is not None}
    for key in [key for key, value in keys.items() if value is None]:
        del entry[key]
    return case


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (spoiled("case", now=None), "the case lacks “now”"),
        (spoiled("promise", brand=None), "commitments.tsukinami_reel lacks “brand”"),
        (spoiled("target", mode="CATEGRY"),
         "commitments.hanasumi_amb.clauses[0].target.mode is 'CATEGRY', which is none of FULL, CATEGORY, "
         "COMPANY_TRADE, NAMED"),
        (spoiled("target", include=["skincair"]),
         "commitments.hanasumi_amb.clauses[0].target.include[0] names 'skincair', which is not among the categories"),
        (spoiled("shown", talents=["rinn"]),
         "commitments.tsukinami_reel.exposures[0].talents[0] names 'rinn', which is not among the talents"),
        (spoiled("shown", territory="JP"),
         "commitments.tsukinami_reel.exposures[0].territory is to be a list, and is 'JP'"),
        (spoiled("shown", window={"from": "1 June"}),
         "commitments.tsukinami_reel.exposures[0].window.from is to be an instant such as 2026-05-20T10:00:00+09:00, "
         "and is '1 June'"),
        (spoiled("clause", channels=["insta"]),
         "commitments.hanasumi_amb.clauses[0].channels[0] is 'insta', which is none of instagram, tiktok, youtube, x, "
         "facebook, twitch, snapchat, podcast, blog, tv, print, event"),
        (spoiled("case", do={"confirm": "nobody"}), "do.confirm names 'nobody', which is not among the commitments"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_check_exclusivity_names_the_case_and_the_key_of_a_slip(case, said, tmp_path):
    lines, errors = run(tmp_path, case)
    assert lines == [
        {"id": "c01", "verdict": "ERROR", "because": f"This case cannot be read: {said}.", "dimensions": {}}
    ]
    assert errors == [f"c01: {said}"]


def test_check_exclusivity_reads_on_beside_a_key_that_it_does_not_know(tmp_path):
    lines, errors = run(tmp_path, spoiled("clause", binds_member="EACH"))
    assert lines[0]["verdict"] == "BLOCK"
    assert errors == [
        "c01: commitments.hanasumi_amb.clauses[0] has “binds_member”, which is no key of the format and is not read"
    ]


def test_check_exclusivity_says_what_the_office_does_not_take(tmp_path):
    twice = [{"company": "tsukinami_inc", "from": "2020-01-01", "until": None}] * 2
    case = deepcopy(CASES["c01"])
    case["companies"]["hanasumi_kk"]["parents"] = twice
    lines, errors = run(tmp_path, case, "not a case")
    assert [line["verdict"] for line in lines] == ["ERROR", "ERROR"]
    assert errors == [
        "c01: The office does not take it: This ownership is written down for some of these days already.",
        "case 2: the case is to be an entry with keys, and is 'not a case'",
    ]


def test_case_without_a_shared_person_is_clear_by_the_person():
    case = deepcopy(CASES["c01"])
    case["commitments"]["tsukinami_reel"]["talents"] = ["somebody_else"]
    answer = judged(case)
    assert (answer.verdict, answer.dimensions["person"]) == ("CLEAR", "NO")


def test_waiver_that_is_only_asked_for_is_told_as_pending():
    assert "A waiver is pending" in judged(CASES["c31a"]).because
    assert "A waiver is pending" in judged(CASES["c31b"]).because
    assert "pending" not in judged(CASES["c30b"]).because


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
