/* ---
takes: deadline_missed
with:
  what: 交付执行
  cases: 交付执行
  steps: 送达执行文书、核对余刑、送交监狱、通知家属、看守所通知家属、监护人、外国籍罪犯报告所属公安机关
  articles: 刑事诉讼法 第二百六十四条, 监狱法 第三十一条, 监狱法 第三十七条, 看守所留所执行刑罚罪犯管理办法 第十三条
  titles: when 'commitment' then '交付执行与收监'
  watched: (procedure = 'commitment' and step in ('papers', 'check_remaining', 'escort', 'family_notice', 'house_notice', 'foreign_report'))
--- */
