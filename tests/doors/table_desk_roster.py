"""The desk's roster."""

from accounts.roles import Permission as P
from tests.doors import Row

EDIT, IMPORT = P.EDIT_ROSTER, P.IMPORT_ROSTER

ROWS: dict[str, Row] = {
    "desk:find": Row(data={"q": "Talent"}),
    "desk:talents": Row(),
    "desk:talents-export": Row(kwargs=lambda w: {"kind": "csv"}),
    "desk:talents-compare": Row(),
    "desk:opportunities": Row(right=P.READ_SPREAD),
    "desk:talents-change": Row(right=EDIT),
    "desk:talents-columns": Row(method="POST"),
    "desk:talents-start": Row(method="POST"),
    "desk:talents-view-save": Row(),
    "desk:talents-view-edit": Row(of="roster_view"),
    "desk:talents-view-update": Row(of="roster_view", method="POST"),
    "desk:talents-view-drop": Row(of="roster_view", method="POST"),
    "desk:talent-add": Row(right=EDIT),
    "desk:talent": Row(of="talent"),
    "desk:talent-accounts": Row(of="talent"),
    "desk:talent-posts": Row(of="talent"),
    "desk:signal-dismiss": Row(of="signal", right=P.REFRESH_FIGURES),
    "desk:talent-exclusivity": Row(of="talent"),
    "desk:talent-exclusivity-export": Row(of="talent"),
    "desk:talent-work": Row(of="talent"),
    "desk:talent-history": Row(of="talent"),
    "desk:talent-kit": Row(of="talent"),
    "desk:talent-kit-pdf": Row(of="talent"),
    "desk:talent-kit-portrait": Row(of="talent", ok={404}),
    "desk:kit-link-withdraw": Row(of="kit_link", right=EDIT, method="POST"),
    "desk:talent-edit": Row(of="talent", right=EDIT),
    "desk:talent-stage": Row(
        of="talent", right=EDIT, method="POST", data={"stage-stage": "exclusive", "stage-reason": "Third year"}
    ),
    "desk:talent-archive": Row(of="talent", right=EDIT, method="POST"),
    "desk:talent-invite": Row(of="talent", right=P.INVITE),
    "desk:act-join": Row(of="act", right=EDIT),
    "desk:act-leave": Row(of="act_member", by="pk", right=EDIT),
    "desk:account-add": Row(of="talent", right=EDIT),
    "desk:account-edit": Row(of="account", right=EDIT),
    "desk:account-archive": Row(of="account", right=EDIT, method="POST"),
    "desk:account-figures": Row(of="snap", right=EDIT),
    "desk:account-evidence": Row(of="hand_counts", ok={404}),
    "desk:account-refresh": Row(of="account", right=P.REFRESH_FIGURES, method="POST"),
    "desk:job-progress": Row(of="job"),
    "desk:import-new": Row(right=IMPORT),
    "desk:history-new": Row(right=IMPORT),
    "desk:account-history": Row(of="account", right=IMPORT),
    "desk:history-import": Row(of="history_import", right=IMPORT),
    "desk:import": Row(of="roster_import", right=IMPORT),
    "desk:import-remap": Row(of="roster_import", right=IMPORT, method="POST"),
    "desk:import-apply": Row(of="roster_import", right=IMPORT, method="POST"),
    "desk:import-stop": Row(of="roster_import", right=IMPORT, method="POST"),
    "desk:import-refused": Row(of="roster_import", right=IMPORT),
    "desk:import-drop": Row(of="roster_import", right=IMPORT, method="POST"),
}
