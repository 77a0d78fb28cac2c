"""法律计算器: a rule's shape of facts as a form, a filled form as facts, an answer as a time line."""
