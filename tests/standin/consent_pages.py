"""What a person sees at the stand-in: the question whether to let the app in, and the list of those that are in."""

from collections.abc import Iterable
from html import escape

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;background:#f4f4f5;color:#18181b;margin:0;padding:24px 16px}"
    "main{max-width:420px;margin:0 auto;background:#fff;border:1px solid #d4d4d8;border-radius:12px;padding:24px}"
    "h1{font-size:20px;margin:0 0 4px}p{margin:0 0 16px;color:#52525b}label{display:block;margin:0 0 8px}"
    "input[name=handle]{width:100%;box-sizing:border-box;font:inherit;padding:10px;border:1px solid #a1a1aa;"
    "border-radius:8px;margin-top:4px}button{font:inherit;width:100%;padding:12px;border-radius:8px;border:0;"
    "background:#18181b;color:#fff;margin-top:12px;cursor:pointer}button.plain{background:#e4e4e7;color:#18181b}"
    "label{overflow-wrap:anywhere}li{display:flex;gap:12px;align-items:center;justify-content:space-between}ul{padding:0}"
    "li button{width:auto;margin:0}"
)


def _page(title: str, body: str) -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><main>{body}</main>'
        "</body></html>"
    ).encode()


def asking(name: str, asked: dict[str, str], scopes: Iterable[tuple[str, bool]]) -> bytes:
    """The question, with what is asked for; `scopes` says which may be left out."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">' for key, value in asked.items()
    )
    boxes = "".join(
        f'<label><input type="checkbox" name="allow" value="{escape(scope)}" checked'
        f"{'' if optional else ' data-needed'}> {escape(scope)}</label>"
        for scope, optional in scopes
    )
    return _page(
        f"{name} (stand-in)",
        f"<h1>{escape(name)} stand-in</h1><p>An app asks to read from your account. This page plays {escape(name)} for "
        f'tests and the demo office.</p><form method="post">{hidden}<label>You are signed in as'
        f'<input name="handle" required autocomplete="off"></label>{boxes}'
        '<button name="answer" value="allow">Allow</button>'
        '<button class="plain" name="answer" value="deny" formnovalidate>Deny</button></form>',
    )


def apps(name: str, handles: Iterable[str]) -> bytes:
    """Who let the app in, each with a way to end that, as in the platform's own settings."""
    rows = "".join(
        f'<li><span>{escape(handle)}</span><form method="post"><input type="hidden" name="handle" '
        f'value="{escape(handle)}"><button class="plain">Remove access</button></form></li>'
        for handle in handles
    )
    said = f"<ul>{rows}</ul>" if rows else "<p>Nobody has let the app in.</p>"
    return _page(f"Apps, {name} (stand-in)", f"<h1>Apps with access, {escape(name)} stand-in</h1>{said}")


def wrong(name: str, sentence: str) -> bytes:
    return _page(f"{name} (stand-in)", f"<h1>Something went wrong</h1><p>{escape(sentence)}</p>")
