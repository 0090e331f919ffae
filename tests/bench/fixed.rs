//! What a page is measured against: the same server with the same settings, sending one body and nothing else.
//!
//! `fixed-body ADDRESS FILE` answers every request with the file's bytes, under the headers it was sent with.

use actix_web::{App, HttpResponse, HttpServer, web};
use std::time::Duration;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(address), Some(file)) = (args.next(), args.next()) else {
        return Err(std::io::Error::other("fixed-body ADDRESS FILE"));
    };
    let body = web::Bytes::from(std::fs::read(file)?);
    let send = move || {
        let body = body.clone();
        async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").insert_header(("content-encoding", "zstd")).body(body) }
    };
    HttpServer::new(move || App::new().default_service(web::to(send.clone())))
        .client_request_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(60))
        .bind(address)?
        .run()
        .await
}
