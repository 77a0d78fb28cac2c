/* ---
takes: owed_by_level
with:
  strict: 28
  ordinary: 56
  lenient: 84
--- */
