"""Loading the interface says nothing on the user's terminal, and its addresses keep the names that the contract gives them."""

import subprocess
import sys

LOAD = """
import django
django.setup()
from zhiheng.api.urls import made
paths = made().get_openapi_schema(path_prefix="")["paths"]
print([one["name"] for one in paths["/ledgers/{register}/entries"]["get"]["parameters"] if one["in"] == "path"])
"""


def test_nothing_is_warned_of_and_the_ledger_of_an_address_is_called_register(tmp_path):
    settings = {"DJANGO_SETTINGS_MODULE": "zhiheng.site.settings", "ZHIHENG_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", LOAD], env=settings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "['register']"
