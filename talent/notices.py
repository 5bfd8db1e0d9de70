"""What of the roster a notice can lead to."""

from accounts.notices import leads_to
from talent.models import SocialAccount, Talent

leads_to("talent", Talent)
leads_to("stage", Talent)
leads_to("account", SocialAccount)
