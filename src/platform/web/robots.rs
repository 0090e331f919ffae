//! `GET /robots.txt`: what search engines need not read, and where the list of what they may stands.

use actix_web::{HttpResponse, web};

use super::Web;

/// Searches are endless, forms hold nothing, another order holds nothing new, and the rest is nobody's to find.
const NOT_READ: &[&str] = &[
    "/search?",
    "/search/",
    "/flags",
    "/review",
    "/decisions",
    "/t/*/similar",
    "/live",
    "/ask",
    "/sign-",
    "/settings",
    "/admin",
    "/forgotten-password",
    "/reset-password/",
    "/confirm/",
    "/confirm-address/",
    "/claim/",
    "/stop-mail/",
    "/set-up/",
    "/p/",
    "/*?quote=",
    "/*&quote=",
    "/*?order=",
    "/*&order=",
];

/// The rules as plain text.
pub async fn show(web: web::Data<Web>) -> HttpResponse {
    let mut rules = String::from("User-agent: *\n");
    for path in NOT_READ {
        rules.push_str(&format!("Disallow: {path}\n"));
    }
    rules.push_str(&format!("\nSitemap: {}\n", web.address("/sitemap.xml")));
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").insert_header(("Cache-Control", "public, max-age=3600")).body(rules)
}
