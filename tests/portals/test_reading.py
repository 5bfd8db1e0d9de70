"""What is sent to a page that is only read changes nothing and is told so."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, reverse

from outbox.once import TAKES
from tests.doors.test_doors import ROWS
from tests.factories import brand_person, owner, talent_user
from tests.portals.outside import signed_in

PORTALS = ("desk", "client", "talent")


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}", entry.callback


TAKING = {name for name, view in views(get_resolver()) if getattr(view, TAKES, False)}
READ = {
    "client": """
        ambassador ambassadors brand-results brief briefs campaign campaigns checked checked-sheet colleagues draft
        draft-file drafts gift gifts home notice notices notices-count results results-pdf results-xlsx
        sale-import shop shortlist shortlist-picture shortlists thread-file threads
    """,
    "desk": """
        account-evidence ambassadors application application-screen benchmarks booking brand brand-sales
        brands brief-templates calendar campaign campaign-calendar campaign-casting campaign-decisions
        campaign-history campaign-matching campaign-report-pdf campaign-report-xlsx campaign-results
        campaign-sales campaign-screening campaign-shortlist campaign-threads campaign-work campaigns
        categories check check-sheet checks clash clashes clause-versions client-brief companies company
        confirmation-pdf contract contract-history deliverable draft draft-file earned-media
        figures-evidence find gallery gift gifts history-import import import-refused job-progress jobs
        letter-templates message messages nomination notice notices notices-count office opportunities
        outreach outreach-list people platforms results results-export sale-import segment segments shortlist-picture
        shortlist-preview talent talent-accounts talent-exclusivity talent-exclusivity-export talent-history
        talent-kit-pdf talent-kit-portrait talent-posts talent-work talents talents-compare thread-file
        threads tiers today waiver waiver-document waivers who-is-free
    """,
    "talent": """
        accounts applications bound connect-back connect-go draft-file gift gifts home notice notices
        notices-count piece project projects request results terms terms-pdf thread-file threads work
    """,
}  # what is only read, by portal; whatever else the portals have takes what is sent


ONLY_READ = {f"{portal}:{name}" for portal, names in READ.items() for name in names.split()}


def test_an_address_takes_what_is_sent_or_stands_in_the_list():
    assert {name for name in ROWS if name.split(":")[0] in PORTALS} - TAKING == ONLY_READ
    assert sorted(name for name in ONLY_READ if ROWS[name].method != "GET") == []


@pytest.mark.django_db
def test_a_page_that_is_only_read_refuses_what_is_sent():
    readers = {"desk": signed_in(owner()), "client": signed_in(brand_person()), "talent": signed_in(talent_user())}
    read = sorted(name for name in ONLY_READ if not ROWS[name].of and not ROWS[name].kwargs)
    answers = {name: readers[name.split(":")[0]].post(reverse(name), {}) for name in read}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(read, 405)
    assert {answer.headers["Allow"] for answer in answers.values()} == {"GET, HEAD"}
    home = reverse("talent:home")
    assert readers["talent"].head(home).status_code == 200
    assert readers["talent"].get(home, headers={"HX-Request": "true"}).status_code == 200
    assert readers["desk"].post(home).status_code == 404, "a stranger learns nothing of how it is asked"
