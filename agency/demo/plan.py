"""What the demo office works on: campaigns in every state and ambassador contracts. Days count from today."""

from dataclasses import dataclass

from campaigns.usage import Length, UsageTerms


@dataclass(frozen=True, slots=True)
class Wanted:
    kind: str
    channel: str
    count: int
    draft_due: int
    live: int
    until: int | None = None
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """One campaign. `reach` is how far it has come, booked where nothing is written yet; `cast` are names pinned into it, `applicants` how many more apply."""

    name: str
    brand: str
    reach: str
    categories: tuple[str, ...]
    channels: tuple[str, ...]
    territories: tuple[str, ...]
    first: int
    last: int
    fee: int
    wanted: tuple[Wanted, ...]
    goal: str
    product: str = ""
    currency: str = "JPY"
    places: int = 3
    gift: str = ""
    gift_value: int = 0
    usage: tuple[UsageTerms, ...] = ()
    exclusive: tuple[str, ...] = ()
    tail: Length = Length()
    cast: tuple[str, ...] = ()
    applicants: int = 0
    homes: tuple[str, ...] = ()
    tags: str = ""
    budget: int = 0
    hidden: str = ""
    asks: tuple[tuple[str, str, tuple[str, ...], bool], ...] = ()
    min_stage: str = ""
    open_countries: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    public: tuple[str, int | None, int | None, tuple[str, ...], str] = ("", None, None, (), "")


CAMPAIGNS: tuple[Plan, ...] = (
    Plan("Slow morning", "Casa Brisa", "draft", (), (), (), 50, 64, 0, (), "Three quiet mornings with a candle, told without hurry."),
    Plan("Autumn cups", "Kettle & Pine", "draft", ("tea",), ("instagram", "youtube"), ("GB", "IE"), 40, 75, 2400,
         (Wanted("reel", "instagram", 2, 30, 42),), "Show how you take your tea when nobody is looking.", "Smoked pine tea, 50 g", "GBP"),
    Plan("Night Run, spring 2027", "Hayanami", "open", ("running-shoes",), ("instagram", "tiktok"), ("JP",), 111, 125, 1_425_000,
         (Wanted("reel", "instagram", 2, 100, 112, 118, 480_000), Wanted("story", "instagram", 3, 108, 113, 120, 155_000)),
         "Run the river path at night in the new shoe, and say how it feels on wet stone.", "Hayanami Yoru 2", places=4, applicants=12, homes=("JP", "TW", "KR"),
         exclusive=("running-shoes",), tail=Length(30), tags="#yorurun @hayanami.run", budget=6_000_000, min_stage="affiliated",
         usage=(UsageTerms("reshare", 6, unit="month"), UsageTerms("ads", 60, ("instagram", "tiktok"), ("JP",)), UsageTerms("store", 90, (), ("JP",), "term")),
         attributes=(("surface", "road"), ("kind", "shoe")), public=("both", 20, 39, ("JP",), "Run once or twice a week, after work, and have never worn Hayanami."),
         asks=(("Can you film after dark in the second week of March?", "yes_no", (), True), ("Where would you run?", "words", (), False))),
    Plan("Carry-on, two cities", "Nordlund", "casting", ("luggage",), ("youtube", "instagram"), ("*",), 75, 89, 980_000,
         (Wanted("video", "youtube", 1, 66, 78), Wanted("reel", "instagram", 1, 70, 80)), "Two cities, one case, and what you left at home.", "Nordlund Cabin 38",
         gift="Nordlund Cabin 38", gift_value=46_000, applicants=6, tags="#twocities",
         asks=(("Which two cities?", "words", (), True), ("How do you travel?", "choice", ("Train", "Plane", "Car"), False))),
    Plan("First light", "Hayanami Studio", "open", ("sportswear",), ("instagram",), ("JP",), 58, 72, 560_000,
         (Wanted("reel", "instagram", 1, 50, 60), Wanted("story", "instagram", 2, 55, 61)), "The first hour of your day, before anybody asks for you.", "A soft shell for cold mornings",
         places=2, applicants=4, homes=("JP",), hidden="a sportswear brand", open_countries=("JP",), budget=1_200_000),
    Plan("Summer UV 2027", "Solenne", "casting", ("sun-care", "skincare"), ("instagram",), ("JP", "KR", "TW"), 161, 203, 1_450_000,
         (Wanted("reel", "instagram", 2, 150, 162),), "A day outdoors with a face that still looks like yours in the evening.", "Solenne UV 50 Fluid",
         usage=(UsageTerms("ads", 60), UsageTerms("site", 182)), exclusive=("sun-care",), tail=Length(30), cast=("Honoka Ishiguro", "Hoshi & Tsubame", "Yuzuki Minazuki"), applicants=5, homes=("JP", "KR", "TW"), tags="#solenneUV"),
    Plan("Sparkling Winter", "Kaskad", "running", ("soft-drinks",), ("instagram", "tiktok"), ("FI", "SE"), -6, 49, 9400,
         (Wanted("reel", "instagram", 2, 2, 6), Wanted("story", "instagram", 2, 20, 30)), "After the sauna, before the snow: the first sip.", "Kaskad Sparkling Lingon", "EUR",
         usage=(UsageTerms("ads", 30),), exclusive=("soft-drinks",), tail=Length(30), cast=("Siiri Lahdenperä", "Aatu Koskivaara", "Sauna Club"), tags="#kaskad #mainos"),
    Plan("First phone, first call", "Telmio", "running", ("mobile-carriers",), ("tiktok", "youtube"), ("BR",), -14, 30, 38_000,
         (Wanted("short", "youtube", 1, -10, -4), Wanted("reel", "tiktok", 2, 3, 9)), "Whom did you call first?", "Telmio Livre 12 GB", "BRL",
         cast=("Thaís Tavares Lobo", "Os Três do Mangue"), exclusive=("mobile-carriers",), tail=Length(14), tags="#telmio #publi"),
    Plan("Glow week", "Velora", "running", ("make-up",), ("instagram", "tiktok"), ("FR", "KR", "JP"), -5, 26, 1_180_000,
         (Wanted("reel", "instagram", 1, 1, 4), Wanted("post", "instagram", 2, 2, 8)), "Seven evenings, seven looks, one palette.", "Velora Lune palette",
         places=4, usage=(UsageTerms("ads", 45),), exclusive=("make-up",), tail=Length(2, "month"), cast=("Yuna Baek", "Honoka Ishiguro", "Apolline Brisseau", "Rin Sakuraba"), tags="#veloralune"),
    Plan("Bright bentō", "Okimaru", "reporting", ("instant-meals",), ("instagram",), ("JP",), -45, -10, 640_000,
         (Wanted("reel", "instagram", 1, -50, -40),), "A lunch box that a tired person can make.", "Okimaru noodle broth", cast=("Midnight Bento", "Kazoku Log"), tags="#brightbento"),
    Plan("Trail Sunday", "Hayanami Studio", "closed", ("sportswear",), ("instagram", "youtube"), ("JP",), -140, -100, 720_000,
         (Wanted("video", "youtube", 1, -150, -135),), "One slow Sunday on a trail near home.", "Studio shell", cast=("Yuzuki Minazuki", "Haruto Tokiwa"), applicants=3, homes=("JP",)),
    Plan("Quiet room", "Orbyte", "closed", ("headphones",), ("youtube",), ("*",), -230, -190, 5200,
         (Wanted("video", "youtube", 1, -240, -225),), "What does your room sound like without the street?", "Orbyte Hush", "USD", cast=("Liam Ó Ceallacháin",)),
    Plan("Pocket pay", "Pagoo Payments", "cancelled", ("payments",), ("tiktok",), ("GH",), 20, 50, 18_000,
         (Wanted("reel", "tiktok", 2, 12, 22),), "Pay for the trotro without looking for change.", "Pagoo app", "GHS", applicants=2, homes=("GH", "ZA")),
    Plan("Two nights, one case", "Nordlund", "closed", ("luggage",), ("instagram",), ("JP",), -118, -103, 860_000,
         (Wanted("reel", "instagram", 1, -125, -112),), "Two nights away with what fits under the seat.", "Nordlund Cabin 34", exclusive=("luggage",), tail=Length(30), cast=("Honoka Ishiguro",)),
    Plan("Smoke and leaves", "Kettle & Pine", "closed", ("tea",), ("instagram",), ("JP",), -104, -91, 780_000,
         (Wanted("reel", "instagram", 1, -112, -98),), "The first cup of an evening at home.", "Smoked pine tea, 50 g", usage=(UsageTerms("ads", 6, unit="month"), UsageTerms("site", 0, unit="ever")), cast=("Honoka Ishiguro",)),
    Plan("The last train", "Orbyte", "closed", ("headphones",), ("youtube", "instagram"), ("*",), -36, -14, 1_300_000,
         (Wanted("video", "youtube", 1, -44, -30),), "The last train home, and what you listen to.", "Orbyte Buds 2", exclusive=("headphones",), tail=Length(30), cast=("Honoka Ishiguro",)),
    Plan("New Year, sparkling", "Kaskad", "booked", ("soft-drinks",), ("instagram", "tiktok"), ("JP",), 6, 47, 1_250_000,
         (Wanted("reel", "instagram", 2, 2, 12),), "The first toast of the year, without alcohol.", "Kaskad Yuzu", exclusive=("soft-drinks",), tail=Length(30), cast=("Honoka Ishiguro",)),
    Plan("Trail 4", "Fjellstrid", "booked", ("running-shoes",), ("instagram",), ("*",), 83, 98, 900_000,
         (Wanted("reel", "instagram", 1, 76, 85),), "One hill, twice, in the new shoe.", "Fjellstrid Trail 4", cast=("Honoka Ishiguro",)),
    Plan("Oats in spring", "Borealis Oats", "booked", ("plant-drinks",), ("instagram",), ("JP", "KR"), 131, 147, 820_000,
         (Wanted("reel", "instagram", 1, 124, 133),), "Breakfast by the window, cherry trees behind it.", "Borealis Barista", exclusive=("plant-drinks",), tail=Length(30), cast=("Honoka Ishiguro",)),
    Plan("Buds 3 launch", "Orbyte", "casting", ("headphones",), ("youtube",), ("*",), 196, 224, 1_500_000,
         (Wanted("video", "youtube", 1, 188, 198),), "Silence first, then the song.", "Orbyte Buds 3", cast=("Honoka Ishiguro",)),
    Plan("Rooftop noon", "Mizukage", "casting", ("sun-care",), ("instagram", "tiktok"), ("JP", "KR"), 168, 196, 1_250_000,
         (Wanted("reel", "instagram", 1, 158, 170), Wanted("short", "tiktok", 1, 160, 172)), "Noon on a roof, and nobody squints.", "Mizukage Veil SPF 50",
         places=2, exclusive=("sun-care",), tail=Length(14), cast=("Yuzuki Minazuki", "Rin Sakuraba"), applicants=2, homes=("JP",), tags="#rooftopnoon"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """One ambassador contract; `reach` is draft, signed, ended (early) or expired."""

    title: str
    brand: str
    talent: str
    reach: str
    first: int
    last: int | None
    categories: tuple[str, ...]
    territories: tuple[str, ...] | None
    channels: tuple[str, ...] | None
    tail: int
    fee: int
    currency: str
    words: str
    duties: str


CONTRACTS: tuple[Paper, ...] = (
    Paper("Lumeya × Honoka", "Lumeya", "Honoka Ishiguro", "signed", -188, 220, ("skincare",), ("JP", "KR", "TW"), None, 30, 9_600_000, "JPY",
          "During the Term and for thirty (30) days thereafter the Talent shall not promote, endorse or appear in advertising for any other skincare product in Japan, Korea or Taiwan.",
          "16 posts, two shoots, one event a year."),
    Paper("Fjellstrid × Honoka", "Fjellstrid", "Honoka Ishiguro", "signed", -48, 371, ("running-shoes",), None, None, 0, 4_200_000, "JPY",
          "The Talent shall wear no other maker's running shoes in any published content during the Term.", "8 posts, the Osaka half marathon."),
    Paper("Orbyte × Rin", "Orbyte", "Rin Sakuraba", "ended", -300, 65, ("headphones",), None, None, 60, 3_000_000, "JPY",
          "Audio equipment is reserved to the Company during the Term and sixty (60) days after its end, for whatever reason it ends.", "12 posts a year."),
    Paper("Velora × Élodie", "Velora", "Élodie Charbonnier", "signed", -100, 110, ("make-up",), ("FR",), ("instagram", "tiktok"), 30, 48_000, "EUR",
          "No other make-up brand on Instagram or TikTok in France until thirty days after the end of the Term.", "One reel a month, two stories a week."),
    Paper("Telmio × João Pedro", "Telmio", "João Pedro Albuquerque Corrêa", "signed", -60, 42, ("mobile-carriers",), ("BR",), None, 30, 210_000, "BRL",
          "The Talent lends neither name nor image to another mobile carrier in Brazil.", "Six shorts, one film."),
    Paper("Haneulbit × Yuna", "Haneulbit", "Yuna Baek", "draft", 14, 379, ("make-up",), ("KR", "JP"), None, 30, 62_000_000, "KRW",
          "Make-up of any other maker is excluded in Korea and Japan for the Term and thirty days.", "20 posts, one shoot a season."),
    Paper("Telmio × Honoka", "Telmio", "Honoka Ishiguro", "draft", 126, 491, ("mobile-carriers",), ("JP",), None, 0, 3_900_000, "JPY",
          "The Talent lends neither name nor image to another mobile carrier in Japan.", "Four shorts, one film."),
    Paper("Mizukage × {hoshi}", "Mizukage", "{hoshi}", "signed", -90, 275, ("skincare",), ("JP",), None, 30, 5_400_000, "JPY",
          "The Talent shall not appear for another skincare brand in Japan.", "10 posts a year."),
    Paper("Kettle & Pine × Liam", "Kettle & Pine", "Liam Ó Ceallacháin", "expired", -400, -36, ("tea", "coffee"), ("GB", "IE"), None, 0, 18_000, "GBP",
          "No other tea or coffee in the United Kingdom or Ireland during the Term.", "Monthly reel."),
)  # fmt: skip
IDEAS = (
    "I would film it in one take at dawn, no music, so that people hear the street.",
    "My sister and I argue about this every week. Let us settle it on camera.",
    "Three stories first, to ask what people want to know, then the reel answers.",
    "I live ten minutes from the place and know the man who opens the gate.",
    "I have used it for two years, so I can also say what I do not like.",
    "A slow one with subtitles in both languages. My audience is half and half.",
)
CAPTIONS = (
    "First sip after the sauna. {tags} {label}",
    "Nobody told me it would still be light at nine. {tags} {label}",
    "You asked which one I keep in the bag. This one. {tags}",
    "Seven evenings, one palette, no filter. {tags} {label}",
    "What I changed, what I kept. {tags} {label}",
)
ANSWERS = (
    "Along the river, from the bridge to the old mill.",
    "Near home, so that I can do it twice if the light is wrong.",
    "Two places that my audience asks about every week.",
)
# Requests by name: campaign, whom, the fee, hours left to answer, what they did.
ASKED = (
    ("Carry-on, two cities", "Honoka Ishiguro", 1_400_000, 30, ""),
    ("First light", "Yuzuki Minazuki", 620_000, 54, "counter"),
    ("First light", "Rin Sakuraba", 560_000, 30, "yes"),
    ("Carry-on, two cities", "Haruto Tokiwa", 980_000, 30, "no"),
    ("First light", "Midnight Bento", 560_000, 6, ""),
)
