"""Countries and languages as people write them."""

import re
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from talent.rules import fold

# Languages in which rosters name countries and languages.
_LOCALES = (
    "en",
    "ja",
    "es",
    "de",
    "fr",
    "pt",
    "it",
    "nl",
    "ko",
    "zh",
    "zh_Hant",
    "id",
    "tr",
    "ru",
    "pl",
    "vi",
    "th",
    "ar",
    "sv",
)
_COUNTRIES = {
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "great britain": "GB",
    "u k": "GB",
    "usa": "US",
    "u s a": "US",
    "u s": "US",
    "united states of america": "US",
    "america": "US",
    "米国": "US",
    "アメリカ": "US",
    "turkey": "TR",
    "turkiye": "TR",
    "czech republic": "CZ",
    "holland": "NL",
    "the netherlands": "NL",
    "korea": "KR",
    "republic of korea": "KR",
    "south korea": "KR",
    "英国": "GB",
    "uae": "AE",
    "u a e": "AE",
    "ivory coast": "CI",
    "russian federation": "RU",
    "viet nam": "VN",
    "macedonia": "MK",
    "burma": "MM",
    "swaziland": "SZ",
    "hong kong": "HK",
    "macau": "MO",
    "palestine": "PS",
    "republic of china": "TW",
    "taiwan": "TW",
    "bosnia": "BA",
    "brasil": "BR",
    "trinidad and tobago": "TT",
    "trinidad": "TT",
}
_LANGUAGES = {
    "mandarin": "zh",
    "cantonese": "yue",
    "farsi": "fa",
    "tagalog": "tl",
    "filipino": "fil",
    "castellano": "es",
    "castilian": "es",
    "brazilian portuguese": "pt-BR",
    "simplified chinese": "zh-Hans",
    "traditional chinese": "zh-Hant",
    "jp": "ja",
    "kr": "ko",
    "cn": "zh",
}
_NO_COUNTRY = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[.\-_’'&()]+", " ", fold(text)).split())


def _named(locale: str, kind: str) -> dict[str, str]:
    """Code to name, as a language calls countries (`territories`) or languages."""
    return {str(code): str(name) for code, name in getattr(Locale.parse(locale), kind).items()}


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    codes = {code for code in _named("en", "territories") if re.fullmatch(r"[A-Z]{2}", code)} - _NO_COUNTRY
    for old, new in get_global("territory_aliases").items():
        if re.fullmatch(r"[A-Z]{3}", str(old)) and len(new) == 1 and new[0] in codes:
            names[_plain(str(old))] = new[0]
    for locale in _LOCALES:
        for code, name in _named(locale, "territories").items():
            if code in codes:
                names.setdefault(_plain(name), code)
    return names | {_plain(code): code for code in codes} | {_plain(name): code for name, code in _COUNTRIES.items()}


@cache
def _language_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in _named(locale, "languages").items():
            tag = code.replace("_", "-")
            if len(tag) <= 8 and _TAG.fullmatch(tag):
                names.setdefault(_plain(name), tag)
    for code in _named("en", "languages"):
        if re.fullmatch(r"[a-z]{2,3}", code):
            names.setdefault(code, code)
    return names | {_plain(name): tag for name, tag in _LANGUAGES.items()}


@lru_cache(maxsize=2000)
def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 code of a country's name or code in any common language; empty where unknown."""
    return _country_names().get(_plain(text), "")


@lru_cache(maxsize=2000)
def language_tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """BCP 47 tags of a list of languages, and the words that name none that we know."""
    names = _language_names()
    tags, unknown = [], []
    for word in re.split(r"[,;/|、，・+]|\s(?:and|und|y|e|et)\s", text):
        if not (word := word.strip()):
            continue
        tag = word if _TAG.fullmatch(word) and word.split("-")[0] in names else names.get(_plain(word), "")
        if tag:
            tags.append(tag)
        else:
            unknown.append(word)
    return tuple(dict.fromkeys(tags)), tuple(unknown)
