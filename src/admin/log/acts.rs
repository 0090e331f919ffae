//! The words of acts. A test holds this list against every act that the program writes.

/// Every act in the log, in the order of the filter.
pub const ACTS: &[&str] = &[
    "category.make",
    "category.edit",
    "category.move",
    "category.close",
    "category.reopen",
    "settings.change",
    "page.change",
    "role.give",
    "role.take",
    "topic.close",
    "topic.reopen",
    "topic.pin",
    "topic.unpin",
    "tag.rename",
    "tag.synonym",
    "tag.translate",
    "tag.merge",
    "post.edit",
    "post.approve",
    "post.hold",
    "post.hide",
    "post.delete",
    "post.restore",
    "post.erase",
    "post.erase-revision",
    "job.retry",
    "job.discard",
    "group.make",
    "group.change",
    "group.remove",
    "group.add",
    "group.remove-member",
    "member.suspend",
    "member.silence",
    "member.lift",
    "member.trust",
    "member.create",
    "member.password",
    "member.hand-over",
    "community.open",
    "secret.rotate",
    "backup.make",
    "backup.restore",
    "community.import",
];

/// The key of an act's message; none for one that an older or newer program wrote.
pub fn key(act: &str) -> Option<String> {
    ACTS.contains(&act).then(|| format!("admin-act-{}", act.replace(['.', '_'], "-")))
}
