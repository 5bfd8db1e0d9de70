"""What people are told about, and by which way each of them wants it.

A topic gathers kinds of letters. For each portal in which it exists it has a way that holds until somebody chooses
another. What binds somebody always comes by mail. A kind that stands here nowhere is of the topic *other*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.roles import Kind
from outbox.models import Way

NEVER = "never"
NEVER_LABEL = "Not at all"


@dataclass(frozen=True, slots=True)
class Topic:
    """`usual` is the way by kind of reader; `fixed` is always by mail; `refusable` can be declined altogether."""

    key: str
    label: str
    sentence: str
    usual: Mapping[str, str]
    kinds: tuple[str, ...] = ()
    fixed: bool = False
    refusable: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    """The sentence for one kind of reader, where it is another."""

    def said_to(self, kind: str) -> str:
        return self.words.get(kind, self.sentence)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """What can be chosen."""
        chosen = [(str(way), str(way.label)) for way in Way]
        return [*chosen, (NEVER, NEVER_LABEL)] if self.refusable else chosen


S, C, T = str(Kind.STAFF), str(Kind.CLIENT), str(Kind.TALENT)

TOPICS: tuple[Topic, ...] = (
    Topic(
        "bookings", "Bookings and contracts",
        "What is confirmed, moved, signed, amended or ended, and what is paid for what was cancelled.",
        {C: Way.MAIL, T: Way.MAIL},
        ("booking_confirmed", "booking_moved", "booking_cancelled", "confirmation_drawn", "confirmation_waits",
         "confirmation_accepted",
         "contract_signed", "contract_amended", "contract_ended", "campaign_cancelled", "booking_settled",
         "guardian_ended", "guardian_ended_manager", "guardian_ends_manager"),
        fixed=True,
        words={
            T: "What is confirmed, moved, signed, amended or ended, what is paid for what was cancelled, and that a "
            "guardian reads no longer.",
        },
    ),
    Topic(
        "threads", "Messages", "Somebody writes in a thread that you read.",
        {S: Way.DIGEST, C: Way.MAIL, T: Way.MAIL}, ("thread_message",),
        words={S: "Somebody writes in a thread of your campaigns, or in one that you wrote in."},
    ),
    Topic(
        "requests", "Requests by name", "The office asks for you, and what comes of it.", {T: Way.MAIL},
        ("nomination_asked", "nomination_soon", "nomination_agreed", "nomination_over"),
    ),
    Topic(
        "applications", "Applications", "Yours arrived, what is offered now, and their outcome.",
        {T: Way.MAIL, S: Way.DIGEST},
        ("application_received", "application_accepted", "application_backup", "application_declined",
         "applications_in", "offer_changed"),
        words={S: "Who has applied to your campaigns, gathered a few times a day."},
    ),
    Topic(
        "shortlists", "Shortlists", "Talents are proposed to you and wait for your answer.", {C: Way.MAIL},
        ("shortlist_sent",),
    ),
    Topic(
        "briefs", "Briefs", "The office takes a brief of yours up, or says no.", {C: Way.MAIL, S: Way.MAIL},
        ("client_brief_taken", "client_brief_declined", "client_brief_sent"),
        words={S: "A brand that you look after sends a brief, or one that nobody looks after."},
    ),
    Topic(
        "drafts", "Drafts", "A draft waits for you, should change, or is approved.",
        {C: Way.MAIL, T: Way.MAIL, S: Way.DIGEST},
        ("draft_waits", "draft_changes", "draft_approved", "draft_sent", "draft_answered",
         "brand_late"),
        words={
            C: "A draft waits for your answer, or still does.", T: "Your draft should change, or is approved.",
            S: "A talent in your campaigns sends a draft, or the brand answers one.",
        },
    ),
    Topic(
        "live", "What is live", "A post of a campaign of yours went live.", {S: Way.DIGEST, C: Way.DIGEST},
        ("post_live", "post_live_manager"),
    ),
    Topic(
        "results", "Results", "A campaign of yours is done, and its report stands.", {C: Way.MAIL},
        ("results_stand",),
    ),
    Topic(
        "deadlines", "Deadlines", "A draft or a post of yours is due, or late.", {T: Way.MAIL, S: Way.DIGEST},
        ("draft_soon", "draft_late", "post_soon", "post_late", "redo_soon", "redo_late", "draft_late_manager",
         "post_late_manager", "redo_late_manager", "brand_late_manager", "own_late", "own_over"),
        words={S: "A talent is late with a draft or a post, a brand with its answer, or the office with its review."},
    ),
    Topic(
        "dates", "Shoots and days", "A shoot of yours is planned, changed or cancelled; a piece has another day.",
        {T: Way.MAIL, S: Way.MAIL, C: Way.MAIL},
        ("appointment_planned", "appointment_changed", "appointment_cancelled", "piece_redated", "away_meets",
         "shared_changed", "shared_cancelled"),
        words={
            S: "A talent is away while something of your campaigns is planned with them.",
            C: "A shoot that the office shares with you has another time or place, is called off or shared no longer.",
        },
    ),
    Topic(
        "gifts", "Gifts", "A gift is proposed, answered, on its way, asked after, there, or not given after all.",
        {T: Way.MAIL, C: Way.MAIL, S: Way.DIGEST},
        ("gift_proposed", "gift_answered", "gift_corrected", "gift_shipped", "gift_arrived", "gift_withdrawn",
         "gift_not_sent", "gift_received"),
    ),
    Topic(
        "connections", "Accounts", "One has to be connected again, or its figures of the month are yours to tell.",
        {T: Way.MAIL, S: Way.DIGEST}, ("connection_broken", "figures_asked", "account_renamed"),
        words={
            T: "One has to be connected again, or its figures of the month are yours to tell.",
            S: "An account of a talent of yours has another name on its platform.",
        },
    ),
    Topic("stages", "Your stage", "The office moves you to another stage.", {T: Way.MAIL}, ("stage_changed",)),
    Topic(
        "challenges", "Holds in danger", "A first hold of yours is challenged, or another promise stands against it.",
        {S: Way.MAIL}, ("hold_challenged", "hold_overtaken"),
    ),
    Topic(
        "holds", "Holds that move", "They lapse, move up or down, or a challenge is answered.", {S: Way.DIGEST},
        ("hold_lapsed", "hold_promoted", "hold_demoted", "hold_ranked", "challenge_answered", "challenge_over"),
    ),
    Topic(
        "answers", "Answers to you",
        "A talent answers a request, accepts a booking’s confirmation or steps back; a brand answers a shortlist.",
        {S: Way.MAIL},
        ("confirmation_accepted_manager", "nomination_answered", "nomination_lapsed", "application_withdrawn",
         "shortlist_answered"),
    ),
    Topic(
        "outreach", "Letters to many", "The office writes to several talents at once, about a project or its news.",
        {T: Way.MAIL}, ("outreach",), refusable=True,
    ),
    Topic("other", "Everything else", "What fits nowhere above.", {S: Way.MAIL, C: Way.MAIL, T: Way.MAIL}),
)  # fmt: skip
OTHER = TOPICS[-1]
BY_KEY = {topic.key: topic for topic in TOPICS}
_BY_KIND = {kind: topic for topic in TOPICS for kind in topic.kinds}


def topic_of(kind: str) -> Topic:
    """The topic of a kind of letter."""
    return _BY_KIND.get(kind, OTHER)


def topics_for(reader: str) -> list[Topic]:
    """Those that exist in the portal of this kind of reader."""
    return [topic for topic in TOPICS if reader in topic.usual]


def chosen_way(topic: Topic, reader: str, choices: Iterable[str]) -> str:
    """How it reaches this kind of reader, who made these choices (`topic:way`): a `Way`, or `NEVER`."""
    if topic.fixed:
        return Way.MAIL
    for choice in choices:
        key, _, way = choice.partition(":")
        if key == topic.key:
            return way
    return topic.usual.get(reader, Way.MAIL)


def way_of(kind: str, reader: str, choices: Iterable[str]) -> str:
    """The way of a letter that is written. What somebody refused, and is written all the same, shows in the page."""
    way = chosen_way(topic_of(kind), reader, choices)
    return Way.PAGE if way == NEVER else way
