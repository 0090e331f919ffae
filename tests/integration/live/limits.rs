//! Many streams, slow readers, and the end of all.

use actix_web::test::TestRequest;
use guildhall::live::Duties;

use super::{Listening, address, version};
use crate::forum::scene::{ask, reply, scene};

#[actix_web::test]
async fn a_reader_who_is_too_slow_is_dropped_and_told_all_on_coming_back() {
    let (app, category) = scene().await;
    let (ann, bob, visitor) = (app.member("ann").await, app.member("bob").await, app.visitor());
    let topic = ask(&ann, category).await;
    let (mut slow, mut quick) = (Listening::on_topic(&app, &visitor, topic).await, Listening::on_topic(&app, &visitor, topic).await);
    let post = reply(&app, &bob, topic, "The bank has to confirm the account again.").await;
    let mut told = 0;
    for round in 0..40 {
        ann.post(&format!("/p/{post}/vote"), &[("value", if round % 2 == 0 { "1" } else { "0" })]).await.expect(303);
        app.tell();
        told += quick.versions().await.len();
    }
    assert_eq!(told, 40);
    assert_eq!(app.parts.live.count(), 1, "whoever listens goes on");
    let gauge = |name: &str| app.parts.live.gauges().into_iter().find(|gauge| gauge.name == name).unwrap().value;
    assert_eq!(gauge("guildhall_live_streams_dropped"), 1);
    let heard = slow.versions().await;
    assert!(slow.has_ended && heard.len() < 20, "{heard:?}");
    let mut back = Listening::at(&app, &visitor, &address(&visitor, topic, *heard.last().unwrap())).await;
    app.tell();
    assert_eq!(back.versions().await, [version(&app, topic).await]);
    app.run_jobs();
}

#[actix_web::test]
async fn there_is_room_for_so_many_and_no_more() {
    let (app, category) = scene().await;
    let (ann, visitor) = (app.member("ann").await, app.visitor());
    let topic = ask(&ann, category).await;
    app.parts.live.allow(2, 1);
    let (first, _second) = (Listening::on_topic(&app, &visitor, topic).await, Listening::on_topic(&app, &ann, topic).await);
    let ask = |client| app.stream(client, TestRequest::get().uri(&address(client, topic, 0)));
    let full = ask(&visitor).await;
    assert_eq!(full.status().as_u16(), 503);
    let after: u32 = full.headers().get("retry-after").unwrap().to_str().unwrap().parse().unwrap();
    assert!((20..60).contains(&after), "{after}");
    drop(first);
    assert_eq!(app.parts.live.count(), 1);
    assert_eq!(ask(&visitor).await.status().as_u16(), 200);
    // One network takes no more than its part; another does.
    app.parts.live.allow(1_000, 1);
    let mut open = Vec::new();
    let refused = loop {
        let answer = ask(&visitor).await;
        if answer.status().as_u16() != 200 {
            break answer.status().as_u16();
        }
        open.push(answer);
        assert!(open.len() < 250);
    };
    assert_eq!((refused, open.len()), (503, 199), "{} are open", app.parts.live.count());
    let elsewhere = app.visitor().coming_from("192.0.2.7");
    assert_eq!(ask(&elsewhere).await.status().as_u16(), 200);
    app.parts.live.allow(0, 1);
    assert_eq!(ask(&elsewhere).await.status().as_u16(), 503, "none at all");
    app.run_jobs();
}

#[actix_web::test]
async fn what_nobody_reads_is_not_opened() {
    let (app, category) = scene().await;
    let (ann, visitor) = (app.member("ann").await, app.visitor());
    let topic = ask(&ann, category).await;
    let status = async |client, address: &str, method: &str| {
        let request = TestRequest::default().method(method.parse().unwrap()).uri(address);
        app.stream(client, request).await.status().as_u16()
    };
    assert_eq!(status(&visitor, "/live", "GET").await, 204, "visitors have no notices");
    assert_eq!(status(&ann, "/live", "GET").await, 204, "the page was a visitor's");
    assert_eq!(status(&visitor, &format!("/live?topic={topic}&member=1"), "GET").await, 204, "the page was a member's");
    assert_eq!(status(&visitor, &format!("/live?topic={topic}"), "HEAD").await, 200);
    assert_eq!(status(&visitor, "/live?topic=x", "GET").await, 400);
    assert_eq!(status(&visitor, "/live?list=hot", "GET").await, 404);
    assert_eq!(app.parts.live.count(), 0);
    app.run_jobs();
}

#[actix_web::test]
async fn all_streams_end_when_the_server_does_and_quiet_lines_are_kept_open() {
    let (app, category) = scene().await;
    let (ann, visitor) = (app.member("ann").await, app.visitor());
    let topic = ask(&ann, category).await;
    let mut listening = Listening::on_topic(&app, &visitor, topic).await;
    app.tell_with(Duties { rights: false, beat: true });
    assert_eq!(listening.blocks().await, [":"]);
    app.parts.live.close();
    assert!(listening.blocks().await.is_empty() && listening.has_ended);
    assert_eq!(app.stream(&visitor, TestRequest::get().uri(&address(&visitor, topic, 0))).await.status().as_u16(), 503);
    assert_eq!(app.parts.live.count(), 0);
    app.run_jobs();
}
