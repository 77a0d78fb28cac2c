/* ---
takes: owed_by_level
with:
  strict: 7
  ordinary: 14
  lenient: 28
--- */
