"""Models are tried where clues are: the organs and accounts of the tests of oversight."""

from tests.oversight.conftest import acting, organs

__all__ = ["acting", "organs"]
