//! A person's browser: keeps cookies, posts forms as browsers do, reads pages.

use actix_web::body::MessageBody;
use actix_web::cookie::Cookie;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderMap;
use actix_web::test::TestRequest;
use guildhall::accounts::MemberId;
use scraper::{ElementRef, Html, Selector};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;

use super::app::Call;

/// A browser.
#[derive(Clone)]
pub struct Client {
    call: Call,
    cookies: RefCell<BTreeMap<String, String>>,
    address: Cell<SocketAddr>,
    base_url: String,
    member: Option<MemberId>,
    accept_language: Option<String>,
}

impl Client {
    /// A browser that was never here.
    pub fn new(call: Call, base_url: &str, member: Option<MemberId>) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], 50_000));
        Self { call, cookies: RefCell::default(), address: Cell::new(address), base_url: base_url.to_owned(), member, accept_language: None }
    }

    /// The same browser on another network.
    pub fn coming_from(self, address: &str) -> Self {
        self.goes_to(address);
        self
    }

    /// Goes to another network.
    pub fn goes_to(&self, address: &str) {
        self.address.set(SocketAddr::new(address.parse().unwrap(), 50_000));
    }

    /// The same browser set to a language.
    pub fn reading(mut self, language: &str) -> Self {
        self.accept_language = Some(language.to_owned());
        self
    }

    /// Who is signed in.
    pub fn member(&self) -> MemberId {
        self.member.expect("a member's browser")
    }

    /// Puts a cookie into the jar.
    pub fn keep(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Takes a cookie out of the jar.
    pub fn forget(&self, name: &str) {
        self.cookies.borrow_mut().remove(name);
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Sends a form from a page of this site.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = TestRequest::post().uri(path).insert_header(("content-type", "application/x-www-form-urlencoded")).set_payload(body);
        self.send(request.insert_header(("sec-fetch-site", "same-origin")).insert_header(("origin", self.base_url.as_str()))).await
    }

    /// Sends a form with a file in it, as browsers do.
    pub async fn post_file(&self, path: &str, field: &str, name: &str, content: &[u8]) -> Answer {
        let mut body = format!("--x-y-z\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n").into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--x-y-z--\r\n");
        let request = TestRequest::post().uri(path).insert_header(("content-type", "multipart/form-data; boundary=x-y-z")).set_payload(body);
        self.send(request.insert_header(("sec-fetch-site", "same-origin")).insert_header(("origin", self.base_url.as_str()))).await
    }

    /// Sends a form from a page of another site.
    pub async fn post_from_elsewhere(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = TestRequest::post().uri(path).insert_header(("content-type", "application/x-www-form-urlencoded")).set_payload(body);
        self.send(request.insert_header(("sec-fetch-site", "cross-site")).insert_header(("origin", "https://elsewhere.example"))).await
    }

    /// A request as this browser sends it: with its cookies, from its network.
    pub fn dressed(&self, mut request: TestRequest) -> TestRequest {
        request = request.peer_addr(self.address.get());
        if let Some(language) = &self.accept_language {
            request = request.insert_header(("accept-language", language.as_str()));
        }
        for (name, value) in self.cookies.borrow().iter() {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        request
    }

    /// Sends any request with this browser's cookies.
    pub async fn send(&self, request: TestRequest) -> Answer {
        let answer = (self.call)(self.dressed(request)).await;
        for cookie in answer.cookies() {
            let is_gone = cookie.max_age().is_some_and(|age| age.whole_seconds() <= 0);
            let mut jar = self.cookies.borrow_mut();
            if is_gone {
                jar.remove(cookie.name())
            } else {
                jar.insert(cookie.name().to_owned(), cookie.value().to_owned())
            };
        }
        answer
    }

    /// Follows redirects until a page comes.
    pub async fn follow(&self, mut answer: Answer) -> Answer {
        for _ in 0..5 {
            let Some(path) = answer.location() else { return answer };
            answer = self.get(&path).await;
        }
        panic!("redirected for ever");
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// What a program answered, to its end.
    pub async fn read<B: MessageBody>(response: ServiceResponse<B>) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = actix_web::test::read_body(response).await.to_vec();
        Self { status: status.as_u16(), headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    /// The headers that the same answer has each time, in order.
    pub fn lasting_headers(&self) -> Vec<String> {
        let lasting = self.headers.iter().filter(|(name, _)| *name != "x-request-id");
        let mut headers: Vec<String> = lasting.map(|header| format!("{header:?}")).collect();
        headers.sort();
        headers
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.header("location").map(ToOwned::to_owned)
    }

    /// The cookies that were set.
    pub fn cookies(&self) -> Vec<Cookie<'static>> {
        self.headers.get_all("set-cookie").filter_map(|value| Cookie::parse(value.to_str().ok()?.to_owned()).ok()).collect()
    }

    /// The page.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The text of each element that a selector finds, white space made single.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let html = self.html();
        html.select(&parsed(selector)).map(text_of).collect()
    }

    /// The text of the only element that a selector finds.
    pub fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector);
        assert_eq!(texts.len(), 1, "{selector} finds {texts:?} in {}", self.body);
        texts.into_iter().next().unwrap()
    }

    /// An attribute of each element that a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.html().select(&parsed(selector)).filter_map(|element| element.attr(name).map(ToOwned::to_owned)).collect()
    }

    /// True when a selector finds something.
    pub fn has(&self, selector: &str) -> bool {
        self.html().select(&parsed(selector)).next().is_some()
    }

    /// Fails with the body unless the status is this.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?}\n{}", self.headers, self.body);
        self
    }
}

fn parsed(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
