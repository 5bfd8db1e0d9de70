"""Importing a roster: each row's fate, before and after."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import Workbook

from lib.refusals import Refused
from talent.actions import (
    add_account,
    add_talent,
    apply_import,
    archive_talent,
    drop_import,
    preview,
    record_figures,
    remap_import,
    start_import,
)
from talent.actions.imports import summary
from talent.figures import Figures
from talent.models import Genre, RosterImport, SocialAccount, Talent
from tests.factories import reader

pytestmark = pytest.mark.django_db

HEAD = "name,handle,platform,followers,engagement_rate,country,language,genre,email,phone,notes\n"
MIKA = (
    'Mika Tanaka,@mika,instagram,"475.8m",1.39%,Japan,日本語,"Beauty, Slow living",mika@example.org,+81 90,likes cats\n'
)


def counts(done):
    return summary(done.outcome)


def test_row_becomes_a_talent_with_everything_it_says(bring_in, now, booker):
    assert counts(bring_in(HEAD + MIKA)) == "new 1, updated 0, unchanged 0, refused 0"
    talent, account = Talent.objects.get(), SocialAccount.objects.get()
    assert (talent.name, talent.country, talent.languages, talent.email) == (
        "Mika Tanaka",
        "JP",
        ["ja"],
        "mika@example.org",
    )
    assert (talent.phone, talent.notes, talent.followers, talent.search) == (
        "+81 90",
        "likes cats",
        475_800_000,
        " mika tanaka mika ",
    )
    assert sorted(talent.genres.values_list("name", flat=True)) == ["Beauty", "Slow living"]
    assert (account.talent, account.handle, account.url) == (talent, "mika", "https://www.instagram.com/mika/")
    assert (account.followers, account.engagement_rate, account.is_rounded) == (475_800_000, Decimal("1.390"), True)
    assert (account.source, account.measured_at) == ("reported", now)
    assert talent.events.get().pgh_context.metadata["action"] == "talent.apply_import"


def test_second_run_changes_nothing(bring_in, now):
    text = HEAD + MIKA
    bring_in(text)
    before = list(Talent.objects.values()), list(SocialAccount.objects.values())
    done = bring_in(text, figures_as_of=now)
    assert counts(done) == "new 0, updated 0, unchanged 1, refused 0"
    assert (list(Talent.objects.values()), list(SocialAccount.objects.values())) == before
    assert Genre.objects.filter(name="Slow living").count() == 1


def test_newer_file_updates_and_an_older_one_does_not(bring_in, now):
    head = "handle,followers,posts\n"
    bring_in(head + "mika,1000,50\n", figures_as_of=now - timedelta(days=5))
    assert counts(bring_in(head + "mika,900,NaN\n", figures_as_of=now - timedelta(days=9))) == (
        "new 0, updated 0, unchanged 1, refused 0"
    )
    assert counts(bring_in(head + "mika,1200,-\n")) == "new 0, updated 1, unchanged 0, refused 0"
    account = SocialAccount.objects.get()
    assert (account.followers, account.posts, account.measured_at) == (1200, 50, now)
    assert Talent.objects.get().followers == 1200


def test_measured_figure_is_not_overwritten_by_an_older_file(bring_in, booker, now):
    bring_in("handle,followers\nmika,1000\n", figures_as_of=now - timedelta(days=5))
    figures = Figures(measured_at=now - timedelta(days=1), followers=1111)
    record_figures(account=SocialAccount.objects.get(), figures=figures, by=booker, now=now)
    done = bring_in("handle,followers\nmika,1050\n", figures_as_of=now - timedelta(days=2))
    assert SocialAccount.objects.get().followers == 1111
    assert "Newer figures are known, of 14 Apr 2026" in done.outcome["remarks"][0][1]


def test_unknown_figures_are_null_and_never_zero(bring_in):
    bring_in("handle,followers,posts,engagement rate\nmika,NaN,-,\n")
    account = SocialAccount.objects.get()
    assert (account.followers, account.posts, account.engagement_rate, account.measured_at) == (None, None, None, None)
    assert Talent.objects.get().followers is None


def test_rate_without_a_single_like_was_never_measured(bring_in):
    bring_in("handle,60d_eng_rate,new_post_avg_like\nmika,0.02%,0.00\nrin,0.02%,1\n")
    assert dict(SocialAccount.objects.values_list("handle", "engagement_rate")) == {
        "mika": None,
        "rin": Decimal("0.020"),
    }


def test_good_rows_go_in_though_bad_ones_are_refused(bring_in):
    done = bring_in(
        "name,handle,followers,platform\n"
        "A,a,12 parsecs,\n"
        "B,b,-5,\n"
        "C,c,7,MySpace\n"
        "D,,9,\n"
        ",,,tiktok\n"
        "F,f,1,000,tiktok,x\n"
        "G,g,1000,tiktok\n"
    )
    assert counts(done) == "new 1, updated 0, unchanged 0, refused 6"
    assert [(number, reason) for number, _, reason in done.outcome["refused_rows"]] == [
        (2, "Followers: 12 parsecs is not a number: parsecs is not a unit that we know."),
        (3, "Followers: -5 is negative."),
        (4, "MySpace is not a platform that we know."),
        (5, "The row has figures, and no account that they belong to."),
        (6, "The row names nobody: it has no handle, no address and no name."),
        (7, "The row has 6 cells under 4 headings. A text with a delimiter needs quotes."),
    ]
    assert list(Talent.objects.values_list("name", flat=True)) == ["G"]


def test_same_account_twice_is_read_once_where_it_says_the_same_and_refused_where_not(bring_in):
    done = bring_in("handle,followers\nmika,10\nMIKA,10\nmika,11\nrin,5\n")
    assert counts(done) == "new 2, updated 0, unchanged 0, refused 1"
    assert done.outcome["refused_rows"] == [[4, "mika", "Row 2 has the same account with other particulars."]]


def test_rows_of_one_person_on_several_platforms_are_one_talent(bring_in):
    done = bring_in(
        "name,url,followers,email\n"
        "Mika,https://www.instagram.com/mika,10,\n"
        "Mika,https://www.tiktok.com/@mika.t,30,\n"
        "Rin,https://www.instagram.com/rin,5,rin@example.org\n"
        "Rin S.,https://x.com/rin_s,6,RIN@example.org\n"
        "Mika,https://www.instagram.com/other.mika,7,\n"
    )
    assert counts(done) == "new 3, updated 0, unchanged 0, refused 0"
    assert done.outcome["accounts"] == 5
    mika = Talent.objects.get(accounts__handle="mika")
    assert sorted(mika.accounts.values_list("platform", "handle")) == [("instagram", "mika"), ("tiktok", "mika.t")]
    assert mika.followers == 30
    assert Talent.objects.get(accounts__handle="rin_s").name == "Rin"


def test_managers_address_under_many_talents_makes_none_of_them_one(bring_in):
    text = "name,handle,email\nA,a,desk@example.org\nB,b,desk@example.org\nC,c,desk@example.org\n"
    assert counts(bring_in(text)) == "new 3, updated 0, unchanged 0, refused 0"
    assert counts(bring_in(text)) == "new 0, updated 0, unchanged 3, refused 0"


def test_talent_is_known_by_email_and_gets_the_new_account(bring_in, booker, now):
    mika = add_talent(name="Mika", email="Mika@example.org", by=booker, now=now)
    done = bring_in("handle,followers,email\nmika,10,mika@example.org\n", platform="tiktok")
    assert counts(done) == "new 0, updated 1, unchanged 0, refused 0"
    mika.refresh_from_db()
    assert (mika.name, mika.followers, mika.search) == ("Mika", 10, " mika ")
    assert mika.accounts.get().platform == "tiktok"


def test_talents_without_accounts_are_known_by_name(bring_in, booker, now):
    text = "name,phone\nMika,1\nRin,2\n"
    assert counts(bring_in(text)) == "new 2, updated 0, unchanged 0, refused 0"
    assert counts(bring_in(text)) == "new 0, updated 0, unchanged 2, refused 0"
    add_talent(name="Mika", by=booker, now=now)
    assert counts(bring_in(text)) == "new 0, updated 0, unchanged 1, refused 1"


def test_what_staff_wrote_stays_where_the_file_is_silent(bring_in, booker, now):
    mika = add_talent(name="Mika", city="Kobe", notes="Call first", country="JP", by=booker, now=now)
    add_account(talent=mika, platform="instagram", handle="mika", by=booker, now=now)
    bring_in("handle,name,country,notes,language\nmika,,NaN,new note,en\n")
    mika.refresh_from_db()
    assert (mika.name, mika.city, mika.country, mika.notes, mika.languages) == (
        "Mika",
        "Kobe",
        "JP",
        "Call first\nnew note",
        ["en"],
    )


def test_archived_talent_is_refused_and_not_made_twice(bring_in, booker, now):
    bring_in("handle\nmika\n")
    archive_talent(talent=Talent.objects.get(), by=booker, now=now)
    done = bring_in("handle\nmika\n")
    assert done.outcome["refused_rows"] == [[2, "mika", "mika is archived."]]
    assert Talent.objects.count() == 1


def test_wrongly_decoded_text_is_repaired_and_right_text_left_alone(bring_in):
    done = bring_in("handle,name,country\na,Ãna São,CÃ´te d'Ivoire\n")
    assert (Talent.objects.get().name, Talent.objects.get().country) == ("Ãna São", "CI")
    assert done.outcome["remarks"] == [[2, "CÃ´te d'Ivoire was decoded wrongly and is read as Côte d'Ivoire."]]


def test_what_has_no_place_is_kept_in_the_notes(bring_in):
    text = "handle,country,language,email\na,Narnia,Elvish,a at example\n"
    bring_in(text)
    kept = "Country as in the file: Narnia\nLanguage as in the file: Elvish\nE-mail as in the file: a at example"
    assert Talent.objects.get().notes == kept
    assert counts(bring_in(text)) == "new 0, updated 0, unchanged 1, refused 0"


def test_formula_is_kept_as_text(bring_in):
    bring_in('handle,name,notes\na,=1+1,"=HYPERLINK(""http://x"")"\n')
    assert (Talent.objects.get().name, Talent.objects.get().notes) == ("=1+1", '=HYPERLINK("http://x")')


def test_row_of_a_reader_is_refused(now):
    with pytest.raises(Refused, match="import a roster"):
        start_import(filename="a.csv", content=b"handle\na\n", by=reader(), now=now)


@pytest.fixture
def started(booker, now):
    content = b"Who,Fans,Country\nmika,10,Japan\nrin,x,Peru\n"
    return start_import(filename="a.csv", content=content, by=booker, now=now)


def test_preview_says_what_is_missing_and_writes_nothing(started):
    seen = preview(started)
    assert seen.problem == "No column says who the talents are. Choose the one with the handle or the name."
    assert [(c.heading, c.field, c.samples) for c in seen.columns] == [
        ("Who", "", ["mika", "rin"]),
        ("Fans", "followers", ["10", "x"]),
        ("Country", "country", ["Japan", "Peru"]),
    ]
    assert seen.left_out == ["Who"]
    assert not Talent.objects.exists()


def test_import_without_a_column_for_who_is_not_applied(started, booker, now):
    with pytest.raises(Refused, match="No column says who"):
        apply_import(roster_import=started, by=booker, now=now)


def test_corrected_mapping_shows_each_rows_fate(started, booker, now):
    fixed = remap_import(
        roster_import=started,
        mapping={"Who": "handle", "Fans": "followers", "Gone": "name"},
        platform="tiktok",
        by=booker,
        now=now,
    )
    assert fixed.mapping == {"Who": "handle", "Fans": "followers", "Country": ""}
    seen = preview(fixed)
    assert seen.counts == {"new": 1, "updated": 0, "unchanged": 0, "refused": 1}
    assert [(r.number, r.name, [on for _, on in r.accounts], r.fate, r.reason) for r in seen.rows] == [
        (2, "mika", ["TikTok"], "new", ""),
        (3, "rin", [], "refused", "Followers: x is not a number."),
    ]
    assert seen.rows[0].values == {
        "handle": "mika",
        "url": "https://www.tiktok.com/@mika",
        "platform": "TikTok",
        "followers": 10,
    }
    assert [r.number for r in preview(fixed, fate="refused").rows] == [3]
    assert (preview(fixed, per_page=1, page=9).page, preview(fixed, per_page=1).pages) == (2, 2)


def test_preview_shows_before_and_after(bring_in, booker, now):
    bring_in("handle,followers\nmika,10\n", figures_as_of=now - timedelta(days=1))
    started = start_import(filename="b.csv", content=b"handle,followers,name\nmika,12,Mika\n", by=booker, now=now)
    row = preview(started).rows[0]
    assert (row.fate, row.talent) == ("updated", Talent.objects.get())
    assert [(c.label, c.before, c.after) for c in row.changes] == [("Name", "mika", "Mika"), ("Followers", "10", "12")]


def test_another_encoding_reads_the_columns_afresh(booker, now):
    content = "名前,フォロワー\n田中美香,10万\n".encode("cp932")
    started = start_import(filename="a.csv", content=content, encoding="gb18030", by=booker, now=now)
    assert preview(started).problem != ""
    fixed = remap_import(roster_import=started, encoding="", by=booker, now=now)
    assert (fixed.encoding, fixed.mapping) == ("cp932", {"名前": "name", "フォロワー": "followers"})


def test_import_is_applied_once_and_dropped_for_good(started, booker, now):
    drop_import(roster_import=started, by=booker, now=now)
    with pytest.raises(Refused, match="was dropped"):
        apply_import(roster_import=started, by=booker, now=now)


def test_applied_import_is_not_applied_again(bring_in, booker, now):
    done = bring_in("handle\nmika\n")
    with pytest.raises(Refused, match="imported already"):
        apply_import(roster_import=done, by=booker, now=now)
    assert RosterImport.objects.get().applied_by == booker


def test_figures_of_tomorrow_are_refused(booker, now):
    with pytest.raises(Refused, match="future"):
        start_import(filename="a.csv", content=b"handle\na\n", figures_as_of=now + timedelta(1), by=booker, now=now)


def test_import_takes_as_many_queries_for_many_rows_as_for_few(booker, now, django_assert_max_num_queries):
    rows = "".join(f"h{n},{n},Beauty\n" for n in range(300))
    started = start_import(filename="a.csv", content=("handle,followers,genre\n" + rows).encode(), by=booker, now=now)
    with django_assert_max_num_queries(25):
        apply_import(roster_import=started, by=booker, now=now)
    assert Talent.objects.count() == 300


SEVERAL = "Name,Instagram,IG followers,TikTok,TikTok followers,E-Mail\n"


def accounts_of(name):
    rows = SocialAccount.objects.filter(talent__name=name).order_by("platform")
    return list(rows.values_list("platform", "handle", "followers"))


def test_a_row_with_several_accounts_is_one_talent(bring_in, now):
    done = bring_in(SEVERAL + 'Mika,@mika,12.5K,mika.t,"1,2 Mio.",m@x.org\nRin,,,rin.t,900,\nAoi,aoi,5,-,70,\n')
    assert counts(done) == "new 3, updated 0, unchanged 0, refused 0"
    assert done.outcome["accounts"] == 4
    assert accounts_of("Mika") == [("instagram", "mika", 12_500), ("tiktok", "mika.t", 1_200_000)]
    assert accounts_of("Rin") == [("tiktok", "rin.t", 900)]
    assert accounts_of("Aoi") == [("instagram", "aoi", 5)]
    assert done.outcome["remarks"] == [[4, "TikTok: the figures are left out, for no handle stands beside them."]]
    assert Talent.objects.get(name="Mika").followers == 1_200_000
    again = bring_in(SEVERAL + "Mika,@mika,12.5K,mika.t,1.3M,m@x.org\n", figures_as_of=now + timedelta(0))
    assert counts(again) == "new 0, updated 1, unchanged 0, refused 0"
    assert accounts_of("Mika")[1] == ("tiktok", "mika.t", 1_300_000)


def test_a_row_brings_the_accounts_that_are_missing_to_whom_it_knows(bring_in):
    bring_in("Name,TikTok\nMika,mika.t\n")
    done = bring_in(SEVERAL + "Mika,mika,100,mika.t,200,\n")
    assert (counts(done), Talent.objects.count()) == ("new 0, updated 1, unchanged 0, refused 0", 1)
    assert accounts_of("Mika") == [("instagram", "mika", 100), ("tiktok", "mika.t", 200)]
    shown = preview(RosterImport.objects.latest("pk"))
    assert [(row.accounts, row.fate) for row in shown.rows] == [
        ([("mika", "Instagram"), ("mika.t", "TikTok")], "unchanged"),
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("X,one,,two,,\n", "Its accounts belong to several talents: One, Two."),
        ("X,three,,https://x.com/three,,\n", "TikTok: The address is on X, the row says TikTok."),
        ("X,three,many,threet,,\n", "Instagram: Followers: many is not a number."),
        ("X,three,1,threet,2,\nY,four,1,threet,9,\n", "Row 2 has the same account with other particulars."),
    ],
)
def test_a_row_whose_accounts_cannot_be_one_talents_is_refused(bring_in, rows, words):
    bring_in("Name,Instagram\nOne,one\n")
    bring_in("Name,TikTok\nTwo,two\n")
    done = bring_in(SEVERAL + rows)
    assert [said for _, _, said in done.outcome["refused_rows"]] == [words]


def test_the_same_account_in_two_columns_is_read_once(bring_in):
    bring_in("Handle,Platform,TikTok,Instagram\nmika,instagram,mika.t,mika\nmika,instagram,mika.t,mika\n")
    assert SocialAccount.objects.count() == 2


def test_a_sheet_called_after_a_platform_says_where_its_accounts_are(now, booker):
    book = Workbook()
    book.active.title = "TikTok"
    for row in (["Name", "Handle"], ["Mika", "mika"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    started = start_import(filename="a.xlsx", content=stream.getvalue(), by=booker, now=now)
    assert (started.platform, started.sheet) == ("tiktok", "TikTok")
