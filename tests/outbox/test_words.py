"""What people read of a job."""

from datetime import timedelta

import pytest

from outbox.words import said
from tests.factories import JobFactory
from tests.factories.base import NOW

LATER, EARLIER = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Waits for a worker."),
        ({"run_after": LATER}, "Waits for its time."),
        ({"run_after": LATER, "last_error": "ConnectionError: no answer"}, "ConnectionError: no answer."),
        ({"lease_until": LATER}, "At work."),
        (
            {"lease_until": LATER, "progress_done": 1_050, "progress_total": 2_000, "attempts": 1},
            "At work: 1,050 of 2,000.",
        ),
        (
            {"lease_until": LATER, "attempts": 2, "last_error": "Its worker ended half-way."},
            "At work. At the second try; before that: Its worker ended half-way.",
        ),
        ({"lease_until": EARLIER, "attempts": 1}, "Its worker ended half-way; the next one begins it again."),
        ({"state": "done", "attempts": 1}, "Done."),
        ({"state": "done", "attempts": 1, "result": "3 measured"}, "3 measured."),
        (
            {"state": "done", "attempts": 3, "result": "Paid?", "last_error": "No"},
            "Paid? At the third try; before that: No.",
        ),
        (
            {"state": "done", "attempts": 1, "result": "3 measured", "last_error": "The quota is used up."},
            "3 measured. Before that: The quota is used up.",
        ),
        ({"state": "stuck", "attempts": 5, "last_error": "No answer"}, "Gave up after 5 tries. No answer."),
        ({"state": "stuck", "attempts": 1}, "Gave up after one try."),
        ({"state": "cancelled"}, "Cancelled; nothing of it was kept."),
    ],
)
def test_a_job_says_how_it_stands(fields, words):
    assert said(JobFactory.build(**fields), NOW) == words
