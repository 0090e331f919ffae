# What was done too often
limits-sign-in-account = 這個帳號嘗試密碼的次數過多。請於 15 分鐘後再試，或透過電子郵件重新設定密碼。
limits-sign-in-network = 您的網路嘗試登入的次數過多。請於 15 分鐘後再試。
limits-sign-up = 您的網路申請帳號的次數過多。請於一小時後再試。
limits-reset-address = 寄到這個地址的信件請求過多。請先查看信箱，一小時後再試。
limits-reset-network = 您的網路請求寄信的次數過多。請於一小時後再試。
limits-confirm-password = 密碼錯誤次數過多。請於 15 分鐘後再試。
limits-ask = 您在一天內已建立 20 個主題。請明天再繼續。
limits-reply = 您在十分鐘內已發表 30 則貼文。請幾分鐘後再繼續。
limits-edit = 您在一小時內已修改 60 則貼文。請稍後再繼續。
limits-vote = 您在十分鐘內已投票 100 次。請幾分鐘後再繼續。
limits-preview = 一分鐘內預覽次數過多，請稍候。
limits-search = 一分鐘內搜尋次數過多，請稍候。
limits-own-data = 每天可以申請一次封存檔。請明天再來。
limits-follow = 您在十分鐘內已更改追蹤或收藏 100 次。請幾分鐘後再繼續。
