# 頁面開著時的變動
live-replies = { $count } 則新回覆：顯示
live-list = { $count } 個新主題或更新：顯示
live-list-more = { $count } 個以上的新主題或更新：顯示
live-writing-somebody = 有人正在輸入
live-writing-one = 正在輸入
live-writing-more = 與另外 { $count } 人正在輸入
