"""Static files under names that carry a digest of their content, so that browsers keep them for years and fetch only what changed."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the library has no types
    """Digested names once `serve` has gathered the files; their plain names before (tests, commands)."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The name with the digest; the name as it is where nothing was gathered."""
        plain = str(self.clean_name(name))
        return str(self.hashed_files.get(self.hash_key(plain), plain))
