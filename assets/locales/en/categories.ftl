# What is wrong with a category
forum-error-category-name = Give the category a name in { $language }.
forum-error-category-name-long = The name in { $language } is too long. Use at most { $most } characters.
forum-error-category-description-long = The description in { $language } is too long. Use at most { $most } characters.
forum-error-category-slug = Another category has this address. Choose another one.
forum-error-category-icon = Choose one of the icons.
forum-error-category-parent = Choose a category that stands on top; categories go one level down only.
forum-error-category-has-below = This category has others below it, so it must stay on top.
forum-error-category-nobody = Nobody could read this category. Give at least one group a right.
forum-error-category-group = There is no group “{ $group }”.
forum-error-category-wider = “{ $group }” may do less in the category above. A category is never wider than the one above it: lower this right, or widen the category above first.
forum-error-category-narrower = “{ $category }” stands below this category and would be wider than it. Narrow that one first.
