from outbox.actions.jobs import cancel_job, enqueue, retry_job
from outbox.actions.messages import draft, draft_all, drop_message, edit_draft, post, post_all, send, send_all

__all__ = [
    "cancel_job",
    "draft",
    "draft_all",
    "drop_message",
    "edit_draft",
    "enqueue",
    "post",
    "post_all",
    "retry_job",
    "send",
    "send_all",
]
