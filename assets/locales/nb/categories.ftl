# Hva som er galt med en kategori
forum-error-category-name = Gi kategorien et navn på { $language }.
forum-error-category-name-long = Navnet på { $language } er for langt. Bruk høyst { $most } tegn.
forum-error-category-description-long = Beskrivelsen på { $language } er for lang. Bruk høyst { $most } tegn.
forum-error-category-slug = En annen kategori har denne adressen. Velg en annen.
forum-error-category-icon = Velg et av ikonene.
forum-error-category-parent = Velg en kategori som ligger øverst; kategorier har bare ett nivå under seg.
forum-error-category-has-below = Denne kategorien har andre under seg og må bli liggende øverst.
forum-error-category-nobody = Ingen ville kunne lese denne kategorien. Gi minst én gruppe en rettighet.
forum-error-category-group = Det finnes ingen gruppe «{ $group }».
forum-error-category-wider = «{ $group }» kan gjøre mindre i kategorien over. En kategori er aldri mer åpen enn den over: Senk denne rettigheten, eller åpne kategorien over først.
forum-error-category-narrower = «{ $category }» ligger under denne kategorien og ville bli mer åpen enn den. Begrens den først.
