"""What of a project a notice can lead to."""

from accounts.notices import leads_to
from campaigns.models import (
    AmbassadorContract,
    Application,
    Booking,
    Campaign,
    ClientBrief,
    Confirmation,
    Deliverable,
    Draft,
    Gift,
    Nomination,
    Shortlist,
    Thread,
)

leads_to("campaign", Campaign)
leads_to("application", Application)
leads_to("request", Nomination)
leads_to("booking", Booking)
leads_to("piece", Deliverable)
leads_to("draft", Draft)
leads_to("shortlist", Shortlist)
leads_to("gift", Gift)
leads_to("client-brief", ClientBrief)
leads_to("thread", Thread)
leads_to("contract", AmbassadorContract)
leads_to("terms", Confirmation)
