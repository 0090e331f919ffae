# What was done too often
limits-sign-in-account = Somebody has tried too many passwords for this account. Try again in a quarter of an hour, or choose a new password by e-mail.
limits-sign-in-network = Too many attempts to sign in came from your network. Try again in a quarter of an hour.
limits-sign-up = Too many accounts were asked for from your network. Try again in an hour.
limits-reset-address = Too many e-mails were asked for to this address. Look into the inbox, and try again in an hour.
limits-reset-network = Too many e-mails were asked for from your network. Try again in an hour.
limits-confirm-password = The password was wrong too often. Try again in a quarter of an hour.
limits-ask = You have opened 20 topics within a day. Go on tomorrow.
limits-reply = You have written 30 posts within ten minutes. Go on in a few minutes.
limits-edit = You have changed 60 posts within an hour. Go on in a while.
limits-vote = You have voted 100 times within ten minutes. Go on in a few minutes.
limits-preview = Too many previews within a minute. Wait a little.
limits-search = Too many searches within a minute. Wait a little.
limits-own-data = You can ask for an archive once a day. Come back tomorrow.
limits-follow = You have changed what you follow or keep 100 times within ten minutes. Go on in a few minutes.
