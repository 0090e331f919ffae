# Your question has an answer
mail-answer-subject = 您的問題有人回答了：{ $title }
mail-answer-by = 回答者：
mail-answer-link = 閱讀回答
mail-answer-accept = 這解決了您的問題嗎？請將它標為答案，讓其他人也能找到。
