"""Which of a file's columns is what."""

import hashlib
import re
from collections.abc import Mapping, Sequence

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
_PLATFORM_WORDS = ("instagram", "tiktok", "youtube", "twitter", "facebook", "twitch", "snapchat")


def field_of(heading: str) -> str:
    """The field that a heading names, or an empty string."""
    return _FIELD_OF.get(plain(heading), "")


def platform_of(mapping: Mapping[str, str]) -> str:
    """The platform that the heading of handle, address or followers names (`TikTok handle`), or an empty string."""
    for field in ("handle", "url", "followers"):
        for heading in (heading for heading, chosen in mapping.items() if chosen == field):
            for word in _PLATFORM_WORDS:
                if word in plain(heading):
                    return "x" if word == "twitter" else word
    return ""


def known_words(text: str) -> int:
    """How many cells of a text are headings that we know: how a right decoding is told from a wrong one."""
    return sum(bool(field_of(cell.strip('"'))) for cell in re.split(r"[,;\t|\n]", text))


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Heading to field, empty string to leave out; each field but notes for the first heading that names it."""
    mapping: dict[str, str] = {}
    for heading in headings:
        field = field_of(heading)
        mapping[heading] = field if field == "notes" or field not in mapping.values() else ""
    return mapping


def fit(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping for exactly these headings: what was chosen where it was, else nothing. Unknown fields are left out."""
    return {heading: field if (field := mapping.get(heading, "")) in FIELDS else "" for heading in headings}


def shape_of(headings: Sequence[str]) -> str:
    """The same for files with the same headings, in whatever order."""
    return hashlib.sha256("\n".join(sorted(plain(heading) for heading in headings)).encode()).hexdigest()
