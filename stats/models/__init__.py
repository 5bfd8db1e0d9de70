from stats.models.audience import Audience
from stats.models.benchmark import Band, Basis, Benchmark
from stats.models.connection import Connection, ConnectionState
from stats.models.earned import Counted, PriceTable, UnitPrice
from stats.models.hand import HandCounts
from stats.models.handshake import Handshake
from stats.models.history import HistoryImport
from stats.models.key import PlatformKey, Use
from stats.models.limit import Limit, SignalLimit
from stats.models.matching import MatchReason, MatchWeight
from stats.models.numbers import AccountNumbers
from stats.models.post import Post, PostSnapshot, PostWatch
from stats.models.quota import Quota
from stats.models.result import HandFigures
from stats.models.signal import Signal, SignalKind
from stats.models.snapshot import AccountSnapshot
from stats.models.stages import Measure, StageCriterion, StageReview

__all__ = [
    "AccountNumbers",
    "AccountSnapshot",
    "Audience",
    "Band",
    "Basis",
    "Benchmark",
    "Connection",
    "ConnectionState",
    "Counted",
    "HandCounts",
    "HandFigures",
    "Handshake",
    "HistoryImport",
    "Limit",
    "MatchReason",
    "MatchWeight",
    "Measure",
    "PlatformKey",
    "Post",
    "PostSnapshot",
    "PostWatch",
    "PriceTable",
    "Quota",
    "Signal",
    "SignalKind",
    "SignalLimit",
    "StageCriterion",
    "StageReview",
    "UnitPrice",
    "Use",
]
