"""What the Makefile and the settings offer is written down, and nothing else is."""

import re
import subprocess

from tools.places import ROOT

KEY = re.compile(r"""\benv(?:\.\w+)?\(\s*"([A-Z][A-Z0-9_]+)\"""")
ROW = re.compile(r"^\| (`[A-Z][A-Z0-9_]+`(?:, `[A-Z][A-Z0-9_]+`)*) \|", re.MULTILINE)


def keys_of_settings() -> set[str]:
    return {key for path in (ROOT / "agency" / "settings").glob("*.py") for key in KEY.findall(path.read_text())}


def documented() -> list[str]:
    rows = ROW.findall((ROOT / "docs" / "configuration.md").read_text())
    return [key.strip("`") for row in rows for key in row.split(", ")]


def test_each_key_of_the_settings_is_documented():
    assert keys_of_settings() - set(documented()) == set()


def test_each_documented_key_is_read_somewhere():
    paths = [path for folder in ("agency", "tools") for path in (ROOT / folder).rglob("*.*")]
    code = [path.read_text() for path in [*paths, ROOT / "Makefile"] if path.suffix in {"", ".py", ".sh"}]
    assert [key for key in documented() if not any(re.search(rf"\b{key}\b", text) for text in code)] == []


def test_no_key_is_documented_twice():
    assert sorted(documented()) == sorted(set(documented()))


def test_make_alone_lists_every_command():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^  make ([a-z]+)  ", listed, re.MULTILINE)
    assert sorted(found) == ["bench", "coverage", "demo", "help", "lint", "run", "services", "stop", "test", "venv"]


def test_requirements_are_pinned_exactly_and_say_why():
    for name in ("requirements.txt", "requirements-local.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-"))]
        loose = [line for line in lines if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+  # .{10,}", line)]
        assert (name, loose) == (name, [])


def test_constraints_are_pinned_exactly():
    lines = (ROOT / "constraints.txt").read_text().splitlines()[1:]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
