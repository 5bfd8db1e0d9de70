from stats.actions.audience import enter_audience, keep_audience
from stats.actions.benchmarks import add_benchmark, edit_benchmark, remove_benchmark
from stats.actions.connections import (
    begin_connection,
    break_connection,
    connect_account,
    take_answer,
    withdraw_connection,
)
from stats.actions.earned import add_price_table, switch_earned_media, take_back_price_table
from stats.actions.hand_counts import ask_for_counts, enter_counts
from stats.actions.hand_figures import enter_figures
from stats.actions.history import import_history
from stats.actions.keys import enter_key, remove_key, try_key
from stats.actions.limits import set_signal_limits
from stats.actions.matching import drop_weights, keep_weights
from stats.actions.numbers import compute_numbers
from stats.actions.posts import record_posts
from stats.actions.refresh import refresh_soon, request_refresh
from stats.actions.signals import dismiss_signal
from stats.actions.snapshots import record_snapshots
from stats.actions.stages import change_stage, change_stages, decide_stage, set_stage_criteria

__all__ = [
    "add_benchmark",
    "add_price_table",
    "ask_for_counts",
    "begin_connection",
    "break_connection",
    "change_stage",
    "change_stages",
    "compute_numbers",
    "connect_account",
    "decide_stage",
    "dismiss_signal",
    "drop_weights",
    "edit_benchmark",
    "enter_audience",
    "enter_counts",
    "enter_figures",
    "enter_key",
    "import_history",
    "keep_audience",
    "keep_weights",
    "record_posts",
    "record_snapshots",
    "remove_benchmark",
    "remove_key",
    "refresh_soon",
    "request_refresh",
    "set_signal_limits",
    "set_stage_criteria",
    "switch_earned_media",
    "take_answer",
    "take_back_price_table",
    "try_key",
    "withdraw_connection",
]
