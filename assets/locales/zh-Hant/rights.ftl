# 為什麼不能這麼做（accounts/rights.rs）。
rights-denied-signed-out = 請先登入。
rights-denied-suspended = 您的帳號目前不能發文，但仍可閱讀所有公開內容。
rights-suspended-heading = 您的帳號已被停權
rights-suspended-until = 停權至
rights-suspended-open = 停權，直到版主解除為止。
rights-suspended-reason = 原因：
rights-denied-no-right = 您可以閱讀這裡的內容，但不能在這裡發文。
rights-denied-role = 這項操作僅限官方人員與版主。
rights-denied-not-yours = 只有作者本人可以這麼做。
rights-denied-your-own = 不能對自己的貼文這麼做。
rights-denied-topic-closed = 這個主題已關閉，不再接受新回覆。
rights-denied-category-closed = 這個分類不再接受新主題。
rights-denied-others-replied = 已經有人回覆，問題會保留下來。如有需要，請找版主協助。
rights-denied-not-visible = 這則貼文目前看不到。
rights-denied-trust = 其中一個標籤還不存在，建立新標籤需要在這裡再待一段時間。請改用現有的標籤，或先不加。
