"""What is answered where a page or the API failed: a fault of the machine is said in words, with 507 for a full disk, else with 503.

Nothing here asks the database: it may be what failed.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _

from zhiheng.records.core.faults import MachineFault, refusal_of
from zhiheng.records.core.soundness import SegmentUnsound
from zhiheng.schema.errors import UnusableInputError

SERVER_ERROR = 500
UNAVAILABLE = 503
log = logging.getLogger(__name__)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer for an error no view has answered (Django's `handler500`); pages get a page, programs get JSON."""
    fault = fault_of(sys.exception())
    status = fault.status if isinstance(fault, MachineFault) else UNAVAILABLE if fault else SERVER_ERROR
    if fault:
        note(fault)
    if request.path.startswith("/api/"):
        return JsonResponse(error_body(fault), status=status)
    template = loader.get_template("fault.html" if fault else "500.html")
    return HttpResponse(template.render({"fault": fault}), status=status)


def note(fault: UnusableInputError) -> None:
    """A line of log: a fault of the machine or of a batch's file in its words, any other by its kind: its words hold what was given."""
    if isinstance(fault, MachineFault | SegmentUnsound):
        log.error("%s", fault)
    else:
        log.error("refused outside of any page", exc_info=fault)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a request that cannot be read (Django's `handler400`); says which part, where that is known."""
    why = str(exception) if isinstance(exception, BadRequest) else ""
    if request.path.startswith("/api/"):
        return JsonResponse(body(_("请求"), request.path, why or _("请求不能识别"), "请按 /api/v1/openapi.json 的说明改正"), status=400)
    return HttpResponse(loader.get_template("400.html").render({"said": why}, request), status=400)


def body(thing: str, place: str, reason: str, remedy: str) -> dict[str, str]:
    """The four words of an error of the API."""
    return {"thing": str(thing), "place": place, "reason": str(reason), "remedy": remedy}


def fault_of(error: BaseException | None) -> UnusableInputError | None:
    """The error in words, where it is the machine's or a damaged file's; None where it is the program's own."""
    if error is None or isinstance(error, UnusableInputError):
        return error
    return refusal_of(error, _("这一步没有完成"), Path(settings.HOME))


def error_body(fault: UnusableInputError | None) -> dict[str, str]:
    """The body of an error of the API."""
    if fault is None:
        remedy = "请稍后再试；反复出现的，请告诉系统管理员"
        return {"thing": "这一步没有完成", "place": "", "reason": "系统出了差错，数据没有改动", "remedy": remedy}
    return {"thing": fault.thing, "place": fault.place, "reason": fault.reason, "remedy": fault.remedy}
