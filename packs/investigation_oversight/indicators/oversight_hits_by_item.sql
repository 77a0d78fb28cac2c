/* ---
takes: oversight_hits
with:
  parted: 监督项
  purpose: 看哪些监督项反复出现，供类案分析和目录修订。
  group: item
  caveat: 没有命中不等于没有问题。
  column: item
--- */
