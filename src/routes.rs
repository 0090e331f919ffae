//! Every route of the program, one line each. The matrix test goes through this list with every role.

use actix_web::web::{self, ServiceConfig};

use crate::{accounts, admin, forum, notifications, platform, search};

/// Declares the routes, and the list of them that tests read.
macro_rules! routes {
    ($($method:ident $path:literal => $handler:path;)+) => {
        /// Every route: method and pattern.
        pub const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path)),+];

        /// Puts every route into an application.
        pub fn configure(config: &mut ServiceConfig) {
            $(config.route($path, routes!(@$method).to($handler));)+
            config.default_service(web::route().to(forum::old_urls::pages::find));
        }
    };
    (@GET) => { platform::web::get() };
    (@POST) => { web::post() };
}

routes! {
    // Routes are tried in this order: what is read most stands first.
    GET "/t/{topic:[0-9]+}" => forum::topics::show::pages::by_topic;
    GET "/t/{topic:[0-9]+}/{number:[0-9]+}" => forum::topics::show::pages::by_number;
    GET "/t/{slug}/{topic:[0-9]+}" => forum::topics::show::pages::show;
    GET "/t/{slug}/{topic:[0-9]+}/{number:[0-9]+}" => forum::topics::show::pages::by_slug_and_number;
    GET "/assets/{hash}/{file:.*}" => platform::web::assets::show;
    GET "/uploads/{id}" => accounts::uploads::pages::show;
    GET "/uploads/{id}/{width:[0-9]+}" => accounts::uploads::pages::show_sized;
    GET "/healthz" => platform::web::health::show;
    GET "/" => forum::listing::pages::latest;
    GET "/latest" => forum::listing::pages::latest_moved;
    GET "/hot" => forum::listing::pages::hot;
    GET "/top" => forum::listing::pages::top;
    GET "/unsolved" => forum::listing::pages::unsolved;
    GET "/unanswered" => forum::listing::pages::unanswered;
    GET "/notices" => notifications::notices::pages::show;
    POST "/notices/read" => notifications::notices::pages::read_all;
    GET "/bookmarks" => forum::bookmarks::pages::list;
    GET "/search" => search::pages::search;
    GET "/search.json" => search::pages::search_json;
    GET "/search/suggest" => search::pages::suggest::suggest;
    GET "/search/opensearch-suggest" => search::pages::suggest::opensearch_suggest;
    GET "/search/similar" => search::pages::similar::similar;
    POST "/search/solved" => search::pages::similar::solved;
    GET "/t/{topic:[0-9]+}/similar" => search::pages::related::related;
    GET "/opensearch.xml" => search::pages::opensearch::describe;
    GET "/latest.atom" => forum::feeds::pages::latest;
    GET "/{path:.*}.rss" => forum::feeds::pages::from_rss;
    GET "/follows/{token}.atom" => forum::feeds::pages::followed;
    GET "/c/{path:.*}.atom" => forum::feeds::pages::category;
    GET "/c/{path:.*}" => forum::listing::pages::category;
    GET "/tag/{tag}.atom" => forum::feeds::pages::tag;
    GET "/tag/{tag}" => forum::listing::pages::tag;
    GET "/tag/{tag}/" => forum::listing::pages::tag;
    GET "/t/{topic:[0-9]+}.atom" => forum::feeds::pages::by_topic;
    GET "/t/{slug}/{topic:[0-9]+}.atom" => forum::feeds::pages::topic;
    GET "/tags" => forum::tags::pages::list;
    GET "/tag/{tag}/edit" => forum::tags::pages::edit::show;
    POST "/tag/{tag}/names" => forum::tags::pages::edit::translate;
    POST "/tag/{tag}/synonyms" => forum::tags::pages::edit::add_synonym;
    POST "/tag/{tag}/synonyms/remove" => forum::tags::pages::edit::remove_synonym;
    POST "/tag/{tag}/rename" => forum::tags::pages::edit::rename;
    GET "/tag/{tag}/merge" => forum::tags::pages::merge::confirm;
    POST "/tag/{tag}/merge" => forum::tags::pages::merge::merge;
    GET "/p/{post:[0-9]+}" => forum::topics::show::pages::by_post;
    GET "/u/{username}" => forum::members::pages::show;
    GET "/u/{username}/topics" => forum::members::pages::lists::topics;
    GET "/u/{username}/replies" => forum::members::pages::lists::replies;
    GET "/u/{username}/erase" => forum::members::pages::erase::erase_form;
    POST "/u/{username}/erase" => forum::members::pages::erase::erase;
    POST "/search/clicked" => search::queries::pages::clicked;
    POST "/search/tell" => search::queries::pages::tell;
    POST "/search/tell/stop" => search::queries::pages::stop;
    POST "/language" => accounts::language::pages::choose;
    POST "/reading" => accounts::reading::pages::choose;
    GET "/sign-up" => accounts::sign_up::pages::show;
    POST "/sign-up" => accounts::sign_up::pages::send;
    GET "/sign-up/sent" => accounts::sign_up::pages::sent;
    GET "/confirm/{token}" => accounts::sign_up::pages::show_confirm;
    POST "/confirm/{token}" => accounts::sign_up::pages::confirm;
    GET "/sign-in" => accounts::sign_in::pages::show;
    POST "/sign-in" => accounts::sign_in::pages::send;
    POST "/sign-out" => accounts::sign_in::pages::sign_out;
    GET "/forgotten-password" => accounts::reset::pages::show;
    POST "/forgotten-password" => accounts::reset::pages::send;
    GET "/forgotten-password/sent" => accounts::reset::pages::sent;
    GET "/reset-password/{token}" => accounts::reset::pages::show_choose;
    POST "/reset-password/{token}" => accounts::reset::pages::choose;
    GET "/settings" => accounts::settings::pages::show;
    POST "/settings" => accounts::settings::pages::save;
    POST "/settings/picture" => accounts::settings::pages::send_picture;
    POST "/settings/picture/remove" => accounts::settings::pages::remove_own_picture;
    GET "/settings/preferences" => accounts::settings::pages::show_preferences;
    POST "/settings/preferences" => accounts::settings::pages::save_preferences;
    GET "/settings/account" => accounts::settings::pages::show_account;
    GET "/settings/username" => accounts::settings::pages::show_username;
    POST "/settings/username" => accounts::settings::pages::save_username;
    GET "/settings/address" => accounts::address::pages::show;
    POST "/settings/address" => accounts::address::pages::send;
    GET "/confirm-address/{token}" => accounts::address::pages::show_confirm;
    POST "/confirm-address/{token}" => accounts::address::pages::confirm;
    GET "/settings/password" => accounts::settings::pages::show_password;
    POST "/settings/password" => accounts::settings::pages::change_password;
    GET "/settings/sessions" => accounts::settings::pages::show_sessions;
    POST "/settings/sessions/end" => accounts::settings::pages::end_others;
    POST "/settings/sessions/{session}/end" => accounts::settings::pages::end_one;
    GET "/settings/own-data" => accounts::own_data::pages::show;
    POST "/settings/own-data" => accounts::own_data::pages::send;
    GET "/settings/own-data/{file}" => accounts::own_data::pages::fetch;
    GET "/settings/awaited-answers" => search::queries::pages::awaited;
    POST "/settings/awaited-answers/{search}/stop" => search::queries::pages::stop_one;
    GET "/settings/notices" => notifications::notices::pages::show_ways;
    POST "/settings/notices" => notifications::notices::pages::save_ways;
    GET "/settings/follows" => forum::follows::pages::show;
    POST "/settings/follows" => forum::follows::pages::save;
    POST "/settings/follows/feed" => forum::follows::feed::pages::make;
    POST "/settings/follows/feed/end" => forum::follows::feed::pages::end;
    GET "/settings/close-account" => accounts::settings::pages::show_close;
    POST "/settings/close-account" => accounts::settings::pages::close;
    GET "/claim/{token}" => accounts::hand_over::pages::show;
    POST "/claim/{token}" => accounts::hand_over::pages::claim;
    GET "/stop-mail/{token}" => accounts::stop_mail::pages::show;
    POST "/stop-mail/{token}" => accounts::stop_mail::pages::stop;
    GET "/robots.txt" => platform::web::robots::show;
    GET "/sitemap.xml" => forum::sitemaps::pages::index;
    GET "/{page:terms|privacy|imprint|contact|rules}" => forum::community_pages::pages::show;
    GET "/{page:tos|faq|guidelines}" => forum::community_pages::pages::moved_here;
    GET "/sitemap/pages.xml" => forum::sitemaps::pages::community;
    GET "/sitemap/categories.xml" => forum::sitemaps::pages::categories;
    GET "/sitemap/{file:[0-9]+}.xml" => forum::sitemaps::pages::topics;
    GET "/ask" => forum::topics::pages::ask_form;
    POST "/ask" => forum::topics::pages::ask_topic;
    POST "/preview" => forum::writing::pages::preview;
    POST "/t/{topic}/reply" => forum::posts::pages::compose::reply_to;
    POST "/t/{topic}/me-too" => forum::votes::pages::me_too_topic;
    POST "/t/{topic}/follow" => forum::follows::pages::topic;
    POST "/c/{category:[0-9]+}/follow" => forum::follows::pages::category;
    POST "/tag/{tag}/follow" => forum::follows::pages::tag;
    POST "/u/{username}/follow" => forum::follows::pages::member;
    POST "/t/{topic}/close" => forum::topics::pages::close;
    POST "/t/{topic}/reopen" => forum::topics::pages::reopen;
    POST "/t/{topic}/pin" => forum::topics::pages::pin;
    POST "/t/{topic}/unpin" => forum::topics::pages::unpin;
    POST "/p/{post}/comment" => forum::posts::pages::compose::comment_on;
    GET "/p/{post}/bookmark" => forum::bookmarks::pages::edit;
    POST "/p/{post}/bookmark" => forum::bookmarks::pages::save;
    POST "/p/{post}/bookmark/remove" => forum::bookmarks::pages::remove;
    GET "/p/{post}/edit" => forum::posts::pages::edit::edit_form;
    POST "/p/{post}/edit" => forum::posts::pages::edit::edit;
    GET "/p/{post}/history" => forum::posts::pages::history::show;
    GET "/p/{post}/history/{revision}/erase" => forum::posts::pages::erase_revision::erase_form;
    POST "/p/{post}/history/{revision}/erase" => forum::posts::pages::erase_revision::erase;
    GET "/p/{post}/delete" => forum::posts::pages::remove::delete_form;
    POST "/p/{post}/delete" => forum::posts::pages::remove::delete;
    POST "/p/{post}/restore" => forum::posts::pages::remove::restore;
    GET "/p/{post}/erase" => forum::posts::pages::remove::erase_form;
    POST "/p/{post}/erase" => forum::posts::pages::remove::erase;
    POST "/p/{post}/approve" => forum::posts::pages::remove::approve;
    POST "/p/{post}/vote" => forum::votes::pages::vote_post;
    POST "/p/{post}/accept" => forum::answers::pages::accept;
    POST "/p/{post}/withdraw" => forum::answers::pages::withdraw;
    GET "/admin" => admin::overview::pages::show;
    GET "/admin/categories" => admin::categories::pages::list;
    GET "/admin/categories/new" => admin::categories::pages::new;
    POST "/admin/categories/new" => admin::categories::pages::make;
    GET "/admin/categories/{category}" => admin::categories::pages::show;
    POST "/admin/categories/{category}" => admin::categories::pages::edit;
    POST "/admin/categories/{category}/move" => admin::categories::pages::step;
    POST "/admin/categories/{category}/close" => admin::categories::pages::close;
    GET "/set-up/{token}" => admin::set_up::pages::show;
    POST "/set-up/{token}" => admin::set_up::pages::send;
    GET "/admin/members" => admin::members::pages::list;
    GET "/admin/members/{member}" => admin::members::pages::show;
    POST "/admin/members/{member}/give-role" => admin::members::pages::give_role;
    POST "/admin/members/{member}/take-role" => admin::members::pages::take_role;
    POST "/admin/members/{member}/trust" => admin::members::pages::set_trust;
    POST "/admin/members/{member}/restrict" => admin::members::pages::restrict;
    POST "/admin/members/{member}/lift" => admin::members::pages::lift;
    POST "/admin/members/{member}/origins" => admin::members::pages::origins;
    POST "/admin/members/{member}/hand-over" => admin::members::pages::hand_over;
    POST "/admin/members/{member}/join" => admin::members::pages::join;
    POST "/admin/members/{member}/leave" => admin::members::pages::leave;
    GET "/admin/groups" => admin::groups::pages::list;
    POST "/admin/groups" => admin::groups::pages::make;
    GET "/admin/groups/{group}" => admin::groups::pages::show;
    POST "/admin/groups/{group}" => admin::groups::pages::change;
    POST "/admin/groups/{group}/join" => admin::groups::pages::join;
    POST "/admin/groups/{group}/leave" => admin::groups::pages::leave;
    GET "/admin/groups/{group}/remove" => admin::groups::pages::ask_remove;
    POST "/admin/groups/{group}/remove" => admin::groups::pages::remove;
    GET "/admin/settings" => admin::settings::pages::show;
    POST "/admin/settings" => admin::settings::pages::change;
    GET "/admin/pages" => admin::community_pages::pages::list;
    GET "/admin/pages/{page}/{lang}" => admin::community_pages::pages::edit::show;
    POST "/admin/pages/{page}/{lang}" => admin::community_pages::pages::edit::change;
    GET "/admin/pages/{page}/{lang}/history" => admin::community_pages::pages::history::show;
    GET "/admin/searches" => admin::searches::pages::list;
    GET "/admin/searches/{search}" => admin::searches::pages::show;
    POST "/admin/searches/{search}/owner" => admin::searches::pages::assign;
    POST "/admin/searches/{search}/answer" => admin::searches::pages::answer;
    GET "/admin/search-words" => admin::search_words::pages::list;
    POST "/admin/search-words" => admin::search_words::pages::add;
    GET "/admin/search-words/{words}" => admin::search_words::pages::show;
    POST "/admin/search-words/{words}" => admin::search_words::pages::change;
    POST "/admin/search-words/{words}/remove" => admin::search_words::pages::remove;
    GET "/admin/log" => admin::log::pages::list;
    GET "/admin/jobs" => admin::jobs::pages::list;
    POST "/admin/jobs/retry" => admin::jobs::pages::retry_all;
    POST "/admin/jobs/release-restored" => admin::jobs::pages::release_restored;
    POST "/admin/jobs/discard-restored" => admin::jobs::pages::discard_restored;
    POST "/admin/jobs/{job}/retry" => admin::jobs::pages::retry;
    POST "/admin/jobs/{job}/discard" => admin::jobs::pages::discard;
}

/// What may be posted from elsewhere, each with a proof of its own: one-click unsubscribe carries a signed token.
pub const CROSS_SITE_EXEMPT: &[&str] = &["/stop-mail/{token}"];

/// Where texts are posted: one that arrives after its session ended is carried through the sign-in form.
pub const CARRIED: &[&str] = &["/ask", "/t/{topic}/reply", "/p/{post}/comment", "/p/{post}/edit"];
