"""What is pressed: buttons, refusals, tabs, segments, pages, fields that carry a key."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from outbox.once import ACTED
from portals.components.closed import one_of
from portals.components.icons import icon as draw
from portals.components.markup import format_html, format_html_join

KINDS = ("primary", "plain", "bare", "soft", "link")
SIZES = ("", "small", "tall")


def button(
    text: str, *, kind: str = "plain", size: str = "", icon: str = "", icon_after: str = "", icon_only: bool = False,
    wide: bool = False, href: str = "", type: str = "", name: str = "", value: Any = "", form: str = "",
    opens: str = "", closes: bool = False, get: str = "", post: str = "", target: str = "", swap: str = "",
    title: str = "", drawer: str = "", copy: str = "",
) -> SafeString:  # fmt: skip
    """A button whose words are a verb and its object. With `href` a link; `type` is submit (also with `name`, `value`,
    `form`) or button; `opens` a dialog by id, `closes` the one round it, `drawer` a pane; `get`, `post`, `target`,
    `swap` are htmx's. `icon_only` keeps the words for screen readers and as the title.
    """
    one_of("button", "kind", kind, KINDS)
    one_of("button", "size", size, SIZES)
    one_of("button", "type", type, ("", "submit", "button"))
    classes = ["btn"]
    classes += [f"btn-{kind}"] if kind != "plain" else []
    classes += [f"btn-{size}"] if size else []
    classes += ["btn-icon"] if icon_only else []
    classes += ["btn-wide"] if wide else []
    pairs: list[tuple[str, Any]] = [("class", " ".join(classes))]
    if href:
        pairs.append(("href", href))
    else:
        acts = opens or closes or get or post or drawer or copy
        pairs.append(("type", type or ("button" if acts else "submit")))
    if icon_only:
        pairs.append(("title", title or text))
    elif title:
        pairs.append(("title", title))
    for key, given in (
        ("name", name), ("value", value), ("form", form), ("data-opens", opens), ("data-drawer", drawer),
        ("data-copy", copy), ("hx-get", get), ("hx-post", post), ("hx-target", target), ("hx-swap", swap),
    ):  # fmt: skip
        if given != "":
            pairs.append((key, given))
    if opens:  # the browser opens it by itself where there is no script
        pairs += [("commandfor", opens), ("command", "show-modal")]
    if closes:
        pairs.append(("data-closes", "yes"))
    small = 14 if size == "small" else 16
    words: Any = format_html('<span class="visually-hidden">{}</span>', text) if icon_only else text
    return format_html(
        "<{0} {1}>{2}{3}{4}</{0}>",
        "a" if href else "button", format_html_join(" ", '{}="{}"', pairs),
        draw(icon, size=small) if icon else "", words, draw(icon_after, size=small) if icon_after else "",
    )  # fmt: skip


def refused(text: str, *, reason: Any, icon: str = "", href: str = "", link: str = "Explain", outside: bool = False,
            size: str = "") -> SafeString:  # fmt: skip
    """A button that cannot be pressed now: dashed, its reason beside it, a link that explains. `reason` is a sentence
    or a `Denied`; `outside=True` shows a `Denied`'s wording for clients and talents.
    """
    one_of("refused", "size", size, SIZES)
    words = getattr(reason, "for_outside", reason) if outside else getattr(reason, "reason", reason)
    explain: Any = format_html(' <a href="{}">{}</a>', href, link) if href else ""
    return format_html(
        '<span class="refused"><button class="btn{}" type="button" aria-disabled="true">{}{}</button>'
        '<span class="refused-reason">{}{}</span></span>',
        f" btn-{size}" if size else "", draw(icon) if icon else "", text, words, explain,
    )  # fmt: skip


def _item(item: Any) -> tuple[str, str, Any, str]:
    """(label, url, count, key) from a dict or a tuple of two to four."""
    if isinstance(item, dict):
        return item["label"], item["url"], item.get("count"), str(item.get("key") or item["label"])
    label, url, count, key = (*item, None, None)[:4]
    return (label if isinstance(label, SafeString) else str(label)), str(url), count, str(key or label)


def _links(items: Iterable[Any], current: Any) -> SafeString:
    return format_html_join(
        "", '<a href="{}"{}>{}{}</a>',
        (
            (
                url, mark_safe(' aria-current="page"') if str(current) in (key, label) else "", label,
                format_html(' <span class="count">{}</span>', count) if count is not None else "",
            )
            for label, url, count, key in map(_item, items)
        ),
    )  # fmt: skip


def tabs(items: Iterable[Any], current: str, *, label: str = "Sections") -> SafeString:
    """Tabs that are pages: (label, url[, count[, key]]); `current` is a label or a key."""
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label, _links(items, current))


def segments(items: Iterable[Any], current: Any, *, label: str) -> SafeString:
    """A short choice between views of the same thing; items as for tabs."""
    return format_html('<nav class="segments" aria-label="{}">{}</nav>', label, _links(items, current))


def pager(context: Context, page: Any, *, parameter: str = "page") -> SafeString:
    """Pages of a list (a Django Page); the rest of the address stays."""
    paginator = page.paginator
    if paginator.num_pages < 2:
        return mark_safe("")
    request = context["request"]

    def address(number: int) -> str:
        query = request.GET.copy()
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    def step(number: int | None, sign: str, words: str) -> SafeString:
        if number is None:
            return format_html('<li><span class="off">{}</span></li>', draw(sign, size=14, label=f"No {words.lower()}"))
        return format_html('<li><a href="{}">{}</a></li>', address(number), draw(sign, size=14, label=words))

    def one(number: Any) -> SafeString:
        if number == paginator.ELLIPSIS:
            return format_html("<li><span>{}</span></li>", number)
        if number == page.number:
            return format_html('<li><a href="{}" aria-current="page">{}</a></li>', address(number), number)
        return format_html('<li><a href="{}">{}</a></li>', address(number), number)

    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    parts = [
        step(page.previous_page_number() if page.has_previous() else None, "chevron-left", "Page before"),
        *map(one, numbers),
        step(page.next_page_number() if page.has_next() else None, "chevron-right", "Page after"),
    ]
    return format_html('<nav aria-label="Pages"><ul class="pages">{}</ul></nav>', mark_safe("".join(parts)))


def form_key(context: Context) -> SafeString:
    """The key by which a form is sent once; a form that comes back with errors keeps its own.

    On a page that answers what was done, such as one that shows a new address once, the key that was sent is used up.
    """
    request = context.get("request")
    kept = "" if request is None or getattr(request, ACTED, False) else request.POST.get("form_key")
    key = kept or secrets.token_urlsafe(16)
    return format_html('<input type="hidden" name="form_key" value="{}">', key)


def nav_place(context: Context, place: Any) -> SafeString:
    """One line of the side bar, with its count from `nav_counts` where the page gives one."""
    count = (context.get("nav_counts") or {}).get(place.name, place.count)
    shown = f"{count:,}" if isinstance(count, int) else count
    return format_html(
        '<a class="nav-place" href="{}"{}>{}{}{}</a>',
        place.url, mark_safe(' aria-current="page"') if place.current else "", draw(place.icon), place.label,
        format_html('<span class="count{}">{}</span>', " hot" if place.hot else "", shown) if count else "",
    )  # fmt: skip
