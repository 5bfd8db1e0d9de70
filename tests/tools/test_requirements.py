"""requirements.txt names what the site imports, and nothing that it does not use."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tools.places import ROOT

APPS = (
    "lib", "outbox", "accounts", "clients", "talent", "exclusivity", "campaigns", "sales", "stats", "portals", "agency",
)  # fmt: skip
# Not imported by name: the site is run by them, or they are another's way to do its work.
RUN_BY = {"gunicorn", "redis", "tzdata"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """Top-level names of every import in the site, and of the modules that settings name in words."""
    names = set()
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module.split(".")[0])
            elif "settings" in path.parts and isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value.split(".")[0])
    return names


def required() -> set[str]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return {plain(re.split(r"[\[=]", line)[0]) for line in lines if line and line[0] not in "#-"}


def used() -> set[str]:
    """Distributions that hold what is imported."""
    holders = packages_distributions()
    ours = {*APPS, "tests", "tools", *sys.stdlib_module_names}
    return {plain(holder) for name in imported() - ours for holder in holders.get(name, [])}


def test_each_import_of_the_site_is_required_by_name_and_each_requirement_is_used():
    needed = used()
    assert sorted(needed - required()) == []
    assert sorted(required() - needed - RUN_BY) == []
