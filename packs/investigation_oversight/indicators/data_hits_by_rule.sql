/* ---
takes: data_hits
with:
  title: 数据预检准确率（按数据规则）
  purpose: 按数据规则分别看准确程度，准确率低的规则保留人工确认。
  of: 同一数据规则
  group: rule
--- */
