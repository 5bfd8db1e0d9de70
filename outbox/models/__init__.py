from outbox.models.form_key import FormKey
from outbox.models.job import Job
from outbox.models.message import Message, Way

__all__ = ["FormKey", "Job", "Message", "Way"]
