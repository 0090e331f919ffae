# The frame of every mail
mail-stop = No more e-mails like this one?
mail-stop-link = Stop them with one click
