# 通知信
mail-notice-subject = { $title }
mail-notice-link = 閱讀並回覆
mail-notice-accept = 這解決了您的問題嗎？請將它標為答案，讓其他人也能找到。
mail-stop-topic = 不再接收這個主題的消息
mail-stop-all = 停止所有關於社群動態的信件
stop-mail-heading = 要停止這些信件嗎？
stop-mail-answers = 您將不再收到有人回答問題的通知信。之後可以在設定中重新開啟。
stop-mail-kind = 您將不再收到這類信件。之後可以在設定中重新開啟。
stop-mail-topic = 您將不再收到這個主題的任何消息，包括信件與站內通知。之後可以在主題頁面重新開啟。
stop-mail-all = 您將不再收到關於社群動態的信件與摘要；與帳號本身有關的信件仍會寄給您。之後可以在設定中重新開啟。
stop-mail-send = 停止寄送
