"""A file is one idea, about a screenful."""

from statistics import median

from tests.architecture.office import ROOT, files

LONGEST = 400


def lengths() -> dict[str, int]:
    ours = [path for path in files("*.py") if "migrations" not in path.parts]
    return {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in ours}


def test_no_file_is_longer_than_400_lines():
    assert {path: lines for path, lines in lengths().items() if lines > LONGEST} == {}


def test_half_of_our_files_are_shorter_than_90_lines():
    assert median(lines for path, lines in lengths().items() if lines and not path.startswith("tests/")) < 90
