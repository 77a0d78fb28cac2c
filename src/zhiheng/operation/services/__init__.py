"""Writers of the room: backups, and what a restore says in the trace."""

from zhiheng.operation.services.backing_up import BACKED_UP, Backup, back_up
from zhiheng.operation.services.restoring import note_restored, write_note

__all__ = ["BACKED_UP", "Backup", "back_up", "note_restored", "write_note"]
