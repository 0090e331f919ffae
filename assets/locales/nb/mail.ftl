# Rammen rundt hver e-post
mail-stop = Vil du ikke ha slike e-poster lenger?
mail-stop-link = Avslutt dem med ett klikk
