"""Countries and languages as people write them."""

import re
from functools import cache

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
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[.\-_’'&()]+", " ", fold(text)).split())


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    codes = {code for code in Locale("en").territories if re.fullmatch(r"[A-Z]{2}", code)} - {
        "EU",
        "EZ",
        "UN",
        "XA",
        "XB",
        "ZZ",
        "QO",
    }
    for old, new in get_global("territory_aliases").items():
        if re.fullmatch(r"[A-Z]{3}", old) and len(new) == 1 and new[0] in codes:
            names[_plain(old)] = new[0]
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if code in codes:
                names.setdefault(_plain(name), code)
    return names | {_plain(code): code for code in codes} | {_plain(name): code for name, code in _COUNTRIES.items()}


@cache
def _language_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).languages.items():
            tag = code.replace("_", "-")
            if len(tag) <= 8 and _TAG.fullmatch(tag):
                names.setdefault(_plain(name), tag)
    for code in Locale("en").languages:  # names of a language in itself, and the codes
        if re.fullmatch(r"[a-z]{2,3}", code):
            names.setdefault(code, code)
    for locale in _LOCALES:
        own = Locale.parse(locale)
        if own.language_name and own.language == locale:
            names.setdefault(_plain(own.language_name), own.language)
    return names | {_plain(name): tag for name, tag in _LANGUAGES.items()}


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 code of a country's name or code in any common language; empty where unknown."""
    return _country_names().get(_plain(text), "")


def language_tags(text: str) -> tuple[list[str], list[str]]:
    """BCP 47 tags of a list of languages, and the words that name none that we know."""
    tags, unknown = [], []
    for word in re.split(r"[,;/|、，・+]|\s(?:and|und|y|e|et)\s", text):
        if not (word := word.strip()):
            continue
        tag = (
            word
            if _TAG.fullmatch(word) and word.split("-")[0] in _language_names()
            else _language_names().get(_plain(word), "")
        )
        if tag:
            tags.append(tag)
        else:
            unknown.append(word)
    return list(dict.fromkeys(tags)), unknown
