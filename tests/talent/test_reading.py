"""Files as they come: encodings, delimiters, headings, workbooks, and what is no roster."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from lib.refusals import Refused
from talent.importing.columns import field_of, guess
from talent.importing.encodings import detect
from talent.importing.places import country_code, language_tags
from talent.importing.reading import MAX_BYTES, read_table

SAMPLES = {
    "utf-8": "名前,フォロワー\n田中美香,10万\n",
    "utf-8-sig": "名前,フォロワー\n田中美香,10万\n",
    "utf-16": "名前,フォロワー\n田中美香,10万\n",
    "utf-16-le": "name,followers\nMika Tanaka,10k\n",
    "cp932": "名前,アカウント,フォロワー数,国\n田中美香,mika,10万,日本\n佐藤,sato,1.2万,韓国\n",
    "euc_jp": "名前,フォロワー\n田中美香,10万\n",
    "gb18030": "姓名,粉丝,国家\n王小明,10万,中国\n",
    "big5": "姓名,粉絲,國家\n陳怡君,10萬,台灣\n",
    "cp949": "이름,팔로워\n김민지,10만\n",
    "cp1252": "name;seguidores;país\nJosé Muñoz;1.234;España\nÉlodie Lefèvre;12,5k;Côte d’Ivoire\n",
    "cp1251": "имя;подписчики\nАнна Иванова;10 тыс\n",
    "cp1254": (
        "isim;takipçi;notlar\n"
        "Ayşe Yılmaz;10;güzellik ve alışveriş üzerine yazıyor\n"
        "İpek Çağlar;20;çocuklarıyla yaşıyor\n"
    ),
}


def workbook(*rows, title="Roster", percent=()):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for cell in percent:
        book.active[cell].number_format = "0.00%"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", SAMPLES)
def test_encoding_is_found_out(encoding):
    table = read_table("a.csv", SAMPLES[encoding].encode(encoding))
    assert table.headings[0] in ("名前", "姓名", "이름", "name", "имя", "isim")
    assert [line for _, line in table.rows] == [
        line.split(table.delimiter) for line in SAMPLES[encoding].splitlines()[1:]
    ]


def test_ascii_is_utf8():
    assert detect(b"name,followers\n") == "utf-8"


def test_wrong_encoding_is_said_and_not_read():
    with pytest.raises(Refused, match=r"cannot be read as Japanese \(Shift_JIS\)"):
        read_table("a.csv", b"name\n\x81\n", encoding="cp932")
    with pytest.raises(Refused, match="klingon is not an encoding"):
        read_table("a.csv", b"name\nx\n", encoding="klingon")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ('name;followers\n"A";1,5\nB;2,5\n', ";"),
        ("name\tfollowers\nA, B\t1,234\n", "\t"),
        ("name|followers\nA|1\n", "|"),
        ('handle,followers\na,"1,234"\nb,"12,345"\n', ","),
        ("handle\nmika\nrin\n", ","),
    ],
)
def test_delimiter_is_found_out(text, delimiter):
    assert read_table("a.txt", text.encode()).delimiter == delimiter


def test_first_line_of_excel_names_the_delimiter_and_counts_as_a_row():
    table = read_table("a.csv", b"sep=;\nhandle;followers\nmika;1\n")
    assert (table.delimiter, table.headings, table.rows) == (";", ["handle", "followers"], [(3, ["mika", "1"])])


def test_a_file_of_ours_is_read_without_the_apostrophes_against_formulas():
    table = read_table("refused.csv", b"Row,Why,Name,Handle\n3,'=no,Mia,'@mia.x\n4,x,O'Neil,'tis\n")
    assert [line for _, line in table.rows] == [["3", "=no", "Mia", "@mia.x"], ["4", "x", "O'Neil", "'tis"]]


def test_titles_and_empty_lines_above_the_headings_keep_the_row_numbers():
    table = read_table("a.csv", b"Roster of spring,\n\nhandle,followers\nmika,1\n\nrin,2\n")
    assert table.headings == ["handle", "followers"]
    assert [number for number, _ in table.rows] == [4, 6]


def test_file_without_headings_has_numbered_columns_and_loses_no_row():
    table = read_table("a.csv", b"mika,475.8m\nrin,3k\n")
    assert table.headings == ["Column 1", "Column 2"]
    assert len(table.rows) == 2


def test_repeated_and_empty_headings_can_be_told_apart():
    table = read_table("a.csv", b"handle,notes,notes,,x\na,b,c,d,e\n")
    assert table.headings == ["handle", "notes", "notes (2)", "Column 4", "x"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"x", "ending in .csv, .tsv, .txt or .xlsx"),
        ("a.xls", b"x", "ending in"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \n\n", "is empty"),
        ("a.csv", b",,\n,,\n", "has no rows"),
        ("a.csv", b"handle,followers\n", "has headings and no rows"),
        ("a.csv", b"handle\n" + b"x" * 200_000, "cannot be read as a table"),
        ("a.csv", b"a" * (MAX_BYTES + 1), "more than 20 MB"),
        ("a.xlsx", b"not a workbook", "The workbook cannot be read"),
    ],
)
def test_what_is_no_roster_gets_one_sentence(name, content, sentence):
    with pytest.raises(Refused, match=sentence):
        read_table(name, content)


def test_workbook_gives_numbers_as_they_are():
    content = workbook(
        ["handle", "followers", "engagement rate", "avg likes", "country"],
        ["mika", 475800000, 0.0139, 1.234, None],
        [None, None, None, None, None],
        ["rin", 12.0, "1,4 %", 3.5, "Japan"],
        percent=["C2"],
    )
    table = read_table("a.xlsx", content)
    assert table.rows == [
        (2, ["mika", "475800000", "1.39%", "1.2340"]),
        (4, ["rin", "12", "1,4 %", "3.5", "Japan"]),
    ]
    assert (table.sheet, table.sheets) == ("Roster", ["Roster"])


def test_first_sheet_with_cells_is_read_and_another_can_be_chosen():
    book = Workbook()
    book.active.title = "Empty"
    for title in ("First", "Second"):
        book.create_sheet(title).append(["handle"])
        book[title].append([title.lower()])
    stream = io.BytesIO()
    book.save(stream)
    assert read_table("a.xlsx", stream.getvalue()).rows == [(2, ["first"])]
    assert read_table("a.xlsx", stream.getvalue(), sheet="Second").rows == [(2, ["second"])]
    with pytest.raises(Refused, match="no sheet Third"):
        read_table("a.xlsx", stream.getvalue(), sheet="Third")


def test_zip_bomb_is_refused_before_it_is_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(30):
            archive.writestr(f"xl/{part}.xml", b"0" * 10_000_000)
    assert len(stream.getvalue()) < 1_000_000
    with pytest.raises(Refused, match="Unpacked, the workbook has more than 200 MB"):
        read_table("a.xlsx", stream.getvalue())


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_broken_workbook_gets_one_sentence(cut):
    content = workbook(["handle"], *[[f"h{n}"] for n in range(500)])
    with pytest.raises(Refused, match="The workbook cannot be read"):
        read_table("a.xlsx", content[: int(len(content) * cut)])


def test_zip_that_is_no_workbook_gets_one_sentence():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Refused, match="The workbook cannot be read"):
        read_table("a.xlsx", stream.getvalue())


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("channel_info", "handle"),
        ("Username", "handle"),
        ("フォロワー数", "followers"),
        ("フォロワー（万人）", "followers"),
        ("Seguidores", "followers"),
        ("Abonnés", "followers"),
        ("60d_eng_rate", "engagement_rate"),
        ("E-Mail", "email"),
        ("País", "country"),
        ("new_post_avg_like", "recent_likes"),
        ("total_likes", ""),
        ("rank", ""),
    ],
)
def test_column_is_known_by_its_heading(heading, field):
    assert field_of(heading) == field


def test_field_goes_to_the_first_heading_that_names_it():
    assert guess(["Followers", "Subscribers", "Notes", "Remarks"]) == {
        "Followers": "followers",
        "Subscribers": "",
        "Notes": "notes",
        "Remarks": "notes",
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Côte d'Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("United States", "US"),
        ("USA", "US"),
        ("JPN", "JP"),
        ("jp", "JP"),
        ("日本", "JP"),
        ("Deutschland", "DE"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Czech Republic", "CZ"),
        ("British Virgin Islands", "VG"),
        ("대한민국", "KR"),
        ("Europe", ""),
        ("Narnia", ""),
    ],
)
def test_country_code(name, code):
    assert country_code(name) == code


def test_language_tags():
    assert language_tags("English, 日本語 / pt-BR and German; Elvish") == (("en", "ja", "pt-BR", "de"), ("Elvish",))


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            "Name,Instagram,IG Followers,TikTok,TikTok followers,YouTube,YouTube subscribers",
            "name,handle:instagram,followers:instagram,handle:tiktok,followers:tiktok,handle:youtube,followers:youtube",
        ),
        (
            "Name,Instagram,Followers,ER,TikTok,Followers,ER,E-Mail",
            "name,handle:instagram,followers:instagram,engagement_rate:instagram,handle:tiktok,followers:tiktok"
            ",engagement_rate:tiktok,email",
        ),
        ("Instagram URL,YouTube channel,Followers", "url:instagram,handle:youtube,"),  # whose followers, nobody knows
        ("Handle,Followers,TikTok,YouTube", "handle,followers,handle:tiktok,handle:youtube"),
        ("Name,TikTok handle,Followers", "name,handle,followers"),  # one account a row
        ("Facebook,X,Snapchat", "handle:facebook,handle:x,handle:snapchat"),
        ("Taxi,Extra,IGN", ",,"),  # a platform's letters within another word
    ],
)
def test_accounts_on_several_platforms_have_columns_of_their_own(headings, fields):
    rows = "\n" + ",".join("abcdefgh"[: headings.count(",") + 1]) + "\n"
    table = read_table("a.csv", (headings + rows).encode())
    assert list(guess(table.headings).values()) == fields.split(",")


def merged(book, *ranges):
    for cells in ranges:
        book.active.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_platforms_in_merged_cells_over_the_headings_belong_to_the_columns_below():
    book = Workbook()
    for row in (
        ["Talents of spring"],
        ["Name", "Instagram", None, "TikTok", None, "E-Mail"],
        [None, "Handle", "Followers", "Handle", "Followers", None],
        ["Mika", "mika", "12.5K", "mika.t", "1,2 Mio.", "m@x.org"],
        ["Rin", "rin", 900, None, None, None],
    ):
        book.active.append(row)
    table = read_table("a.xlsx", merged(book, "A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3"))
    assert table.headings == [
        "Name", "Instagram Handle", "Instagram Followers", "TikTok Handle", "TikTok Followers", "E-Mail",
    ]  # fmt: skip
    assert [number for number, _ in table.rows] == [4, 5]
    flat = "Name,Instagram,,TikTok,,E-Mail\n,Handle,Followers,Handle,Followers,\nMika,mika,1,m.t,2,m@x.org\n"
    assert read_table("a.csv", flat.encode()).headings == table.headings


def test_a_cell_that_is_merged_down_stands_in_each_of_its_rows():
    book = Workbook()
    for row in (["Name", "Platform", "Handle"], ["Mika", "x", "m"], [None, "tiktok", "mt"], [None, "x", "alone"]):
        book.active.append(row)
    assert read_table("a.xlsx", merged(book, "A2:A3")).rows == [
        (2, ["Mika", "x", "m"]),
        (3, ["Mika", "tiktok", "mt"]),
        (4, ["", "x", "alone"]),
    ]


def test_the_sheet_that_begins_like_a_table_comes_before_a_cover():
    book = Workbook()
    book.active.append(["Exported by", "Acme"])
    table = book.create_sheet("TikTok")
    table.append(["Handle", "Followers"])
    table.append(["mika", 5])
    assert read_table("a.xlsx", merged(book)).sheet == "TikTok"


def test_rich_and_repeated_texts_of_a_workbook_are_read():
    book = Workbook()
    rich = CellRichText("Mika ", TextBlock(InlineFont(b=True), "Tanaka"))
    for row in (["name", "handle"], [rich, "名前"], ["名前", "mika"]):
        book.active.append(row)
    assert read_table("a.xlsx", merged(book)).rows == [(2, ["Mika Tanaka", "名前"]), (3, ["名前", "mika"])]


def test_a_file_longer_than_its_sample_is_decoded_whole():
    line = "ミカ,mika\n"
    long = "名前,アカウント\n" + line * 40_000
    assert len(long.encode("cp932")) > 200_000
    assert len(read_table("a.csv", long.encode("cp932")).rows) == 40_000
    with pytest.raises(Refused, match="cannot be read as Unicode"):
        read_table("a.csv", long.encode() + b"\xff\xfe\xfa", encoding="utf-8")


def test_a_workbook_that_claims_no_size_is_not_read_through_for_it():
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Roster")
    for number in range(2_500):
        sheet.append(["Handle", "Followers"] if number == 0 else [f"h{number}", number])
    book.save(out)
    table = read_table("roster.xlsx", out.getvalue(), most=1_000)
    assert (len(table.rows), table.total, table.rows[-1]) == (1_000, 2_500, (1_001, ["h1000", "1000"]))
