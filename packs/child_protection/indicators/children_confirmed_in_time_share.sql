/* ---
takes: step_in_time
with:
  title: 保障确认按期率
  cases: 保障
  purpose: 县级民政部门是否按期确认
  articles: 未成年人保护法 第九十二条
  procedure: child_protection
  step: confirm
  organ: civil_affairs
caveat: 十五个工作日依部门文件，未经原文核对；地方有五个工作日。
--- */
