"""Invented names by culture, each Latin form with its own script where there is one. Nobody here is a real person."""

from dataclasses import dataclass
from math import lcm


@dataclass(frozen=True, slots=True)
class Culture:
    """Where a talent is from: how names are made, in which cities they live, what they speak."""

    country: str
    timezone: str
    languages: tuple[str, ...]
    family_first: bool
    cities: tuple[str, ...]
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]


JAPAN = Culture(
    "JP", "Asia/Tokyo", ("ja",), False,
    ("Osaka", "Sapporo", "Nagoya", "Kanazawa", "Fukuoka", "Tokyo", "Sendai", "Kyoto"),
    (("Honoka", "ほのか"), ("Rin", "凛"), ("Sōma", "颯真"), ("Yuzuki", "柚希"), ("Haruto", "晴翔"), ("Mio", "澪"), ("Kaede", "楓"),
     ("Ritsu", "律"), ("Tsumugi", "紬"), ("Itsuki", "樹"), ("Nagisa", "渚"), ("Akari", "灯"), ("Hinata", "日向")),
    (("Ishiguro", "石黒"), ("Sakuraba", "桜庭"), ("Kuribayashi", "栗林"), ("Minazuki", "水無月"), ("Tokiwa", "常盤"), ("Asagiri", "朝霧"),
     ("Komori", "小森"), ("Hazama", "間"), ("Yukishiro", "雪代"), ("Fujisawa", "藤沢"), ("Amamiya", "雨宮"), ("Kitahara", "北原")),
)  # fmt: skip
KOREA = Culture(
    "KR", "Asia/Seoul", ("ko",), False,
    ("Busan", "Seoul", "Daegu", "Jeju"),
    (("Yuna", "유나"), ("Seo-jin", "서진"), ("Ha-eun", "하은"), ("Do-yun", "도윤"), ("Ji-woo", "지우"), ("Na-ri", "나리"), ("Min-seo", "민서")),
    (("Baek", "백"), ("Noh", "노"), ("Seok", "석"), ("Ma", "마"), ("Ahn", "안"), ("Bong", "봉")),
)  # fmt: skip
TAIWAN = Culture(
    "TW", "Asia/Taipei", ("zh-TW",), True,
    ("Taichung", "Taipei", "Tainan"),
    (("Wen-Chi", "文琪"), ("Yi-Hsuan", "宜萱"), ("Po-Wei", "柏維"), ("Chia-Ling", "嘉玲"), ("Kuan-Yu", "冠宇")),
    (("Lin", "林"), ("Tseng", "曾"), ("Kuo", "郭"), ("Fang", "方")),
)  # fmt: skip
BRAZIL = Culture(
    "BR", "America/Sao_Paulo", ("pt-BR",), False,
    ("Recife", "São Paulo", "Curitiba", "Salvador", "Belém"),
    (("João Pedro", ""), ("Thaís", ""), ("Caetana", ""), ("Davi", ""), ("Iara", ""), ("Otávio", ""), ("Lígia", ""), ("Ruan", "")),
    (("Albuquerque Corrêa", ""), ("Tavares Lobo", ""), ("Queiroga", ""), ("Villas Neves", ""), ("Sampaio Brandt", ""), ("Araripe", "")),
)  # fmt: skip
PORTUGAL = Culture(
    "PT", "Europe/Lisbon", ("pt-PT", "en"), False,
    ("Porto", "Lisboa", "Aveiro"),
    (("Inês", ""), ("Tomás", ""), ("Leonor", ""), ("Duarte", "")),
    (("Vasconcelos", ""), ("Quintela", ""), ("Barrocas", ""), ("Sarmento Luz", "")),
)  # fmt: skip
FRANCE = Culture(
    "FR", "Europe/Paris", ("fr",), False,
    ("Lyon", "Paris", "Nantes", "Lille", "Marseille"),
    (("Élodie", ""), ("Maxence", ""), ("Apolline", ""), ("Côme", ""), ("Ysé", ""), ("Bastien", ""), ("Maëlys", "")),
    (("Charbonnier", ""), ("de La Fontenaye", ""), ("Brisseau", ""), ("Marchandeau", ""), ("Thévenot", ""), ("Galliard", "")),
)  # fmt: skip
NORTH = Culture(
    "FI", "Europe/Helsinki", ("fi", "en"), False,
    ("Tampere", "Helsinki", "Turku"),
    (("Siiri", ""), ("Aatu", ""), ("Kerttu", ""), ("Onni", "")),
    (("Lahdenperä", ""), ("Koskivaara", ""), ("Mäntyranta", "")),
)  # fmt: skip
ISLES = Culture(
    "IE", "Europe/Dublin", ("en",), False,
    ("Galway", "Dublin", "Cork"),
    (("Liam", ""), ("Saoirse", ""), ("Fiadh", ""), ("Tadhg", "")),
    (("Ó Ceallacháin", ""), ("Brannigan", ""), ("Mac Giolla", "")),
)  # fmt: skip
AFRICA = Culture(
    "ZA", "Africa/Johannesburg", ("en", "zu"), False,
    ("Durban", "Cape Town", "Johannesburg"),
    (("Thandeka", ""), ("Sipho", ""), ("Lerato", ""), ("Bongani", "")),
    (("Mokoena-Dlamini", ""), ("Ngubane", ""), ("van der Walt", ""), ("Khumalo-Reid", "")),
)  # fmt: skip
GHANA = Culture(
    "GH", "Africa/Accra", ("en", "tw"), False,
    ("Kumasi", "Accra"),
    (("Kofi", ""), ("Abena", ""), ("Yaw", "")),
    (("Asante-Boateng", ""), ("Owusu-Tetteh", ""), ("Darkwah", "")),
)  # fmt: skip
MAGHREB = Culture(
    "MA", "Africa/Casablanca", ("ar", "fr"), False,
    ("Casablanca", "Fès", "Rabat"),
    (("Layla", "ليلى"), ("Yassine", "ياسين"), ("Salma", "سلمى")),
    (("Haddad-Benslimane", "حداد"), ("El Amraoui", "العمراوي"), ("Tazi", "التازي")),
)  # fmt: skip
INDIA = Culture(
    "IN", "Asia/Kolkata", ("en", "ta", "hi"), False,
    ("Chennai", "Pune", "Kolkata"),
    (("Priya", ""), ("Arjun", ""), ("Meenakshi", ""), ("Rohan", "")),
    (("Venkataraghavan", ""), ("Deshmukh-Rao", ""), ("Chatterjee", "")),
)  # fmt: skip
CENTRAL = Culture(
    "DE", "Europe/Berlin", ("de", "en"), False,
    ("München", "Leipzig", "Hamburg"),
    (("Anneliese", ""), ("Jonte", ""), ("Mia", ""), ("Levin", "")),
    (("von Hohenstein-Brück", ""), ("Sandkamp", ""), ("Weidenmüller", "")),
)  # fmt: skip
VIETNAM = Culture(
    "VN", "Asia/Ho_Chi_Minh", ("vi",), True,
    ("Đà Nẵng", "Huế"),
    (("Bảo Trân", ""), ("Minh Khôi", ""), ("Thảo Vy", "")),
    (("Nguyễn Hoàng", ""), ("Đặng Lê", ""), ("Phan Thị", "")),
)  # fmt: skip

# How many persons of each: 104 in all, most of them at home in Japan.
MIX: tuple[tuple[Culture, int], ...] = (
    (JAPAN, 32), (KOREA, 10), (TAIWAN, 7), (BRAZIL, 10), (PORTUGAL, 6), (FRANCE, 9), (NORTH, 5), (ISLES, 5),
    (AFRICA, 5), (GHANA, 3), (MAGHREB, 3), (INDIA, 4), (CENTRAL, 4), (VIETNAM, 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    native_name: str
    city: str
    culture: Culture


def people() -> list[Person]:
    """104 persons, all of different names, each first and last name as seldom as can be."""
    found: list[Person] = []
    for culture, count in MIX:
        given, family = culture.given, culture.family
        round_trip = lcm(len(given), len(family))
        for i in range(count):
            first, first_native = given[i % len(given)]
            last, last_native = family[(i + i // round_trip) % len(family)]
            name = f"{last} {first}" if culture.family_first else f"{first} {last}"
            found.append(
                Person(
                    name, _native(culture, first_native, last_native), culture.cities[i % len(culture.cities)], culture
                )
            )
    return found


def _native(culture: Culture, first: str, last: str) -> str:
    if not first or not last:
        return ""
    if culture is MAGHREB:
        return f"{first} {last}"
    return f"{last} {first}" if culture is JAPAN else f"{last}{first}"


# Acts: name, native name, number of members, all of them from the same culture.
ACTS: tuple[tuple[str, str, Culture, int], ...] = (
    ("Hoshi & Tsubame", "星と燕", JAPAN, 2),
    ("Midnight Bento", "真夜中弁当", JAPAN, 3),
    ("Ao no Kaidan", "青の階段", JAPAN, 2),
    ("Nikai no Neko", "二階の猫", JAPAN, 2),
    ("Kazoku Log", "かぞくログ", JAPAN, 3),
    ("Yoru Radio", "夜ラジオ", JAPAN, 2),
    ("Hanok Sisters", "한옥자매", KOREA, 2),
    ("Studio Dal", "스튜디오 달", KOREA, 3),
    ("Night Market Duo", "夜市二人組", TAIWAN, 2),
    ("Os Três do Mangue", "", BRAZIL, 3),
    ("Casal Trilha", "", BRAZIL, 2),
    ("Duas Marés", "", PORTUGAL, 2),
    ("Les Mardis", "", FRANCE, 2),
    ("Deux Assiettes", "", FRANCE, 2),
    ("Sauna Club", "", NORTH, 2),
    ("Salt & Static", "", ISLES, 2),
)
TINTS = ("#E3CFCF", "#C9D3E6", "#D5CFE3", "#CFDDDB", "#E6DCB8", "#DCCFC0", "#D3DACB", "#E5D3C4", "#CBD9E2", "#DDD0D9")
