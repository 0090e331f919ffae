# Rammen rundt hver e-post
mail-stop = Vil du ikke ha slike e-poster lenger?
mail-stop-link = Stopp dem med ett klikk
