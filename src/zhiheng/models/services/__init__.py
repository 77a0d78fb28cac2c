"""Writers of parameters and versions of models."""

from zhiheng.models.services.keeping import keep_versions, spec_ran
from zhiheng.models.services.parameters import ParameterChange, end_parameter, plans_for, set_parameter
from zhiheng.models.services.shadow import shadow_run
from zhiheng.models.services.sharing import export_model, import_model
from zhiheng.models.services.versions import Candidate, add_candidate, publish_version, withdraw_version

__all__ = [
    "Candidate",
    "ParameterChange",
    "add_candidate",
    "end_parameter",
    "export_model",
    "import_model",
    "keep_versions",
    "plans_for",
    "publish_version",
    "set_parameter",
    "shadow_run",
    "spec_ran",
    "withdraw_version",
]
