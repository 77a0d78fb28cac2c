"""Writers of the portal: accounts and codes by officers, visits, what persons ask for, and the trace of every look."""

from zhiheng.portal.services.accounts import Enrolled, close_account, give_code, open_account, set_password
from zhiheng.portal.services.applying import Application, act_as_person, apply_for, check_in_as_person, complain
from zhiheng.portal.services.codes import Issued, issue_code, recall_code
from zhiheng.portal.services.looking import note_look
from zhiheng.portal.services.terms import follow_terms
from zhiheng.portal.services.visits import begin_by_code, begin_by_password, begin_kiosk, end_visit, touch_visit

__all__ = [
    "Application",
    "Enrolled",
    "Issued",
    "act_as_person",
    "apply_for",
    "begin_by_code",
    "begin_by_password",
    "begin_kiosk",
    "check_in_as_person",
    "close_account",
    "complain",
    "end_visit",
    "follow_terms",
    "give_code",
    "issue_code",
    "note_look",
    "open_account",
    "recall_code",
    "set_password",
    "touch_visit",
]
