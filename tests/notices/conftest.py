"""Officers who sign in, an officer to be told, and clues that fall to him."""

from __future__ import annotations

from tests.web.conftest import enter, officers, ward  # noqa: F401 - fixtures
