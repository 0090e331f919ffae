# The frame of every page
layout-skip = 跳到主要內容
layout-search-label = 搜尋問題與解答
layout-ask = 發問
layout-account = 您的帳號：
layout-notices = 通知
layout-notices-unread = 則未讀
layout-settings = 設定
layout-admin = 管理
layout-sign-in = 登入
layout-sign-up = 註冊
layout-sign-out = 登出
layout-menu = 選單
layout-latest = 最新
layout-hot = 熱門
layout-top = 排行
layout-unsolved = 未解決
layout-unanswered = 未回覆
layout-categories = 分類
layout-all-topics = 所有主題
layout-browse = 瀏覽
layout-language = 語言
layout-copied = 已複製連結
layout-failed = 操作沒有成功，請重新載入頁面後再試一次。

# Badges
layout-badge-staff = 官方人員
layout-badge-moderator = 版主
layout-badge-partner = 合作夥伴
layout-badge-expert = 專家
layout-badge-asker = 發問者

# Forms
layout-errors = 請修改以下內容
layout-error-prefix = 錯誤：
layout-cancel = 取消
layout-optional = 選填
layout-preview = 預覽
layout-in-markdown = 支援 Markdown
layout-privacy-hint = 請勿寫出訂單編號、金鑰或顧客姓名：所有人都看得到。
layout-draft-saved = 草稿已儲存
layout-draft-found = 您先前在這裡寫過一些內容。
layout-draft-restore = 取回草稿
layout-draft-discard = 捨棄草稿
layout-tools = 格式
layout-tool-bold = 粗體
layout-tool-italic = 強調
layout-tool-link = 連結
layout-tool-code = 程式碼
layout-tool-quote = 引用
layout-tool-list = 項目清單
layout-tool-numbers = 編號清單

# Pages
layout-pages = 頁次
layout-page = 頁
layout-page-previous = 上一頁
layout-page-next = 下一頁
layout-newer = 較新的主題
layout-older = 較舊的主題

# Pages about the community
layout-page-terms = 服務條款
layout-page-privacy = 隱私權政策
layout-page-imprint = 經營者資訊
layout-page-contact = 聯絡我們
layout-page-rules = 社群規範
layout-colon = ：
