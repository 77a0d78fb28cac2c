"""人民检察院刑事诉讼规则 and 检察建议工作规定: answers owed to the procuratorate."""
