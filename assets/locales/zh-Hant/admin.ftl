# 管理
admin-tab-overview = 總覽
admin-tab-categories = 分類
admin-tab-members = 成員
admin-tab-groups = 群組
admin-tab-settings = 社群設定
admin-tab-log = 紀錄
admin-tab-jobs = 工作
admin-save = 儲存
admin-acts = 操作
admin-filter = 篩選
admin-filter-none = 全部顯示
admin-page-newest = 最新
admin-page-older = 較舊

# 總覽
admin-overview-parked = 有 { $count } 件工作已放棄。
admin-overview-parked-look = 看看原因
admin-overview-acts = 最近的操作
admin-overview-whole-log = 完整紀錄
admin-count-members = 成員
admin-count-new-members = 七天內加入
admin-count-topics = 主題
admin-count-unsolved = 未解決的問題
admin-count-posts = 發文
admin-count-held = 等待版主處理
admin-count-categories = 分類

# 分類
admin-category-new = 新增分類
admin-category-new-below = 在底下新增
admin-category-name = 名稱
admin-category-about = 說明
admin-category-place = 網址與位置
admin-category-slug = 網址
admin-category-slug-hint = 接在 /c/ 後面的文字。留空時會依名稱產生。
admin-category-parent = 上層分類
admin-category-parent-hint = 只能有一層。
admin-category-on-top = 最上層
admin-category-icon = 圖示
admin-category-access = 誰可以閱讀與發文
admin-category-access-hint = 每項權限都包含前一項。屬於多個群組的人，以最高的權限為準。分類的權限不能比上層更寬。
admin-category-up = 上移
admin-category-down = 下移
admin-category-close = 關閉
admin-category-reopen = 重新開放
admin-category-is-closed = 已關閉
admin-category-closed-hint = 已關閉的分類不接受新主題。原有內容會保留，也可以繼續回覆。
admin-categories-empty = 還沒有分類
admin-categories-empty-text = 主題都放在分類裡。先建立第一個分類，並決定誰可以閱讀與發問。
admin-right-none = 無權限
admin-right-read = 閱讀
admin-right-reply = 閱讀與回覆
admin-right-ask = 閱讀、回覆與發問
admin-icon-list = 清單
admin-icon-chat = 對話
admin-icon-megaphone = 擴音器
admin-icon-card = 卡片
admin-icon-bank = 銀行
admin-icon-box = 箱子
admin-icon-truck = 貨車
admin-icon-receipt = 收據
admin-icon-layout = 版面
admin-icon-code = 程式碼
admin-icon-globe = 地球
admin-icon-chart = 圖表
admin-icon-key = 鑰匙
admin-icon-scale = 天平
admin-icon-star = 星星
admin-icon-shield = 盾牌
admin-icon-lock = 鎖
admin-icon-info = 資訊
admin-icon-gear = 齒輪
admin-icon-user = 人物

# 群組
admin-group-everyone = 所有人
admin-group-members = 成員
admin-group-trust-1 = 信任等級 1 的成員
admin-group-trust-2 = 信任等級 2 的成員
admin-group-trust-3 = 信任等級 3 的成員
admin-group-trust-4 = 信任等級 4 的成員
admin-group-staff = 官方人員
admin-group-moderators = 版主
admin-group-admins = 管理員

# 社群
admin-settings-name = 社群名稱
admin-settings-name-hint = 顯示在每個頁面與每封郵件上。
admin-settings-own = 社群主要語言
admin-settings-own-hint = 訪客的瀏覽器沒有要求您提供的語言，或分類缺少其他語言的名稱時，就用這個語言。
admin-settings-offered = 提供的語言
admin-settings-joining = 加入社群
admin-settings-open = 任何人都可以註冊
admin-settings-open-hint = 取消後，只有已有帳號的人可以參與。
admin-error-community-name = 請為社群取個名稱。
admin-error-community-name-long = 名稱太長，最多 { $most } 個字。
admin-error-own-language = 社群主要語言必須是提供的語言之一。

# 紀錄
admin-log-heading = 紀錄
admin-log-empty = 這裡沒有紀錄。
admin-log-act = 操作
admin-log-every-act = 全部
admin-log-member = 使用者名稱
admin-log-when = 時間
admin-log-who = 誰
admin-log-what = 做了什麼
admin-log-changed = 變更內容與原因
admin-log-before = 之前：
admin-log-after = 之後：
admin-log-reason = 原因：
admin-log-via-web = 訪客
admin-log-via-command = 命令列
admin-log-via-system = 系統
admin-log-topic = 主題
admin-log-post = 發文
admin-log-group = 群組
admin-log-job = 工作
admin-log-all-jobs = 所有工作
admin-error-member-unknown = 沒有人使用這個使用者名稱。

# 操作
admin-act-category-make = 建立分類
admin-act-category-edit = 修改分類
admin-act-category-move = 移動分類
admin-act-category-close = 關閉分類
admin-act-category-reopen = 重新開放分類
admin-act-settings-change = 變更設定
admin-act-role-give = 給予角色
admin-act-role-take = 收回角色
admin-act-topic-close = 關閉主題
admin-act-topic-reopen = 重新開放主題
admin-act-topic-pin = 置頂主題
admin-act-topic-unpin = 取消置頂
admin-act-post-edit = 編輯發文
admin-act-post-approve = 核准發文
admin-act-post-hold = 暫留發文待審
admin-act-post-hide = 隱藏發文
admin-act-post-delete = 刪除發文
admin-act-post-restore = 還原發文
admin-act-post-erase = 永久清除發文
admin-act-job-retry = 重新執行工作
admin-act-job-discard = 捨棄工作

# 工作
admin-jobs-heading = 工作
admin-jobs-about = 寄信、更新搜尋與清理，都在變更儲存之後以工作的形式進行。失敗太多次的工作會先放棄，等人來處理。
admin-jobs-none = 沒有等待中的工作，也沒有放棄的工作。
admin-jobs-kinds = 等待中與已放棄
admin-jobs-kind = 種類
admin-jobs-waiting = 等待中
admin-jobs-parked = 已放棄
admin-jobs-given-up = 已放棄的工作
admin-jobs-tries = 嘗試 { $count } 次
admin-jobs-since = 建立於
admin-jobs-retry = 重新執行
admin-jobs-retry-all = 全部重新執行
admin-jobs-discard = 捨棄
admin-jobs-more = 還有 { $count } 件。

# 剛剛完成的事
admin-notice-category-made = 分類已建立。
admin-notice-category-changed = 分類已修改。
admin-notice-category-moved = 分類已移動。
admin-notice-category-closed = 這個分類不再接受新主題。
admin-notice-category-reopened = 這個分類重新接受新主題。
admin-notice-settings-changed = 設定已儲存。
admin-notice-job-retried = 工作會重新執行。
admin-notice-jobs-retried = 所有工作會重新執行。
admin-notice-job-discarded = 工作已捨棄。
admin-notice-job-gone = 不需要處理：這件工作已不在放棄之列。
