"""Commutation as an OpenFisca country package: the core variables only, with what they need.

OpenFisca-Core is AGPL-3.0; it is installed for the benchmark alone, in an environment of its own, and nothing in `src` imports it.
"""
