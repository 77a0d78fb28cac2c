/* ---
takes: deadline_missed
with:
  what: 行刑衔接
  cases: 行政执法与刑事司法衔接
  steps: 说明不立案理由、执行通知立案、行政执法机关移送并抄送材料、负责人决定、移送、公安机关接受、补正、转送有管辖权机关、审查、移交涉案物品和材料、对不予立案的处理、复议、建议立案监督、检察机关录入办案结果、行政处罚、制发检察意见书，连同不起诉决定书送达、行政机关处理回复、双向咨询的答复、补书面答复、不起诉决定录入信息共享平台
  articles: 人民检察院刑事诉讼规则 第五百六十条, 人民检察院刑事诉讼规则 第五百六十三条, 推进行政执法与刑事司法衔接工作的规定_2021 第七条, 行政执法机关移送涉嫌犯罪案件的规定 第五条, 行政执法机关移送涉嫌犯罪案件的规定 第六条, 行政执法机关移送涉嫌犯罪案件的规定 第七条, 公安机关办理刑事案件程序规定 第一百八十条, 行政执法机关移送涉嫌犯罪案件的规定 第八条, 行政执法机关移送涉嫌犯罪案件的规定 第十二条, 推进行政执法与刑事司法衔接工作的规定_2021 第十三条, 推进行政执法与刑事司法衔接工作的规定_2021 第十六条
  titles: when 'filing_supervision' then '立案监督' when 'not_transferred' then '应当移送而不移送的监督' when 'referral' then '涉嫌犯罪案件移送' when 'reverse' then '行刑反向衔接' when 'consultation' then '双向咨询'
  watched: |-
    (procedure = 'filing_supervision' and step in ('explain', 'file'))
        or (procedure = 'not_transferred' and step in ('answer'))
        or (procedure = 'referral' and step in ('decide', 'transfer', 'accept', 'supplement', 'forward', 'review', 'hand_over', 'answer', 'reconsider', 'supervise_ask', 'explain', 'file', 'enter_result', 'punish'))
        or (procedure = 'reverse' and step in ('opinion', 'reply', 'platform'))
        or (procedure = 'consultation' and step in ('answer', 'write'))
--- */
