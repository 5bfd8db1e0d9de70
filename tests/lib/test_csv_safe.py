"""Exports that a spreadsheet cannot be tricked with."""

import csv
import io
from decimal import Decimal

import pytest

from lib.csv_safe import bare, cell, lines


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@sum", "\t=1", " =1", "＝1"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["=1+1", "@mia", " =1", "'tis", "Mia", "", "'", "12"])
def test_a_cell_is_read_back_as_it_was(text: str) -> None:
    assert bare(cell(text)) == text


def test_numbers_stay_numbers_and_unknown_is_empty() -> None:
    assert [cell(-2), cell(Decimal("-1.5")), cell(None), cell("Mia")] == ["-2", "-1.5", "", "Mia"]


def test_a_file_reads_back_with_commas_quotes_and_line_breaks() -> None:
    text = "".join(lines(("name", "n"), [('Mia, "M"\nTen', 3)]))
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [["name", "n"], ['Mia, "M"\nTen', "3"]]
