"""Which of a file's columns is what."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from talent.handles import platform_named
from talent.models import Platform
from talent.rules import fold

# Field to what the page calls it. `recent_likes` is read only to tell whether an engagement rate was measured at all.
FIELDS = {
    "name": "Name",
    "handle": "Handle",
    "url": "Address of the account",
    "platform": "Platform",
    "followers": "Followers",
    "following": "Following",
    "posts": "Posts",
    "engagement_rate": "Engagement rate",
    "avg_likes": "Average likes",
    "country": "Country",
    "language": "Language",
    "genre": "Genre",
    "email": "E-mail",
    "phone": "Phone",
    "notes": "Notes",
    "recent_likes": "Likes on new posts (read, not kept)",
}
# What an account has: where a row has several accounts, such a column belongs to one platform, as `followers:tiktok`.
OF_ACCOUNT = ("handle", "url", "followers", "following", "posts", "engagement_rate", "avg_likes", "recent_likes")
COUNTS = ("followers", "following", "posts", "avg_likes", "recent_likes")
FACTS = ("name", "country", "language", "genre", "email", "phone", "notes")

_ALIASES: dict[str, str] = {
    "name": (
        "name, full name, display name, real name, talent, talent name, influencer, influencer name, creator, "
        "creator name, artist, nombre, nom, nome, naam, imię, isim, 名前, 氏名, 芸名, タレント名, タレント, "
        "表示名, 活動名, インフルエンサー, 姓名, 名称, 昵称, 이름, 활동명, имя, nama"
    ),
    "handle": (
        "handle, username, user name, user, account, account name, channel info, channel, channel name, "
        "screen name, nickname, nick, ig, instagram, insta, instagram handle, instagram username, ig handle, "
        "tiktok, tiktok handle, tiktok username, youtube, youtube handle, youtube channel, twitter, "
        "twitter handle, twitch, x handle, usuario, cuenta, utilisateur, pseudo, compte, usuário, conta, "
        "benutzername, konto, utente, アカウント, アカウント名, ユーザー名, ユーザーネーム, ユーザーid, id名, "
        "チャンネル名, インスタグラム, 账号, 帳號, 用户名, 아이디, 계정, 채널, аккаунт, ник, akun, kullanıcı adı"
    ),
    "url": (
        "url, link, profile, profile url, profile link, address, account url, channel url, channel link, "
        "instagram url, instagram link, tiktok url, tiktok link, youtube url, youtube link, enlace, lien, "
        "perfil, profil, リンク, プロフィールurl, アカウントurl, チャンネルurl, 链接, 連結, 링크, ссылка"
    ),
    "platform": (
        "platform, network, social network, site, sns, plataforma, plateforme, plattform, red social, réseau, "
        "piattaforma, プラットフォーム, 媒体, 平台, 플랫폼, платформа"
    ),
    "followers": (
        "followers, follower, follower count, followers count, number of followers, no of followers, "
        "subscribers, subscriber count, subs, fans, total followers, ig followers, instagram followers, "
        "tiktok followers, youtube subscribers, seguidores, seguidor, suscriptores, inscritos, abonnés, abonnes, "
        "abonnenten, followeranzahl, seguaci, volgers, obserwujący, takipçi, takipci, pengikut, フォロワー, "
        "フォロワー数, 登録者, 登録者数, チャンネル登録者数, ファン数, 粉丝, 粉丝数, 粉絲, 粉絲數, 关注者, "
        "팔로워, 팔로워 수, 구독자, 구독자 수, подписчики"
    ),
    "following": (
        "following, followings, following count, follows, seguidos, seguindo, siguiendo, abonnements, gefolgt, "
        "seguiti, フォロー, フォロー数, フォロー中, 关注, 關注, 팔로잉, подписки"
    ),
    "posts": (
        "posts, post count, posts count, number of posts, media, media count, videos, video count, uploads, "
        "publicaciones, publications, beiträge, publicações, postagens, post totali, 投稿, 投稿数, 動画数, 帖子, "
        "帖子数, 貼文, 게시물, 게시물 수, публикации"
    ),
    "engagement_rate": (
        "engagement rate, engagement, eng rate, er, er%, engagement %, 60 day eng rate, 60d eng rate, "
        "30d eng rate, avg engagement, avg engagement rate, tasa de interacción, engagement rate %, "
        "tasa de engagement, taux d engagement, taxa de engajamento, engajamento, interaktionsrate, "
        "エンゲージメント率, エンゲージメント, er率, 互动率, 互動率, 참여율, 인게이지먼트"
    ),
    "avg_likes": (
        "avg likes, average likes, likes avg, mean likes, likes per post, avg like, promedio de likes, "
        "me gusta promedio, j aime moyens, média de curtidas, durchschnittliche likes, 平均いいね, 平均いいね数, "
        "平均点赞, 平均點讚, 평균 좋아요"
    ),
    "country": (
        "country, country code, nation, location, region, based in, market, país, pais, pays, land, paese, kraj, "
        "ülke, negara, 国, 国名, 国籍, 地域, 居住国, 国家, 國家, 地区, 국가, 나라, страна"
    ),
    "language": (
        "language, languages, lang, content language, idioma, idiomas, langue, langues, sprache, sprachen, "
        "lingua, dil, bahasa, 言語, 使用言語, 语言, 語言, 언어, язык"
    ),
    "genre": (
        "genre, genres, category, categories, niche, niches, topic, topics, vertical, content type, género, "
        "categoría, categoria, catégorie, kategorie, nicho, thème, themen, ジャンル, カテゴリ, カテゴリー, 类别, "
        "類別, 领域, 분야, 카테고리, категория, тематика"
    ),
    "email": (
        "email, e mail, mail, email address, e mail address, contact email, business email, correo, "
        "correo electrónico, courriel, adresse email, メール, メールアドレス, eメール, 邮箱, 電子郵件, 이메일, "
        "почта"
    ),
    "phone": (
        "phone, phone number, telephone, tel, mobile, cell, whatsapp, teléfono, telefono, téléphone, telefon, "
        "telefone, celular, handynummer, 電話, 電話番号, 携帯, tel番号, 电话, 手机, 전화, 전화번호, телефон"
    ),
    "notes": (
        "notes, note, comment, comments, remarks, memo, notas, observaciones, remarques, bemerkungen, notizen, "
        "anmerkungen, observações, 備考, メモ, 备注, 備註, 비고, 메모, заметки"
    ),
    "recent_likes": "new post avg like, new post avg likes, new post likes, recent likes, avg likes on new posts",
}


def plain(heading: str) -> str:
    """A heading as it is compared: folded, without marks and without what stands in brackets."""
    text = re.sub(r"[(（\[【].*?[)）\]】]", " ", fold(heading))
    return " ".join(re.sub(r"[_\-./:'’*#]+", " ", text).split())


_FIELD_OF = {plain(alias): field for field, aliases in _ALIASES.items() for alias in aliases.split(",")}
_WITHIN = ("instagram", "tiktok", "youtube", "twitter", "facebook", "twitch", "snapchat")
_WHOLE = ("x", "podcast", "blog", "ig", "insta", "tt", "yt", "fb", "snap")


def of_platform(field: str, platform: str) -> str:
    """The field of one platform's account."""
    return f"{field}:{platform}"


def parted(field: str) -> tuple[str, str]:
    """A field and the platform whose account it is about, empty for any."""
    name, _, platform = field.partition(":")
    return name, platform


def is_field(field: str) -> bool:
    """Whether a column can be read as that."""
    name, platform = parted(field)
    return name in (OF_ACCOUNT if platform else FIELDS) and (not platform or platform in Platform.values)


def grouped_fields() -> list[tuple[str, dict[str, str]]]:
    """What a column can be read as: first what every file has, then platform by platform."""
    groups = [("", dict(FIELDS))]
    for platform in Platform:
        groups.append((str(platform.label), {key: label_of(key) for key in _of_account(platform)}))
    return groups


def _of_account(platform: str) -> list[str]:
    return [of_platform(name, platform) for name in OF_ACCOUNT if name != "recent_likes"]


def label_of(field: str) -> str:
    """What the page calls a field."""
    name, platform = parted(field)
    return f"{FIELDS[name]} on {Platform(platform).label}" if platform else FIELDS[name]


def field_of(heading: str) -> str:
    """The field that a heading names, or an empty string. `Instagram followers` are followers."""
    text = plain(heading)
    if text in _FIELD_OF:
        return _FIELD_OF[text]
    platform, rest = _platform_in(text)
    if not platform:
        return ""
    name = _FIELD_OF.get(rest, "") if rest else "handle"
    return name if name in OF_ACCOUNT else ""


def _platform_in(text: str) -> tuple[str, str]:
    """The platform that a plain heading names, and what else it says."""
    words = text.split()
    for word in (*_WITHIN, *_WHOLE):
        if word in words or (word in _WITHIN and word in text):
            rest = [each for each in words if each != word] if word in words else text.replace(word, " ", 1).split()
            return platform_named(word), " ".join(rest)
    return "", text


def platform_in(heading: str) -> str:
    """The platform that a heading names, or an empty string."""
    return _platform_in(plain(heading))[0]


def platform_of(mapping: Mapping[str, str]) -> str:
    """The platform that the heading of handle, address or followers names (`TikTok handle`), or an empty string."""
    for field in ("handle", "url", "followers"):
        for heading in (heading for heading, chosen in mapping.items() if chosen == field):
            if platform := platform_in(heading):
                return platform
    return ""


def known(line: Iterable[str]) -> int:
    """How many of these cells are headings that we know."""
    return sum(bool(field_of(cell)) for cell in line)


def known_words(text: str) -> int:
    """The same of a text that is not yet parted: how a right decoding is told from a wrong one."""
    return known(cell.strip('"') for cell in re.split(r"[,;\t|\n]", text))


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Heading to field, empty string to leave out; each field but notes for the first heading that names it.

    Where headings name accounts on several platforms, each of them has columns of its own. A figure that says no
    platform then belongs to the account before it, where each has one.
    """
    fields = [field_of(heading) for heading in headings]
    platforms = [
        platform_in(heading) if field in OF_ACCOUNT else "" for heading, field in zip(headings, fields, strict=True)
    ]
    if len(_places(fields, platforms)) > 1:
        fields = _each_its_own(fields, platforms)
    mapping: dict[str, str] = {}
    for heading, field in zip(headings, fields, strict=True):
        mapping[heading] = field if field == "notes" or field not in mapping.values() else ""
    return mapping


def _places(fields: Sequence[str], platforms: Sequence[str]) -> set[str]:
    """The platforms on which the headings name an account."""
    pairs = zip(fields, platforms, strict=True)
    return {platform for field, platform in pairs if platform and field in ("handle", "url")}


def _each_its_own(fields: Sequence[str], platforms: Sequence[str]) -> list[str]:
    plainly = [field for field, platform in zip(fields, platforms, strict=True) if not platform]
    found, before = [], ""
    for field, platform in zip(fields, platforms, strict=True):
        before = platform or before
        own = platform or (before if plainly.count(field) > 1 else "")
        if field in OF_ACCOUNT and own:
            found.append(of_platform(field, own))
        elif field in OF_ACCOUNT and "handle" not in plainly:
            found.append("")  # whose it is, nobody can tell
        else:
            found.append(field)
    return found


def fit(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping for exactly these headings: what was chosen where it was, else nothing. Unknown fields are left out."""
    return {heading: field if is_field(field := mapping.get(heading, "")) else "" for heading in headings}


def says_who(mapping: Mapping[str, str]) -> bool:
    """Whether a column tells who the talents are."""
    return bool({"handle", "url", "name"} & {parted(field)[0] for field in mapping.values()})


def shape_of(headings: Sequence[str]) -> str:
    """The same for files with the same headings, in whatever order."""
    return hashlib.sha256("\n".join(sorted(plain(heading) for heading in headings)).encode()).hexdigest()
