//! What forms are sent with.

/// The fields of a form.
pub type Fields = Vec<(&'static str, String)>;

pub fn none() -> Fields {
    vec![]
}

pub fn text() -> Fields {
    vec![("key", String::new()), ("body", "A text of sixty letters, more or less, that says nothing at all.".into())]
}

pub fn edited() -> Fields {
    let fields = [("version", "1"), ("title", "A title that somebody changed"), ("body", "A text that somebody changed, and long enough"), ("reason", "")];
    fields.map(|(name, value)| (name, value.to_owned())).to_vec()
}

pub fn renamed_topic() -> Fields {
    vec![("title", "A title that somebody changed".into()), ("tags", String::new())]
}

pub fn in_first_category() -> Fields {
    vec![("category", "1".into())]
}

pub fn discussed() -> Fields {
    vec![("kind", "discussion".into())]
}

pub fn slowed() -> Fields {
    vec![("seconds", "60".into())]
}

pub fn for_an_hour() -> Fields {
    vec![("for", "3600".into())]
}

pub fn by_asker() -> Fields {
    vec![("by", "asker".into())]
}

pub fn by_staff() -> Fields {
    vec![("by", "staff".into())]
}

pub fn all() -> Fields {
    vec![("level", "all".into())]
}

pub fn on() -> Fields {
    vec![("value", "1".into())]
}

pub fn asked() -> Fields {
    vec![("category", "1".into()), ("title", "A question that everybody asks".into()), ("body", text().remove(1).1)]
}

pub fn previewed() -> Fields {
    text().split_off(1)
}

pub fn sought() -> Fields {
    vec![("q", "qxcommon that nobody answered".into())]
}

pub fn flagged() -> Fields {
    vec![("reason", "rude".into()), ("message", String::new())]
}

pub fn language() -> Fields {
    vec![("lang", "en".into()), ("next", "/".into())]
}

pub fn reading() -> Fields {
    vec![("reads-en", "1".into()), ("reads-nb", "1".into()), ("reads-zh-Hant", "1".into()), ("next", "/".into())]
}

pub fn signing_up() -> Fields {
    vec![("username", "a".into()), ("address", "nowhere".into()), ("password", "short".into())]
}

pub fn signing_in() -> Fields {
    vec![("identity", "nobody".into()), ("password", "a password that nobody has".into())]
}

pub fn address_typed() -> Fields {
    vec![("address", "nowhere".into())]
}

pub fn password_typed() -> Fields {
    vec![("present", "a password that nobody has".into()), ("password", "another password that nobody has".into())]
}

pub fn profile() -> Fields {
    vec![("name", "x".repeat(500))]
}

pub fn renamed() -> Fields {
    vec![("username", "a".into())]
}

pub fn preferences() -> Fields {
    vec![("lang", "xx".into())]
}

pub fn other_address() -> Fields {
    vec![("address", "nowhere".into()), ("password", "a password that nobody has".into())]
}
