# Your question has an answer
mail-answer-subject = Spørsmålet ditt har fått svar: { $title }
mail-answer-by = Besvart av
mail-answer-link = Les svaret
mail-answer-accept = Løste det spørsmålet ditt? Merk det som svaret, så finner andre det også.
