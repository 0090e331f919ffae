# Your question has an answer
mail-answer-subject = Your question has an answer: { $title }
mail-answer-by = Answered by
mail-answer-link = Read the answer
mail-answer-accept = Did it solve your question? Mark it as the answer, so that others find it.
