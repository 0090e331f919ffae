# The frame of every mail
mail-stop = You no longer want mails like this one?
mail-stop-link = End them with one click
