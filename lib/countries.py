"""Countries by their ISO 3166-1 alpha-2 code and languages by their subtag, with the English name."""

from functools import cache

from babel import Locale


@cache
def countries() -> dict[str, str]:
    """Code to name, ordered by name."""
    named = {str(code): str(name) for code, name in Locale("en").territories.items()}
    real = {
        code: name for code, name in named.items() if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }
    return dict(sorted(real.items(), key=lambda pair: pair[1]))


@cache
def languages() -> list[str]:
    """Language subtags, ordered by their English names."""
    named = {str(tag): str(name) for tag, name in Locale("en").languages.items() if "_" not in tag}
    return sorted(named, key=named.__getitem__)


NOT_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
SHORT = {
    "KR": "Korea",
    "US": "the United States",
    "GB": "the United Kingdom",
    "HK": "Hong Kong",
    "NL": "the Netherlands",
}


def country_name(code: str) -> str:
    """The name as it stands within a sentence; the code itself where it is unknown."""
    return SHORT.get(code) or countries().get(code, code)
