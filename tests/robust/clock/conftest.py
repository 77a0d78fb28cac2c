"""Officers with clues in their hands, as oversight tests them."""

from tests.oversight.conftest import acting, catalog, library, organs, screened

__all__ = ["acting", "catalog", "library", "organs", "screened"]
