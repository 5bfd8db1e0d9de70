"""Imports only point left, inline ones too, and the portals are strangers."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.office import DATA_APPS, ORDER, ROOT, files


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess:
    code = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", *options],
        cwd=folder, capture_output=True, text=True, timeout=120, env={**os.environ, "PYTHONPATH": str(folder)},
    )  # fmt: skip


def test_our_imports_keep_the_order():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert "2 kept, 0 broken" in done.stdout


def plant(folder: Path, lower: str) -> subprocess.CompletedProcess:
    for app in ("low", "high"):
        (folder / app).mkdir()
        (folder / app / "__init__.py").touch()
    (folder / "high" / "verbs.py").write_text("def act(): ...\n")
    (folder / "low" / "rules.py").write_text(lower)
    (folder / "contracts.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["low", "high"]\n'
        '[[tool.importlinter.contracts]]\nname = "order"\ntype = "layers"\nlayers = ["high", "low"]\n'
    )
    return lint(folder, "--config", "contracts.toml")


def test_an_import_inside_a_function_is_seen(tmp_path):
    done = plant(tmp_path, "def rule():\n    from high.verbs import act\n    return act\n")
    assert (done.returncode, "low.rules -> high.verbs" in done.stdout) == (1, True)


def test_an_import_that_points_left_is_kept(tmp_path):
    assert plant(tmp_path, "def rule(): ...\n").returncode == 0


def test_the_contract_names_every_app_in_its_order():
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert contracts[0]["layers"] == list(reversed(ORDER))
    assert sorted(contracts[1]["modules"]) == [f"portals.{name}" for name in ("client", "desk", "public", "talent")]


def test_data_apps_have_no_pages_and_portals_no_models():
    pages = [place for place in places(*DATA_APPS) if place.endswith(("/views.py", "/urls.py"))]
    rooms = [place for place in places("portals") if {"models", "models.py", "actions"} & set(place.split("/"))]
    assert (pages, rooms) == ([], [])


def places(*apps: str) -> list[str]:
    return [str(path.relative_to(ROOT)) for app in apps for path in files(f"{app}/*.py")]


def test_the_search_for_pages_looks_everywhere():
    assert {"clients/models/brand.py", "clients/rules.py"} <= set(places("clients"))
