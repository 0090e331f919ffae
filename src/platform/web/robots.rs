//! `GET /robots.txt`: what search engines need not read.

use actix_web::HttpResponse;

/// Searches are endless, and the rest is nobody's to find.
const RULES: &str = "User-agent: *\nDisallow: /search\nDisallow: /settings\nDisallow: /admin\nDisallow: /sign-\n";

/// The rules as plain text.
pub async fn show() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").insert_header(("Cache-Control", "public, max-age=3600")).body(RULES)
}
