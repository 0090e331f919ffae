// What a visitor sees: lists, a solved topic, long and Chinese ones, other languages, ways on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { community } from "./support/community.mjs";

const town = community();
const SOLVED = "Card payments from Denmark fail at the bank's confirmation step";

test("from the list to a solved question, whose accepted answer stands first", async () => {
  const visitor = await town.visitor();
  assert.equal(await visitor.open("/"), 200);
  const row = visitor.page.locator("li.row").filter({ hasText: SOLVED });
  assert.match(await row.innerText(), /Solved/);
  await visitor.follow(row.getByRole("link", { name: SOLVED }));
  assert.equal(await visitor.heading().innerText(), SOLVED);
  const order = await visitor.page.locator("main article.post, main section.accepted").evaluateAll((parts) => parts.slice(0, 2).map((part) => part.className));
  assert.equal(order[1], "accepted", "the answer follows the question");
  const answer = visitor.page.locator("section.accepted");
  assert.match(await answer.innerText(), /Ingrid Solberg asked this and says that it solved it/);
  assert.match(await answer.innerText(), /Mateo Rivas recommends it as staff/);
  assert.match(await answer.innerText(), /Renew return address/);
  assert.equal(await answer.locator(".badge.staff").count(), 1);
  // Its old place points up to it; the text stands once.
  assert.equal(await visitor.page.getByText("Renew return address").count(), 1);
  await visitor.page.getByRole("link", { name: "accepted answer, shown above" }).click();
  assert.match(visitor.path, /#answer$/);
});

test("a long topic goes on by pages, and each post has an address", async () => {
  const visitor = await town.visitor();
  await visitor.open("/");
  await visitor.follow(visitor.link("What did your first hundred orders teach you?"));
  const first = await visitor.page.locator(".replies article.post").count();
  // A deleted reply keeps its place and shows nothing.
  assert.ok(first > 15 && first <= 20, `${first} replies`);
  await visitor.follow(visitor.page.getByRole("link", { name: "Page 2" }));
  assert.match(visitor.path, /\?page=2$/);
  const last = visitor.page.locator(".replies article.post").last();
  const address = await last.locator(".when a").last().getAttribute("href");
  await visitor.open(address);
  assert.match(visitor.path, /page=2#post-\d+$/, "a post's address leads to its page and place");
});

test("Norwegian and Chinese pages by a choice in the footer, which is kept", async () => {
  const visitor = await town.visitor();
  await visitor.open("/unsolved");
  const choose = (name) => visitor.follow(visitor.page.locator("footer.foot").getByRole("button", { name }));
  await choose("Norsk bokmål");
  assert.equal(await visitor.page.locator("html").getAttribute("lang"), "nb");
  assert.equal(visitor.path, "/unsolved", "one stays where one was");
  await choose("繁體中文");
  assert.equal(await visitor.page.locator("html").getAttribute("lang"), "zh-Hant");
  await visitor.open("/");
  assert.equal(await visitor.page.locator("html").getAttribute("lang"), "zh-Hant");
  assert.match(await visitor.main().innerText(), /官方公告|收款與付款/);
  await choose("English");
  assert.equal(await visitor.page.locator("html").getAttribute("lang"), "en");
});

test("the browser's own language comes first", async () => {
  const visitor = await town.visitor({ lang: "zh-TW" });
  await visitor.open("/");
  assert.equal(await visitor.page.locator("html").getAttribute("lang"), "zh-Hant");
});

test("search, and a way on where nothing is found", async () => {
  const visitor = await town.visitor();
  await visitor.open("/");
  await visitor.page.locator("#q").fill("denmark card");
  await Promise.all([visitor.page.waitForURL(/\/search\?q=/), visitor.page.keyboard.press("Enter")]);
  assert.match(await visitor.page.locator(".hit a").first().innerText(), /^Card payments from Denmark/);
  await visitor.open("/search?q=zzzzzz");
  assert.match(await visitor.main().innerText(), /Nothing found/);
  assert.equal(await visitor.open("/t/nothing/999999"), 404);
  assert.ok(await visitor.main().getByRole("link").count() > 0, "the error page leads on");
});

test("what only partners may read is not there for others", async () => {
  const visitor = await town.visitor();
  const hidden = "Discount functions preview";
  await visitor.open("/");
  assert.equal(await visitor.page.getByText(hidden).count(), 0);
  assert.equal(await visitor.open("/c/partners"), 404);
  const member = await town.member("ingrid");
  assert.equal(await member.open("/c/partners"), 404);
  const staff = await town.member("mateo");
  assert.equal(await staff.open("/c/partners"), 200);
  assert.equal(await staff.page.getByText(hidden).count(), 1);
});
