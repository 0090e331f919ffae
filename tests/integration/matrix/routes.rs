//! The list that every route stands on, with how to fill it and what its answer should be.

use super::expected::{self as rule, Expected};
pub use super::fields::Fields;
use super::fields::*;
use super::world::{Kind, Level, Part, Role, Thing, word};

/// What a route is about.
pub enum About {
    /// A post, and through it its topic.
    Post { rule: fn(Role, Kind) -> Expected, fields: fn() -> Fields },
    /// A topic.
    Topic { rule: fn(Role, Kind) -> Expected, fields: fn() -> Fields },
    /// The page of a topic with all that stands in it.
    TopicPage,
    /// Shows several things or none: these addresses, to these roles.
    Page { addresses: &'static [&'static str], rule: fn(Role) -> u16 },
    /// A form that is about no thing.
    Form { address: &'static str, rule: fn(Role) -> u16, fields: fn() -> Fields },
    /// For admins; to others there is nothing at this address.
    Administration,
    /// Has a test of its own here.
    Apart,
}

/// A route with what is known of it.
pub struct Listed {
    pub method: &'static str,
    pub path: &'static str,
    pub about: About,
}

const OK: fn(Role) -> u16 = |_| 200;
const LED_ON: fn(Role) -> u16 = |_| 303;
const WRITES: fn(Role) -> u16 = |role| match role {
    Role::Suspended => 403,
    _ if role.has_account() => 200,
    _ => 303,
};

/// Offered to those who have no account, or are not signed in to it.
const STRANGERS: fn(Role) -> u16 = |role| if role.has_account() { 303 } else { 200 };

/// One's own: suspended members have it too.
const OWN: fn(Role) -> u16 = |role| if role.has_account() { 200 } else { 303 };

/// A form about one's own account with a mistake in it.
const OWN_MISTAKE: fn(Role) -> u16 = |role| if role.has_account() { 422 } else { 303 };

/// A form about what others see of one, with a mistake in it.
const INTRODUCES: fn(Role) -> u16 = |role| match role {
    Role::Suspended | Role::Silenced => 403,
    _ => OWN_MISTAKE(role),
};

/// An act upon a member, for those who keep order everywhere.
const KEEPS_ORDER: fn(Role, u16) -> u16 = |role, done| match role {
    Role::Moderator | Role::Admin => done,
    _ if role.has_account() => 403,
    _ => 303,
};

/// Everybody but herself.
const FOLLOWS_INGA: fn(Role) -> u16 = |role| if role == Role::Insider { 404 } else { ASKS(role) };

/// Whoever takes part tells moderators of others.
const FLAGS_INGA: fn(Role) -> u16 = |role| match role {
    Role::Suspended | Role::Silenced | Role::Insider => 403,
    _ if role.has_account() => 200,
    _ => 303,
};

/// Takes back what was just flagged, by whoever could.
const TAKES_BACK: fn(Role) -> u16 = |role| match role {
    Role::Suspended => 403,
    Role::Silenced | Role::Insider => 404,
    _ => 303,
};

const MISTAKE: fn(Role) -> u16 = |_| 422;

/// A secret that was never sent.
const ENDED: fn(Role) -> u16 = |_| 410;

/// A suspended member meets the form again, which says why it is of no use.
const ASKS: fn(Role) -> u16 = |role| if role == Role::Suspended { 403 } else { 303 };

const fn post(method: &'static str, path: &'static str, rule: fn(Role, Kind) -> Expected, fields: fn() -> Fields) -> Listed {
    Listed { method, path, about: About::Post { rule, fields } }
}

const fn topic(method: &'static str, path: &'static str, rule: fn(Role, Kind) -> Expected, fields: fn() -> Fields) -> Listed {
    Listed { method, path, about: About::Topic { rule, fields } }
}

const fn page(path: &'static str, addresses: &'static [&'static str], rule: fn(Role) -> u16) -> Listed {
    Listed { method: "GET", path, about: About::Page { addresses, rule } }
}

const fn form(path: &'static str, rule: fn(Role) -> u16, fields: fn() -> Fields) -> Listed {
    form_at(path, path, rule, fields)
}

const fn form_at(path: &'static str, address: &'static str, rule: fn(Role) -> u16, fields: fn() -> Fields) -> Listed {
    Listed { method: "POST", path, about: About::Form { address, rule, fields } }
}

const fn admin(method: &'static str, path: &'static str) -> Listed {
    Listed { method, path, about: About::Administration }
}

const fn apart(method: &'static str, path: &'static str) -> Listed {
    Listed { method, path, about: About::Apart }
}

/// Every route. One that is missing here fails the test.
pub const LISTED: &[Listed] = &[
    page("/healthz", &["/healthz"], OK),
    page("/robots.txt", &["/robots.txt"], OK),
    page("/sitemap.xml", &["/sitemap.xml"], OK),
    page("/sitemap/categories.xml", &["/sitemap/categories.xml"], OK),
    page("/sitemap/pages.xml", &["/sitemap/pages.xml"], OK),
    // Only terms are written.
    page("/{page:terms|privacy|imprint|contact|rules}", &["/terms"], OK),
    page("/{page:terms|privacy|imprint|contact|rules}", &["/privacy", "/imprint", "/contact", "/rules"], |_| 404),
    page("/{page:tos|faq|guidelines}", &["/tos"], |_| 301),
    page("/{page:tos|faq|guidelines}", &["/faq", "/guidelines"], |_| 404),
    page("/sitemap/{file:[0-9]+}.xml", &["/sitemap/1.xml"], OK),
    // Streams: `live.rs` among these tests goes through the roles. Nothing is sent to who asks for nothing.
    page("/live", &["/live"], |_| 204),
    page("/live", &["/live?topic=987654321", "/live?list=category-987654321", "/live?list=hot"], |_| 404),
    page("/latest.atom", &["/latest.atom"], OK),
    page("/{path:.*}.rss", &["/latest.rss"], |_| 301),
    page("/", &["/"], OK),
    page("/latest", &["/latest"], |_| 301),
    page("/hot", &["/hot"], OK),
    page("/top", &["/top", "/top?period=week", "/top?period=month", "/top?period=year", "/top?period=all"], OK),
    page("/unsolved", &["/unsolved"], OK),
    page("/unanswered", &["/unanswered"], OK),
    page("/search", &["/search", "/search?q=qxcommon", "/search?q=qxcommon&sort=newest&page=2", "/search?q=%22qxcommon%22+status:unanswered&typing=1"], OK),
    page("/search.json", &["/search.json", "/search.json?q=qxcommon", "/search.json?q=qxtit&typing=1"], OK),
    page("/search/suggest", &["/search/suggest", "/search/suggest?q=qxcommon"], OK),
    page("/search/opensearch-suggest", &["/search/opensearch-suggest", "/search/opensearch-suggest?q=qxcommon"], OK),
    page("/search/similar", &["/search/similar", "/search/similar?title=Where+did+qxcommon+go"], OK),
    page("/opensearch.xml", &["/opensearch.xml"], OK),
    // The topic is a field of the form: `helping.rs` among these tests goes through the roles.
    apart("POST", "/search/solved"),
    page("/ask", &["/ask", "/ask?category=1", "/ask?category=closed", "/ask?category=2"], WRITES),
    page("/u/{username}", &["/u/aurora"], OK),
    page("/u/{username}/topics", &["/u/aurora/topics", "/u/aurora/topics?before=3", "/u/aurora/topics?after=1"], OK),
    page("/u/{username}/replies", &["/u/aurora/replies", "/u/aurora/replies?before=30", "/u/aurora/replies?after=1"], OK),
    // An insider has no role: moderators act upon her too.
    page("/u/{username}/erase", &["/u/inga/erase"], |role| KEEPS_ORDER(role, 200)),
    page("/sign-up", &["/sign-up", "/sign-up?next=/t/1"], STRANGERS),
    page("/sign-up/sent", &["/sign-up/sent"], OK),
    page("/confirm/{token}", &["/confirm/never"], ENDED),
    page("/sign-in", &["/sign-in", "/sign-in?next=/t/1"], STRANGERS),
    page("/forgotten-password", &["/forgotten-password"], OK),
    page("/forgotten-password/sent", &["/forgotten-password/sent"], OK),
    page("/reset-password/{token}", &["/reset-password/never"], ENDED),
    page("/claim/{token}", &["/claim/never"], ENDED),
    page("/stop-mail/{token}", &["/stop-mail/never"], ENDED),
    page("/stop-mail/{token}/{what}", &["/stop-mail/never/reply", "/stop-mail/never/topic-1", "/stop-mail/never/all"], ENDED),
    page("/settings", &["/settings"], OWN),
    page("/settings/preferences", &["/settings/preferences"], OWN),
    page("/settings/account", &["/settings/account"], OWN),
    page("/settings/username", &["/settings/username"], OWN),
    page("/settings/address", &["/settings/address"], OWN),
    page("/confirm-address/{token}", &["/confirm-address/never"], ENDED),
    page("/settings/password", &["/settings/password"], OWN),
    page("/settings/sessions", &["/settings/sessions"], OWN),
    page("/settings/own-data", &["/settings/own-data"], OWN),
    page("/settings/own-data/{file}", &["/settings/own-data/never"], |role| if role.has_account() { 404 } else { 303 }),
    page("/settings/mail", &["/settings/mail", "/settings/mail?before=9"], OWN),
    page("/settings/awaited-answers", &["/settings/awaited-answers"], OWN),
    page("/bookmarks", &["/bookmarks", "/bookmarks?after=5-5"], OWN),
    page("/notices", &["/notices", "/notices?show=unread", "/notices?kind=answers", "/notices?after=5-5"], OWN),
    page("/settings/notices", &["/settings/notices"], OWN),
    page("/settings/follows", &["/settings/follows", "/settings/follows?what=tag", "/settings/follows?what=member&after=9"], OWN),
    page("/settings/close-account", &["/settings/close-account"], OWN),
    apart("GET", "/assets/{hash}/{file:.*}"),
    // Seen by everybody or not there: `accounts/picture.rs` goes through who sees what when.
    page("/uploads/{id}", &["/uploads/00000000000000000000000000000000"], |_| 404),
    page("/uploads/{id}/{width:[0-9]+}", &["/uploads/00000000000000000000000000000000/96"], |_| 404),
    apart("GET", "/c/{path:.*}"),
    apart("GET", "/c/{path:.*}.atom"),
    apart("GET", "/tag/{tag}.atom"),
    apart("GET", "/t/{topic:[0-9]+}.atom"),
    apart("GET", "/t/{slug}/{topic:[0-9]+}.atom"),
    apart("GET", "/tag/{tag}"),
    apart("GET", "/tag/{tag}/"),
    page("/tags", &["/tags", "/tags?after=a", "/tags?before=z"], OK),
    // A tag is seen by whoever sees a topic with it: `forum/tags.rs` among these tests goes through the roles.
    apart("GET", "/tag/{tag}/edit"),
    apart("POST", "/tag/{tag}/names"),
    apart("POST", "/tag/{tag}/synonyms"),
    apart("POST", "/tag/{tag}/synonyms/remove"),
    apart("POST", "/tag/{tag}/rename"),
    apart("GET", "/tag/{tag}/merge"),
    apart("POST", "/tag/{tag}/merge"),
    form("/search/clicked", |_| 204, sought),
    form("/search/tell", ASKS, sought),
    form("/search/tell/stop", LED_ON, sought),
    form("/language", LED_ON, language),
    form("/reading", LED_ON, reading),
    form("/ask", ASKS, asked),
    form("/preview", WRITES, previewed),
    form("/sign-up", MISTAKE, signing_up),
    form_at("/confirm/{token}", "/confirm/never", ENDED, none),
    form("/sign-in", MISTAKE, signing_in),
    form("/forgotten-password", MISTAKE, address_typed),
    form_at("/reset-password/{token}", "/reset-password/never", ENDED, password_typed),
    form_at("/claim/{token}", "/claim/never", ENDED, password_typed),
    form_at("/stop-mail/{token}", "/stop-mail/never", ENDED, none),
    form_at("/stop-mail/{token}/{what}", "/stop-mail/never/all", ENDED, none),
    // Without a reason.
    form_at("/u/{username}/erase", "/u/inga/erase", |role| KEEPS_ORDER(role, 422), none),
    form("/settings", INTRODUCES, profile),
    form(
        "/settings/picture",
        |role| {
            if matches!(role, Role::Suspended | Role::Silenced) {
                403
            } else if role.has_account() {
                400
            } else {
                303
            }
        },
        none,
    ),
    form("/settings/picture/remove", LED_ON, none),
    form("/settings/preferences", |role| if role.has_account() { 400 } else { 303 }, preferences),
    form("/settings/username", INTRODUCES, renamed),
    form("/settings/address", OWN_MISTAKE, other_address),
    form_at("/confirm-address/{token}", "/confirm-address/never", ENDED, none),
    form("/settings/password", OWN_MISTAKE, password_typed),
    form("/settings/own-data", OWN_MISTAKE, password_typed),
    form_at("/settings/awaited-answers/{search}/stop", "/settings/awaited-answers/0/stop", LED_ON, none),
    form("/notices/read", LED_ON, none),
    form("/settings/notices", LED_ON, none),
    form("/settings/follows/feed", ASKS, none),
    form("/settings/follows/feed/end", ASKS, none),
    page("/follows/{token}.atom", &["/follows/never.atom"], |_| 404),
    form("/settings/follows", LED_ON, none),
    // The open one. What may not be read is not followed: `forum/follows.rs` among these tests goes through it.
    form_at("/c/{category:[0-9]+}/follow", "/c/1/follow", ASKS, all),
    apart("POST", "/tag/{tag}/follow"),
    form_at("/u/{username}/follow", "/u/inga/follow", FOLLOWS_INGA, all),
    form("/settings/close-account", OWN_MISTAKE, password_typed),
    form("/settings/sessions/end", LED_ON, none),
    form_at("/settings/sessions/{session}/end", "/settings/sessions/0/end", |role| if role.has_account() { 404 } else { 303 }, none),
    // For those who keep order: `desk.rs` among these tests goes through the roles.
    page("/transparency", &["/transparency"], OK),
    page("/review/panel", &["/review/panel"], rule::DESK),
    form("/review/panel", |role| if matches!(role, Role::Moderator | Role::CategoryModerator) { 303 } else { 404 }, none),
    page("/review/blocks", &["/review/blocks"], |role| if matches!(role, Role::Moderator | Role::Admin) { 200 } else { 404 }),
    form("/review/blocks", |role| if matches!(role, Role::Moderator | Role::Admin) { 422 } else { 404 }, none),
    // There is none with this number.
    form_at("/review/blocks/{block:[0-9]+}/lift", "/review/blocks/0/lift", |_| 404, none),
    apart("GET", "/review"),
    apart("GET", "/review/{case:[0-9]+}"),
    apart("POST", "/review/{case:[0-9]+}/claim"),
    apart("POST", "/review/{case:[0-9]+}/release"),
    apart("POST", "/review/{case:[0-9]+}/note"),
    apart("POST", "/review/{case:[0-9]+}/second"),
    apart("POST", "/review/{case:[0-9]+}/decide"),
    apart("POST", "/review/{case:[0-9]+}/appeal"),
    apart("POST", "/decisions/{decision:[0-9]+}/undo"),
    // `forum/canned.rs` goes through what is kept for a category that is closed to somebody.
    page("/canned-replies", &["/canned-replies"], rule::KEEPS_REPLIES),
    page("/canned-replies/new", &["/canned-replies/new"], rule::KEEPS_REPLIES),
    form("/canned-replies/new", rule::MAKES_REPLY, none),
    page("/canned-replies/{reply:[0-9]+}", &["/canned-replies/987654321"], |_| 404),
    form_at("/canned-replies/{reply:[0-9]+}", "/canned-replies/987654321", |_| 404, none),
    page("/canned-replies/{reply:[0-9]+}/remove", &["/canned-replies/987654321/remove"], |_| 404),
    form_at("/canned-replies/{reply:[0-9]+}/remove", "/canned-replies/987654321/remove", |_| 404, none),
    page("/decisions", &["/decisions"], OWN),
    form_at(
        "/decisions/{decision:[0-9]+}/appeal",
        "/decisions/0/appeal",
        |role| if role.has_account() { 404 } else { 303 },
        || vec![("body", "It was no offer".into())],
    ),
    page("/flags", &["/flags", "/flags?before=5"], OWN),
    page("/u/{username}/flag", &["/u/inga/flag"], FLAGS_INGA),
    form_at("/u/{username}/flag", "/u/inga/flag", |role| if FLAGS_INGA(role) == 200 { 303 } else { FLAGS_INGA(role) }, flagged),
    form_at("/u/{username}/flag/withdraw", "/u/inga/flag/withdraw", TAKES_BACK, none),
    form("/sign-out", LED_ON, none),
    admin("GET", "/admin"),
    admin("GET", "/admin/mail"),
    admin("GET", "/admin/mail/preview"),
    // Of a mail that there is: `admin/mail.rs` goes through all of them, and through who sees none.
    apart("GET", "/admin/mail/preview/{mail}/{lang}"),
    admin("GET", "/admin/categories"),
    admin("GET", "/admin/categories/new"),
    admin("POST", "/admin/categories/new"),
    admin("GET", "/admin/categories/{category}"),
    admin("POST", "/admin/categories/{category}"),
    admin("POST", "/admin/categories/{category}/move"),
    admin("POST", "/admin/categories/{category}/close"),
    admin("GET", "/admin/members"),
    admin("GET", "/admin/members/{member}"),
    admin("POST", "/admin/members/{member}/give-role"),
    admin("POST", "/admin/members/{member}/take-role"),
    admin("POST", "/admin/members/{member}/trust"),
    admin("POST", "/admin/members/{member}/restrict"),
    admin("POST", "/admin/members/{member}/lift"),
    admin("POST", "/admin/members/{member}/origins"),
    admin("POST", "/admin/members/{member}/hand-over"),
    admin("POST", "/admin/members/{member}/join"),
    admin("POST", "/admin/members/{member}/leave"),
    admin("GET", "/admin/groups"),
    admin("POST", "/admin/groups"),
    admin("GET", "/admin/groups/{group}"),
    admin("POST", "/admin/groups/{group}"),
    admin("POST", "/admin/groups/{group}/join"),
    admin("POST", "/admin/groups/{group}/leave"),
    admin("GET", "/admin/groups/{group}/remove"),
    admin("POST", "/admin/groups/{group}/remove"),
    admin("GET", "/admin/settings"),
    admin("POST", "/admin/settings"),
    admin("GET", "/admin/flags"),
    admin("POST", "/admin/flags"),
    admin("GET", "/admin/screening"),
    admin("POST", "/admin/screening"),
    admin("POST", "/admin/screening/words"),
    admin("POST", "/admin/screening/words/{word}/remove"),
    admin("GET", "/admin/pages"),
    admin("GET", "/admin/pages/{page}/{lang}"),
    admin("POST", "/admin/pages/{page}/{lang}"),
    admin("GET", "/admin/pages/{page}/{lang}/history"),
    admin("GET", "/admin/searches"),
    admin("GET", "/admin/searches/{search}"),
    admin("POST", "/admin/searches/{search}/owner"),
    admin("POST", "/admin/searches/{search}/answer"),
    admin("GET", "/admin/search-words"),
    admin("POST", "/admin/search-words"),
    admin("GET", "/admin/search-words/{words}"),
    admin("POST", "/admin/search-words/{words}"),
    admin("POST", "/admin/search-words/{words}/remove"),
    admin("GET", "/admin/log"),
    admin("GET", "/admin/jobs"),
    admin("POST", "/admin/jobs/retry"),
    admin("POST", "/admin/jobs/release-restored"),
    admin("POST", "/admin/jobs/discard-restored"),
    admin("POST", "/admin/jobs/{job}/retry"),
    admin("POST", "/admin/jobs/{job}/discard"),
    page("/set-up/{token}", &["/set-up/never"], |_| 404),
    form_at("/set-up/{token}", "/set-up/never", |_| 404, none),
    topic("POST", "/t/{topic}/reply", rule::REPLY, text),
    topic("POST", "/t/{topic}/reply", rule::NOTE, || text().into_iter().chain([("note", "1".into())]).collect()),
    topic("POST", "/t/{topic}/writing", rule::WRITE, none),
    topic("POST", "/t/{topic}/me-too", rule::VOTE, on),
    topic("POST", "/t/{topic}/follow", rule::FOLLOW, all),
    topic("GET", "/t/{topic:[0-9]+}/desk", rule::MODERATE_FORM, none),
    topic("GET", "/t/{topic:[0-9]+}/posts", rule::MODERATE_FORM, none),
    apart("GET", "/t/{topic:[0-9]+}/merge"),
    apart("POST", "/t/{topic}/merge"),
    apart("POST", "/t/{topic}/move"),
    topic("POST", "/t/{topic}/title", rule::MODERATE, renamed_topic),
    topic("POST", "/t/{topic}/category", rule::MODERATE, in_first_category),
    topic("POST", "/t/{topic}/kind", rule::MODERATE, discussed),
    topic("POST", "/t/{topic}/slow", rule::MODERATE, slowed),
    topic("POST", "/t/{topic}/close-later", rule::MODERATE, for_an_hour),
    topic("POST", "/t/{topic}/undo", rule::UNDO, none),
    topic("POST", "/t/{topic}/close", rule::MODERATE, none),
    topic("POST", "/t/{topic}/reopen", rule::MODERATE, none),
    topic("POST", "/t/{topic}/pin", rule::MODERATE, none),
    topic("POST", "/t/{topic}/unpin", rule::MODERATE, none),
    topic("GET", "/t/{topic:[0-9]+}/similar", rule::READ, none),
    Listed { method: "GET", path: "/t/{slug}/{topic:[0-9]+}", about: About::TopicPage },
    topic("GET", "/t/{topic:[0-9]+}", rule::LEAD_TO, none),
    post("GET", "/t/{topic:[0-9]+}/{number:[0-9]+}", rule::LEAD_TO, none),
    post("GET", "/t/{slug}/{topic:[0-9]+}/{number:[0-9]+}", rule::LEAD_TO, none),
    post("GET", "/p/{post:[0-9]+}", rule::LEAD_TO, none),
    post("POST", "/p/{post}/comment", rule::COMMENT, text),
    post("GET", "/p/{post}/bookmark", rule::KEEP_FORM, none),
    post("POST", "/p/{post}/bookmark", rule::FOLLOW, none),
    post("POST", "/p/{post}/bookmark/remove", rule::FOLLOW, none),
    post("GET", "/p/{post}/edit", rule::EDIT_FORM, none),
    post("POST", "/p/{post}/edit", rule::EDIT, edited),
    post("GET", "/p/{post}/history", rule::READ, none),
    post("GET", "/p/{post}/history/{revision}/erase", rule::ERASE_FORM, none),
    post("POST", "/p/{post}/history/{revision}/erase", rule::MODERATE, none),
    post("GET", "/p/{post}/delete", rule::DELETE_FORM, none),
    post("POST", "/p/{post}/delete", rule::DELETE, none),
    post("POST", "/p/{post}/restore", rule::RESTORE, none),
    post("GET", "/p/{post}/erase", rule::ERASE_FORM, none),
    post("POST", "/p/{post}/erase", rule::MODERATE, none),
    post("POST", "/p/{post}/approve", rule::MODERATE, none),
    post("POST", "/p/{post}/vote", rule::VOTE, on),
    post("GET", "/p/{post}/flag", rule::FLAG_FORM, none),
    post("POST", "/p/{post}/flag", rule::FLAG, flagged),
    post("POST", "/p/{post}/flag/withdraw", rule::TAKE_BACK, none),
    topic("GET", "/t/{topic}/flag", rule::FLAG_FORM, none),
    topic("POST", "/t/{topic}/flag", rule::FLAG, flagged),
    post("POST", "/p/{post}/accept", rule::ACCEPT, by_asker),
    post("POST", "/p/{post}/accept", rule::RECOMMEND, by_staff),
    post("POST", "/p/{post}/withdraw", rule::WITHDRAW, by_asker),
];

/// An id that never was.
pub const NEVER: i64 = 987_654_321;

/// A route's address for a thing; `never` for the id that never was.
pub fn address(listed: &Listed, thing: &Thing) -> String {
    fill(listed.path, thing.topic.0, thing.post.0, thing.number, thing)
}

/// The same address with ids that never were.
pub fn address_of_nothing(listed: &Listed, thing: &Thing) -> String {
    fill(listed.path, NEVER, NEVER, thing.number, thing)
}

fn fill(path: &str, topic: i64, post: i64, number: i64, thing: &Thing) -> String {
    let slug = format!("where-did-qxcommon-{}-go", word(Part::Title, thing.mark));
    let places =
        [("{topic}", topic.to_string()), ("{post}", post.to_string()), ("{number}", number.to_string()), ("{revision}", "1".to_owned()), ("{slug}", slug)];
    places.into_iter().fold(path.replace(":[0-9]+", ""), |path, (place, value)| path.replace(place, &value))
}

/// True where a route is about things of this level.
pub fn takes(listed: &Listed, level: Level) -> bool {
    match listed.about {
        About::Post { .. } => true,
        About::Topic { .. } => level == Level::Topic,
        _ => false,
    }
}
