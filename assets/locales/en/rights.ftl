# Why something may not be done (accounts/rights.rs).
rights-denied-signed-out = Sign in first.
rights-denied-suspended = Your account cannot write at the moment. You can still read everything that is public.
rights-suspended-heading = Your account is suspended
rights-suspended-until = Suspended until
rights-suspended-open = Suspended until a moderator lifts it.
rights-suspended-reason = Reason:
rights-denied-no-right = You can read here, but not write.
rights-denied-role = This is for staff and moderators.
rights-denied-not-yours = Only its author can do this.
rights-denied-your-own = You cannot do this to your own post.
rights-denied-topic-closed = This topic is closed to new replies.
rights-denied-category-closed = This category takes no new topics.
rights-denied-others-replied = Others have replied, so the question stays. A moderator can help.
rights-denied-not-visible = This post is not visible at the moment.
rights-denied-trust = One of these tags does not exist yet, and making new ones takes some more time here. Choose one that exists, or leave it out.
