# 每封郵件的外框
mail-stop = 不想再收到這類信件嗎？
mail-stop-link = 按一下即可停止寄送
