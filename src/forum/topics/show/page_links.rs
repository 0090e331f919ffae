//! What leads from a page of a topic to its other pages, and to the same replies in another order.

use serde::Serialize;

use super::order::{Order, Rank};
use super::{PER_PAGE, Read, page_of};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Walk;
use crate::platform::i18n::Arg;
use crate::platform::i18n::format::count;

/// Fewer replies than this are read in a moment, whatever their order.
const WORTH_ORDERING: i64 = 3;

/// The numbered pages of replies as they came.
#[derive(Serialize)]
pub struct Pages {
    label: String,
    prev: String,
    next: String,
    items: Vec<PageItem>,
}

#[derive(Serialize)]
struct PageItem {
    name: String,
    url: String,
    current: bool,
}

/// The pages around one by votes.
#[derive(Serialize)]
pub struct Around {
    before: String,
    after: String,
}

/// The two orders, each with its first page, and which of them this is.
#[derive(Serialize)]
pub struct Orders {
    oldest: String,
    votes: String,
    by_votes: bool,
}

/// The switch between the orders; `below` are the visible replies that stand below the answers. Whoever reads them by
/// votes always finds the way back.
pub fn orders(topic: &str, read: &Read, below: i64) -> Option<Orders> {
    let by_votes = matches!(read.order, Order::Votes(_));
    let at_replies = |order: Order| format!("{}#replies", order.address(topic));
    (by_votes || below >= WORTH_ORDERING).then(|| Orders { oldest: at_replies(Order::Oldest(1)), votes: at_replies(Order::Votes(Walk::First)), by_votes })
}

/// The pages around one by votes; none where all replies stand on it.
pub fn around(topic: &str, read: &Read) -> Option<Around> {
    let address = |rank: Option<Rank>, walk: fn(Rank) -> Walk<Rank>| rank.map(|rank| Order::Votes(walk(rank)).address(topic)).unwrap_or_default();
    let ranked = &read.ranked;
    let is_alone = ranked.before.is_none() && ranked.after.is_none();
    (!is_alone).then(|| Around { before: address(ranked.before, Walk::Before), after: address(ranked.after, Walk::After) })
}

/// The pages of replies as they came, the first, the last and those around this one by their numbers.
pub fn pages(visit: &ForumVisit, seen: &ForumSeen, topic: &str, read: &Read) -> Option<Pages> {
    let (Order::Oldest(page), total) = (read.order, read.last_position) else { return None };
    let last = page_of(total);
    if last == 1 {
        return None;
    }
    let (from, to) = ((page - 1) * PER_PAGE + 1, (page * PER_PAGE).min(total));
    let args = [("from", Arg::Number(from)), ("to", Arg::Number(to)), ("total", Arg::Number(total))];
    let near = |number: &i64| *number == 1 || *number == last || (number - page).abs() <= 1;
    let address = |number: i64| Order::Oldest(number).address(topic);
    let mut items: Vec<PageItem> = Vec::new();
    let mut before = 0;
    for number in (1..=last).filter(near) {
        if number > before + 1 {
            items.push(PageItem { name: String::new(), url: String::new(), current: false });
        }
        items.push(PageItem { name: count(seen.lang, number), url: address(number), current: number == page });
        before = number;
    }
    let link = |is_there: bool, number: i64| if is_there { address(number) } else { String::new() };
    let label = seen.text_with(&visit.web, "forum-topic-page-label", &args);
    Some(Pages { label, prev: link(page > 1, page - 1), next: link(page < last, page + 1), items })
}
