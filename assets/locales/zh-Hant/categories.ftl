# 分類哪裡不對
forum-error-category-name = 請填寫這個分類的{ $language }名稱。
forum-error-category-name-long = { $language }名稱太長，最多 { $most } 個字。
forum-error-category-description-long = { $language }說明太長，最多 { $most } 個字。
forum-error-category-slug = 已有其他分類使用這個網址，請換一個。
forum-error-category-icon = 請選擇一個圖示。
forum-error-category-parent = 請選擇最上層的分類；分類之下只能再有一層。
forum-error-category-has-below = 這個分類底下還有其他分類，必須留在最上層。
forum-error-category-nobody = 這樣沒有人能閱讀這個分類。請至少給一個群組權限。
forum-error-category-group = 沒有「{ $group }」這個群組。
forum-error-category-wider = 「{ $group }」在上層分類的權限較低。分類的權限不能比上層更寬：請調低這項權限，或先放寬上層分類。
forum-error-category-narrower = 「{ $category }」位於這個分類之下，權限會變得比它更寬。請先縮小那個分類的權限。
