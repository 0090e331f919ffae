# Notices by e-mail
mail-notice-subject = { $title }
mail-notice-link = Read and answer
mail-notice-accept = Did it solve your question? Mark it as the answer, so that others find it.
mail-stop-topic = Hear nothing more about this topic
mail-stop-all = Stop all e-mails about what happens here
stop-mail-heading = Stop these e-mails?
stop-mail-answers = You will get no more e-mails about answers to your questions. You can turn them on again in your settings.
stop-mail-kind = You will get no more e-mails of this kind. You can turn them on again in your settings.
stop-mail-topic = You will hear nothing more about this topic, by e-mail or here. You can turn that on again on the topic's page.
stop-mail-all = You will get no more e-mails about what happens here, and no digest. What concerns your account itself still reaches you. You can turn them on again in your settings.
stop-mail-send = Stop these e-mails
