from campaigns.actions.applications import (
    accept_application,
    apply,
    change_application,
    decline_application,
    withdraw_application,
)
from campaigns.actions.appointments import cancel_appointment, change_appointment, plan_appointment
from campaigns.actions.away import say_away
from campaigns.actions.bookings import (
    cancel_booking,
    change_hold,
    confirm_booking,
    lapse_challenged,
    place_hold,
    release_hold,
)
from campaigns.actions.brief import write_brief
from campaigns.actions.calls import close_call, open_call, write_call
from campaigns.actions.campaigns import (
    cancel_campaign,
    close_campaign,
    create_campaign,
    edit_campaign,
    open_campaign,
    reopen_campaign,
    start_reporting,
)
from campaigns.actions.challenges import challenge_hold, withdraw_challenge
from campaigns.actions.clauses import amend_clause, drop_clause, write_clause
from campaigns.actions.client_briefs import (
    decline_client_brief,
    send_client_brief,
    take_client_brief,
    withdraw_client_brief,
    write_client_brief,
)
from campaigns.actions.confirmations import accept_confirmation, draw_confirmation
from campaigns.actions.contracts import (
    draft_contract,
    edit_contract,
    end_contract,
    expire_contract,
    sign_contract,
    withdraw_contract,
)
from campaigns.actions.costs import add_cost, drop_cost, set_goals
from campaigns.actions.dates import redate_piece
from campaigns.actions.decisions import apply_decisions, mark_decisions, send_answers
from campaigns.actions.deliverables import give_post_address, waive_deliverable
from campaigns.actions.drafts import Pointed, add_staff_note, approve_drafts, review_draft, submit_draft
from campaigns.actions.feeds import count_read, find_feed, open_feed, revoke_feed
from campaigns.actions.gifts import (
    accept_gift,
    ask_after_gift,
    correct_address,
    decline_gift,
    forget_address,
    leave_gift_unshown,
    propose_gift,
    receive_gift,
    return_gift,
    ship_gift,
    show_gift,
    withdraw_gift,
)
from campaigns.actions.guardians import end_guardians, warn_of_guardians
from campaigns.actions.live import correct_post_address, hold_post, take_down_post, verify_post
from campaigns.actions.moves import move_booking
from campaigns.actions.news import tell_applications
from campaigns.actions.nominations import (
    accept_counter,
    accept_nomination,
    counter_nomination,
    decline_counter,
    decline_nomination,
    lapse_nomination,
    nominate,
    offer_again,
    remind_nomination,
    withdraw_nomination,
)
from campaigns.actions.nudges import nudge, nudge_brand, nudge_office, remind_confirmation
from campaigns.actions.outreach import (
    add_letter_template,
    archive_letter_template,
    edit_letter_template,
    send_outreach,
    write_outreach,
)
from campaigns.actions.own_clauses import drop_own_clause, follow_brief, write_own_clause
from campaigns.actions.ranks import rank_hold
from campaigns.actions.ratings import rate_talent
from campaigns.actions.screening import end_blind_pass, screen_application, set_criteria, step_back
from campaigns.actions.settlements import settle_booking
from campaigns.actions.shortlist_answers import (
    answer_entry,
    hold_chosen,
    note_answer,
    send_shortlist_answers,
)
from campaigns.actions.shortlist_links import (
    count_shortlist_look,
    find_shortlist_link,
    make_shortlist_link,
    name_guest,
    revoke_shortlist_link,
)
from campaigns.actions.shortlists import (
    add_entries,
    draft_shortlist,
    drop_entry,
    move_entry,
    read_answers,
    send_shortlist,
    write_entry,
    write_shortlist,
)
from campaigns.actions.templates import archive_template, rename_template, save_template
from campaigns.actions.threads import open_thread, settle_thread, write_message
from campaigns.actions.uploads import begin_upload, drop_upload, receive_bytes
from campaigns.rules import AskedQuestion, WantedLine

__all__ = [
    "verify_post",
    "take_down_post",
    "hold_post",
    "correct_post_address",
    "AskedQuestion",
    "Pointed",
    "WantedLine",
    "accept_application",
    "accept_confirmation",
    "accept_counter",
    "accept_gift",
    "accept_nomination",
    "add_cost",
    "add_entries",
    "add_letter_template",
    "add_staff_note",
    "amend_clause",
    "answer_entry",
    "apply",
    "apply_decisions",
    "approve_drafts",
    "archive_letter_template",
    "archive_template",
    "ask_after_gift",
    "begin_upload",
    "cancel_appointment",
    "cancel_booking",
    "cancel_campaign",
    "challenge_hold",
    "change_application",
    "change_appointment",
    "change_hold",
    "close_call",
    "close_campaign",
    "confirm_booking",
    "correct_address",
    "count_read",
    "count_shortlist_look",
    "counter_nomination",
    "create_campaign",
    "decline_application",
    "decline_client_brief",
    "decline_counter",
    "decline_gift",
    "decline_nomination",
    "draft_contract",
    "draft_shortlist",
    "draw_confirmation",
    "drop_clause",
    "drop_cost",
    "drop_entry",
    "drop_own_clause",
    "drop_upload",
    "edit_campaign",
    "edit_contract",
    "edit_letter_template",
    "end_blind_pass",
    "end_contract",
    "end_guardians",
    "expire_contract",
    "find_feed",
    "find_shortlist_link",
    "follow_brief",
    "forget_address",
    "give_post_address",
    "hold_chosen",
    "lapse_challenged",
    "lapse_nomination",
    "leave_gift_unshown",
    "make_shortlist_link",
    "mark_decisions",
    "move_booking",
    "move_entry",
    "name_guest",
    "nominate",
    "note_answer",
    "nudge",
    "nudge_brand",
    "nudge_office",
    "offer_again",
    "open_call",
    "open_campaign",
    "open_feed",
    "open_thread",
    "place_hold",
    "plan_appointment",
    "propose_gift",
    "rank_hold",
    "rate_talent",
    "read_answers",
    "receive_bytes",
    "receive_gift",
    "redate_piece",
    "release_hold",
    "remind_confirmation",
    "remind_nomination",
    "rename_template",
    "reopen_campaign",
    "return_gift",
    "review_draft",
    "revoke_feed",
    "revoke_shortlist_link",
    "save_template",
    "say_away",
    "screen_application",
    "send_answers",
    "send_client_brief",
    "send_outreach",
    "send_shortlist",
    "send_shortlist_answers",
    "set_criteria",
    "set_goals",
    "settle_booking",
    "settle_thread",
    "ship_gift",
    "show_gift",
    "sign_contract",
    "start_reporting",
    "step_back",
    "submit_draft",
    "take_client_brief",
    "tell_applications",
    "waive_deliverable",
    "warn_of_guardians",
    "withdraw_application",
    "withdraw_challenge",
    "withdraw_client_brief",
    "withdraw_contract",
    "withdraw_gift",
    "withdraw_nomination",
    "write_brief",
    "write_call",
    "write_clause",
    "write_client_brief",
    "write_entry",
    "write_message",
    "write_outreach",
    "write_own_clause",
    "write_shortlist",
]
