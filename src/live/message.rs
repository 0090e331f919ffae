//! What is sent, in the format of server-sent events.

use actix_web::web::Bytes;
use rand::Rng;
use serde_json::Value;

/// Whoever lost the line comes back after so many milliseconds: not all at once, where a server was started anew.
const BACK_AFTER: std::ops::Range<u32> = 2_000..10_000;

/// The first message: when to come back.
pub fn beginning() -> Bytes {
    format!("retry: {}\n\n", rand::rng().random_range(BACK_AFTER)).into()
}

/// Says that the line is open, to whoever stands between, and finds out whether it is.
pub fn beat() -> Bytes {
    Bytes::from_static(b":\n\n")
}

/// An event. The browser repeats the last `id` when it comes back.
pub fn event(name: &str, id: Option<i64>, data: &Value) -> Bytes {
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    // JSON on one line: line ends inside of texts are written as \n.
    format!("{id}event: {name}\ndata: {data}\n\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_block_whatever_its_texts_hold() {
        let data = serde_json::json!({ "name": "a\nb\r\ndata: c" });
        let event = String::from_utf8(event("writing", Some(7), &data).to_vec()).unwrap();
        assert_eq!(event, "id: 7\nevent: writing\ndata: {\"name\":\"a\\nb\\r\\ndata: c\"}\n\n");
    }

    #[test]
    fn readers_do_not_come_back_all_at_once() {
        let times: std::collections::BTreeSet<Bytes> = (0..50).map(|_| beginning()).collect();
        assert!(times.len() > 25, "{times:?}");
    }
}
