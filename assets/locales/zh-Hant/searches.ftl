# 搜尋留下的紀錄
search-tab-searches = 搜尋紀錄
search-tab-words = 同義詞
search-one = 搜尋
search-about = 成員與訪客搜尋的內容，只計次數，不記錄是誰。電子郵件地址與長串數字不會保存；半年內沒有人再搜尋的內容會刪除。
search-shows = 要看哪些搜尋
search-show-frequent = 最常搜尋
search-show-empty = 沒有結果
search-show-unclicked = 無人點開
search-show-awaited = 有人等待
search-show-owned = 待回答
search-about-frequent = 搜尋次數最多的內容。
search-about-empty = 最常沒有結果，而且還沒有回答的內容。
search-about-unclicked = 有結果卻從來沒有人點開的內容，次數多的在前。
search-about-awaited = 有成員想在有答案時收到通知，等最久的在前。
search-about-owned = 已指派但還沒有回答的內容，期限近的在前。
search-first-only = 這裡列出前 100 筆。
search-none = 沒有這樣的搜尋。
search-times = 次數
search-without = 沒有結果
search-clicks = 點開
search-waits = 等待中
search-waits-since = 自
search-owner = 負責人
search-last = 最近一次
search-late = 已逾期：
search-is-answered = 已回答
search-look = 搜尋看看
search-waiting = { $count ->
    [0] 沒有人在等通知。
   *[other] 有 { $count } 位成員在等通知。
 }
search-owner-heading = 由誰找出答案
search-owner-about = 填寫一位員工或管理員。留空表示沒有人負責。
search-owner-name = 使用者名稱
search-due = 期限
search-answer-heading = 在哪裡回答了
search-answer-about = 要求通知的人若有權閱讀這個主題，就會收到附上主題的郵件。
search-answer-address = 主題的網址
search-answer-hint = 瀏覽器網址列中的網址。
search-answer-send = 已在此回答
search-answered-at = 回答於
search-solved = 發問前就找到
search-solved-about = 正要發問的人表示這些主題已解決問題的次數。
search-overview = 沒有結果的搜尋
search-overview-all = 所有沒有結果的搜尋
search-error-not-ours = 請選擇一位員工或管理員。
search-error-nobody = 請填寫由誰負責這個期限。
search-error-day = 請選擇日曆上的日期。
search-error-topic = 請填寫一個可以閱讀的主題的網址。

# 意思相同的字詞
search-words-about = 搜尋其中一個字詞的人，也會找到其他字詞。
search-words-new = 新增一組字詞
search-words-label = 字詞
search-words-hint = 以逗號分隔，共 2 到 { $most } 個字詞或片語，每個最多 50 個字元。
search-words-language = 語言
search-words-language-hint = 這些字詞在哪種語言中意思相同。
search-words-all-languages = 所有語言
search-words-add = 新增
search-words-groups = 各組字詞
search-words-none = 目前還沒有。
search-words-change = 意思相同的字詞
search-words-remove = 移除
search-words-error-few = 請至少填寫兩個不同的字詞，並以逗號分隔。
search-words-error-many = 字詞太多了，最多 20 個。
search-words-error-long = 其中一個字詞太長了，每個最多 50 個字元。
search-words-error-letters = 每個字詞都要有文字或數字。
search-words-error-language = 請選擇其中一種語言。
search-words-error-groups = 已有 2,000 組字詞，沒有空間再新增。請先移除一些。

# 成員在等的答案
search-awaited-heading = 你在等的答案
search-awaited-short = 沒有結果、而你希望有答案時收到通知的搜尋。
search-awaited-look = 查看
search-awaited-text = 這些搜尋一有答案，你就會收到郵件。
search-awaited-since = 要求通知：
search-awaited-stop = 不再等待
search-awaited-none = 你沒有在等答案。搜尋沒有結果時，可以要求通知。

# 剛才的結果
search-notice-told = 有答案時，你會收到郵件。
search-notice-not-told = 你不會收到關於這個搜尋的郵件。
search-notice-not-kept = 這類搜尋不會保存，所以有答案時無法通知你。
search-notice-too-many = 你已經在等 50 個答案了。請先到「設定」的「帳號」取消其中一些。
search-notice-assigned = 已儲存由誰找出答案。
search-notice-answered = 已儲存，會通知等待的人。
search-notice-words-added = 已新增這組字詞。
search-notice-words-changed = 已儲存這組字詞。
search-notice-words-removed = 已移除這組字詞。

# 紀錄中的操作
admin-act-query-assign = 變更搜尋的負責人
admin-act-query-answer = 回答了搜尋
admin-act-synonym-add = 新增同義詞
admin-act-synonym-change = 變更同義詞
admin-act-synonym-remove = 移除同義詞

# 你的搜尋有答案了
mail-search-answer-subject = 你的搜尋有答案了：{ $query }
mail-search-answer-asked = 你搜尋過以下內容，並希望有答案時收到通知：
mail-search-answer-here = 答案在這裡：
mail-search-answer-found = 這裡可能有答案：
mail-search-answer-link = 閱讀回答
mail-search-answer-once = 關於這個搜尋，只會寄這一封郵件。
