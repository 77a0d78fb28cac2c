/* ---
takes: steps_in_time
with:
  what: 行刑衔接
  cases: 行政执法与刑事司法衔接
  articles: 人民检察院刑事诉讼规则 第五百六十条, 人民检察院刑事诉讼规则 第五百六十三条, 推进行政执法与刑事司法衔接工作的规定_2021 第七条, 行政执法机关移送涉嫌犯罪案件的规定 第五条, 行政执法机关移送涉嫌犯罪案件的规定 第六条, 行政执法机关移送涉嫌犯罪案件的规定 第七条, 公安机关办理刑事案件程序规定 第一百八十条, 行政执法机关移送涉嫌犯罪案件的规定 第八条, 行政执法机关移送涉嫌犯罪案件的规定 第十二条
  watched: |-
    (procedure = 'filing_supervision' and step in ('explain', 'file'))
        or (procedure = 'not_transferred' and step in ('answer'))
        or (procedure = 'referral' and step in ('decide', 'transfer', 'accept', 'supplement', 'forward', 'review', 'hand_over', 'answer', 'reconsider', 'supervise_ask', 'explain', 'file', 'enter_result', 'punish'))
        or (procedure = 'reverse' and step in ('opinion', 'reply'))
--- */
