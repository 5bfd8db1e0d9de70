"""The desk's gifts."""

from accounts.roles import Permission as P
from tests.doors import Row

RUN = P.RUN_CAMPAIGNS

ROWS: dict[str, Row] = {
    "desk:gifts": Row(),
    "desk:gift-propose": Row(right=RUN),
    "desk:gift-verdict": Row(right=RUN, method="POST", ok={200}),
    "desk:gift": Row(of="gift"),
    "desk:gift-accept": Row(of="gift", right=RUN, method="POST", ok={422}),
    "desk:gift-decline": Row(of="gift", right=RUN, method="POST"),
    "desk:gift-withdraw": Row(of="gift", right=RUN, method="POST"),
    "desk:gift-ship": Row(of="gift", right=RUN, method="POST"),
    "desk:gift-receive": Row(of="gift", right=RUN, method="POST", ok={422}),
    "desk:gift-show": Row(of="gift", right=RUN, method="POST", ok={422}),
    "desk:gift-leave": Row(of="gift", right=RUN, method="POST"),
    "desk:gift-return": Row(of="gift", right=RUN, method="POST"),
}
