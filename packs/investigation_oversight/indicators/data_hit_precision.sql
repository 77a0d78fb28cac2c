/* ---
takes: data_hits
with:
  title: 数据预检准确率
  purpose: 衡量数据规则的准确程度，决定是否继续人工确认
  of: 全部数据规则
  group: organ
--- */
