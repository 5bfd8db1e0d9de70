from campaigns.actions.applications import accept_application, apply, decline_application, withdraw_application
from campaigns.actions.bookings import cancel_booking, change_hold, confirm_booking, place_hold, release_hold
from campaigns.actions.campaigns import (
    cancel_campaign,
    close_campaign,
    create_campaign,
    edit_campaign,
    open_campaign,
    reopen_campaign,
    start_reporting,
    write_brief,
)
from campaigns.actions.contracts import (
    draft_contract,
    edit_contract,
    end_contract,
    expire_contract,
    sign_contract,
    withdraw_contract,
)
from campaigns.actions.deliverables import give_post_address, review_draft, submit_draft, waive_deliverable
from campaigns.actions.moves import move_booking
from campaigns.rules import WantedLine

__all__ = [
    "WantedLine",
    "accept_application",
    "apply",
    "cancel_booking",
    "cancel_campaign",
    "change_hold",
    "close_campaign",
    "confirm_booking",
    "create_campaign",
    "decline_application",
    "draft_contract",
    "edit_campaign",
    "edit_contract",
    "end_contract",
    "expire_contract",
    "give_post_address",
    "move_booking",
    "open_campaign",
    "place_hold",
    "release_hold",
    "reopen_campaign",
    "review_draft",
    "sign_contract",
    "start_reporting",
    "submit_draft",
    "waive_deliverable",
    "withdraw_application",
    "withdraw_contract",
    "write_brief",
]
