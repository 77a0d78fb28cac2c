"""Sessions that know whose they are and from where, so that they can be listed and recalled."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

KNOWN = {"address": "", "agent": "", "way": "", "began": 0, "seen": 0}
"""What a session holds of itself → what stands where it is not known yet."""


class SessionStore(DatabaseStore):
    """Django's store in the database, with columns for the officer, the address and the times."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        from zhiheng.registry.models import OfficerSession

        return OfficerSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of a session, its columns taken from what it holds."""
        row: Any = super().create_model_instance(data)
        row.officer_id = data.get("_auth_user_id")
        for name, unknown in KNOWN.items():
            setattr(row, name, data.get(name, unknown))
        return row
