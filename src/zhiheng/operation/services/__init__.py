"""Writers of the room: backups, what a restore says in the trace, removal of what has passed its term."""

from zhiheng.operation.services.backing_up import BACKED_UP, Backup, back_up
from zhiheng.operation.services.reading_back import READ_BACK, ReadBack, read_back
from zhiheng.operation.services.restoring import note_restored, write_note
from zhiheng.operation.services.retaining import carry_out_removal, decline_removal, propose_removal

__all__ = [
    "BACKED_UP", "READ_BACK", "Backup", "ReadBack", "back_up", "carry_out_removal", "decline_removal", "note_restored", "propose_removal",
    "read_back", "write_note",
]  # fmt: skip
