//! Every route of the program, one line each. The matrix test goes through this list with every role.

use actix_web::web::{self, ServiceConfig};

use crate::{accounts, platform};

/// Declares the routes, and the list of them that tests read.
macro_rules! routes {
    ($($method:ident $path:literal => $handler:path;)+) => {
        /// Every route: method and pattern.
        pub const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path)),+];

        /// Puts every route into an application.
        pub fn configure(config: &mut ServiceConfig) {
            $(config.route($path, routes!(@$method).to($handler));)+
        }
    };
    (@GET) => { platform::web::get() };
    (@POST) => { web::post() };
}

routes! {
    GET "/assets/{hash}/{file:.*}" => platform::web::assets::show;
    GET "/healthz" => platform::web::health::show;
    POST "/language" => accounts::language::pages::choose;
}

/// What may be posted from elsewhere, each with a proof of its own: one-click unsubscribe carries a signed token.
pub const CROSS_SITE_EXEMPT: &[&str] = &["/stop-mail/{token}"];
