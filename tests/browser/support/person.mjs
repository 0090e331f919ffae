// Somebody at a browser: what people do, in their words.
import assert from "node:assert/strict";

export const PASSWORD = "kontor-demo";

export class Person {
  faults = [];
  #expected = new Set();

  constructor(community, context, page) {
    this.community = community;
    this.context = context;
    this.page = page;
    page.on("console", (message) => this.#hear(message));
    page.on("pageerror", (error) => this.faults.push(`script error on ${page.url()}: ${error.message}`));
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== "data:" && origin !== community.url) this.faults.push(`request to ${request.url()} from ${page.url()}`);
    });
    // Pages that say no are pages all the same: the browser notes their status as an error.
    page.on("response", (answer) => { if (answer.status() >= 400 && answer.request().isNavigationRequest()) this.#expected.add(answer.url()); });
  }

  #hear(message) {
    if (!["error", "warning"].includes(message.type())) return;
    if (message.text().startsWith("Failed to load resource") && this.#expected.has(message.location().url)) return;
    this.faults.push(`${message.type()} on ${this.page.url()}: ${message.text()}`);
  }

  async open(path) {
    const answer = await this.page.goto(path);
    assert.ok(answer, path);
    return answer.status();
  }

  get path() {
    const { pathname, search, hash } = new URL(this.page.url());
    return pathname + search + hash;
  }

  main() { return this.page.getByRole("main"); }
  button(name, within = this.main()) { return within.getByRole("button", { name, exact: true }); }
  link(name, within = this.main()) { return within.getByRole("link", { name, exact: true }); }
  field(name) { return this.main().getByLabel(name); }
  heading() { return this.page.locator("h1"); }

  // A click that leads to another page.
  async follow(target) {
    await Promise.all([this.page.waitForEvent("load"), target.click()]);
  }

  async signIn(username, password = PASSWORD) {
    // An interrupted form is answered by a sign-in form of its own.
    if (await this.page.locator("#identity").count() === 0) await this.open("/sign-in");
    await this.page.locator("#identity").fill(username);
    await this.page.locator("#password").fill(password);
    await this.follow(this.page.locator("form[action='/sign-in'] button"));
    assert.ok((await this.context.cookies()).some((cookie) => cookie.name.endsWith("sid")), `${username} is signed in`);
  }

  // Signed out without knowing it.
  async loseSession() {
    await this.context.clearCookies();
  }

  async ask({ title, body, category = "Orders", tags = "" }) {
    await this.open("/ask");
    await this.page.locator("#title").fill(title);
    await this.page.locator("#category").selectOption({ label: category });
    if (tags) await this.page.locator("#tags").fill(tags);
    await this.page.locator("#body").fill(body);
    await this.follow(this.button("Post topic"));
    // Typed faster than similar questions can appear, the form shows solved ones first.
    if (await this.page.locator(".similar.first").count() > 0) await this.follow(this.button("Post topic"));
    assert.match(this.path, /^\/t\/[^/]+\/\d+/, "the new topic is shown");
    return new URL(this.page.url()).pathname;
  }

  async reply(topic, body) {
    await this.open(topic);
    await this.page.locator("#reply-text").fill(body);
    await this.follow(this.button("Post reply"));
    return this.path;
  }

  // The post that has these words.
  post(words) { return this.page.locator("article.post").filter({ hasText: words }); }

  // An act in a post's menu.
  async choose(post, act) {
    await post.locator("summary.icon-btn").click();
    const entry = post.locator(".menu-panel").getByText(act, { exact: true });
    await this.follow(entry);
  }
}
