"""Writers of the dossier. Whether the actor may is decided by the room that conducts the case; here it is kept and traced."""

from zhiheng.dossier.services.delivering import acknowledge, deliver
from zhiheng.dossier.services.documents import draw_up, plain, redraw, resting_on
from zhiheng.dossier.services.files import MOST_BYTES, Place, attach, bind_scan, import_scan, keep_scan
from zhiheng.dossier.services.handing_out import download, print_dossier
from zhiheng.dossier.services.issuing import issue, issue_kind
from zhiheng.dossier.services.proofing import answer_finding, check, confirm_finding
from zhiheng.dossier.services.releasing import agree
from zhiheng.dossier.services.signing import sign

__all__ = [
    "MOST_BYTES",
    "Place",
    "acknowledge",
    "agree",
    "answer_finding",
    "attach",
    "bind_scan",
    "check",
    "confirm_finding",
    "deliver",
    "download",
    "draw_up",
    "import_scan",
    "issue",
    "issue_kind",
    "keep_scan",
    "plain",
    "print_dossier",
    "redraw",
    "resting_on",
    "sign",
]
