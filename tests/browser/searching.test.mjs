// Searching as one types, suggestions by keyboard and by mouse, similar questions before one asks; and all of it without scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { community } from "./support/community.mjs";

const town = community();
const QUESTION = { title: "Which label printer survives two hundred parcels a day?", body: "Ours gave up after four years. What do you print your labels with, and does it last?" };
const ANSWER = "A thermal printer with a metal frame: five years here without a jam.";
const ALIKE = "Which label printer lasts with two hundred parcels a day?";
let solved;

// A question of the suite's own with an accepted answer, found by the search.
async function solvedQuestion() {
  if (solved) return solved;
  const asker = await town.member("ingrid");
  await asker.open("/ask?title=x");
  solved = await asker.ask(QUESTION);
  const other = await town.member("ylva");
  await other.reply(solved, ANSWER);
  await asker.open(solved);
  await asker.follow(asker.button("This solved it", asker.post(ANSWER)));
  await found(asker, "printer survives parcels status:solved");
  return solved;
}

// Found within seconds of being written.
async function found(person, query) {
  for (let tries = 0; tries < 50; tries += 1) {
    await person.open(`/search?q=${encodeURIComponent(query)}`);
    if (await person.page.locator(".hit").count() > 0) return;
    await person.page.waitForTimeout(200);
  }
  assert.fail(`${query} finds nothing`);
}

// What is said of opened results, from now on: the words of the search, once for each.
function opened(page) {
  const said = [];
  page.on("request", (request) => { if (new URL(request.url()).pathname === "/search/clicked") said.push(new URLSearchParams(request.postData()).get("q")); });
  return said;
}

const focused = (page) => page.evaluate(() => document.activeElement.id);
const said = (page) => page.locator("#said").innerText();

test("results follow what is typed; the address follows, the focus and the caret stay", async () => {
  const reader = await town.visitor();
  const { page } = reader;
  await reader.open("/search");
  const box = page.locator("#query");
  const asked = [];
  page.on("request", (request) => { if (request.url().includes("typing=1")) asked.push(request.url()); });
  await box.pressSequentially("shipping lab", { delay: 30 });
  await page.locator(".hit").first().waitFor();
  await page.waitForURL(/\/search\?q=shipping\+lab$/);
  assert.equal(await focused(page), "query");
  assert.ok(asked.length < 12, `not every letter is a request: ${asked.length}`);
  assert.match(await said(page), /\d+ topics?/);
  assert.equal(await page.locator("#results [role=status]").count(), 0, "said once");
  assert.ok(await page.locator("nav.side.choices a").count() > 0, "what can be chosen came along");
  assert.match(await page.title(), /^shipping lab/);
  assert.doesNotMatch(await page.locator("#results .hit time").first().innerText(), /:\d\d/, "times are short at once");
  // The caret stays where one writes, in the middle too.
  await box.evaluate((field) => field.setSelectionRange(8, 8));
  await page.keyboard.type("s");
  await page.waitForURL(/q=shippings\+lab$/);
  assert.equal(await box.evaluate((field) => field.selectionStart), 9);
  assert.equal(await page.locator(".foot [name=next]").inputValue(), "/search?q=shippings+lab");
  // Going on from here is a page of its own again.
  await box.fill("card");
  await page.waitForURL(/q=card$/);
  await reader.follow(page.locator("nav.side.choices a").first());
  assert.doesNotMatch(reader.path, /typing/);
  await Promise.all([page.waitForEvent("load"), page.locator("#sort").selectOption("newest")]);
  assert.match(reader.path, /sort=newest/, "another order is sent at once");
});

test("a server that says no leaves the page as it is", async () => {
  const reader = await town.visitor();
  const { page } = reader;
  await reader.open("/search?q=card");
  const before = await page.locator("#results").innerHTML();
  for (const status of [429, 500]) {
    await page.route(/typing=1/, (route) => route.fulfill({ status, body: "no" }));
    const answered = page.waitForResponse(/typing=1/);
    await page.locator("#query").pressSequentially("s");
    await answered;
    await page.waitForTimeout(100);
    assert.equal(await page.locator("#results").innerHTML(), before);
    assert.equal(reader.path, "/search?q=card");
    await page.unroute(/typing=1/);
  }
  reader.faults = reader.faults.filter((fault) => !/429|500/.test(fault));
});

test("suggestions in the header by keyboard", async () => {
  const reader = await town.visitor();
  const { page } = reader;
  await reader.open("/");
  const box = page.locator("header.top").getByRole("combobox");
  const list = page.getByRole("listbox");
  await box.focus();
  assert.equal(await box.getAttribute("aria-expanded"), "false");
  await page.keyboard.type("card", { delay: 20 });
  await list.waitFor();
  assert.equal(await box.getAttribute("aria-expanded"), "true");
  const options = list.getByRole("option");
  const count = await options.count();
  assert.ok(count >= 2 && count <= 7, `${count}`);
  assert.match(await said(page), /\d+ topics?/);
  assert.equal(await options.last().innerText(), "All results");
  const active = async () => page.locator(`#${await box.getAttribute("aria-activedescendant")}`);
  await page.keyboard.press("ArrowDown");
  assert.equal(await (await active()).getAttribute("aria-selected"), "true");
  assert.equal(await focused(page), "q", "the focus stays in the box");
  await page.keyboard.press("ArrowUp");
  assert.equal(await box.getAttribute("aria-activedescendant"), null);
  await page.keyboard.press("ArrowUp");
  assert.equal(await (await active()).innerText(), "All results");
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  assert.equal(await box.inputValue(), "card", "Escape closes the list and keeps the words");
  await page.keyboard.type("s");
  await list.waitFor();
  await page.keyboard.press("ArrowDown");
  const address = await (await active()).getAttribute("href");
  const counted = opened(page);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  assert.equal(decodeURI(new URL(page.url()).pathname), decodeURI(address));
  assert.deepEqual(counted, ["cards"], "opened from here as from the page of results");
  // Without a choice Enter searches as ever.
  await page.locator("#q").fill("card");
  await list.waitFor();
  await Promise.all([page.waitForEvent("load"), page.locator("#q").press("Enter")]);
  assert.equal(reader.path, "/search?q=card");
  assert.deepEqual(counted, ["cards"], "looking at all results opens none");
  await Promise.all([page.waitForEvent("load"), page.locator(".hit a").first().click()]);
  assert.deepEqual(counted, ["cards", "card"]);
});

test("suggestions in the header by mouse, and away from it", async () => {
  const reader = await town.visitor();
  const { page } = reader;
  await reader.open("/");
  await page.locator("#q").pressSequentially("card");
  const option = page.getByRole("option").first();
  await option.waitFor();
  const address = await option.getAttribute("href");
  const counted = opened(page);
  await reader.follow(option);
  assert.equal(decodeURI(new URL(page.url()).pathname), decodeURI(address));
  assert.deepEqual(counted, ["card"]);
  await page.locator("#q").pressSequentially("card");
  await page.getByRole("listbox").waitFor();
  await page.locator("h1").click();
  await page.getByRole("listbox").waitFor({ state: "hidden" });
});

test("similar questions appear under the title, one click from their answer", async () => {
  const topic = await solvedQuestion();
  const person = await town.member("ingrid");
  const { page } = person;
  await person.open("/ask");
  assert.equal(await page.locator("input[name=similar]").count(), 1);
  await page.locator("#title").pressSequentially("Which", { delay: 10 });
  await page.waitForTimeout(500);
  assert.equal(await page.locator(".similar").isVisible(), false, "one short word is not enough");
  await page.locator("#title").pressSequentially(ALIKE.slice(5), { delay: 10 });
  const list = page.locator(".ask .similar");
  await list.locator("li").first().waitFor();
  assert.equal(await focused(page), "title");
  assert.equal(await said(page), "Similar questions");
  assert.equal(await page.locator("input[name=similar]").count(), 0, "shown: posting asks no more");
  const own = list.locator("li").filter({ hasText: QUESTION.title });
  await own.locator("summary").click();
  assert.match(await own.locator(".excerpt").innerText(), /metal frame/);
  await person.follow(own.getByRole("button", { name: "This solved it" }));
  assert.equal(new URL(page.url()).pathname, topic);
  assert.match(await page.locator(".flash").innerText(), /not posted/);
});

test("who saw similar questions posts with one press", async () => {
  await solvedQuestion();
  const person = await town.member("ingrid");
  await person.open("/ask");
  await person.page.locator("#title").fill(ALIKE);
  await person.page.locator(".ask .similar li").first().waitFor();
  await person.page.locator("#category").selectOption({ label: "Orders" });
  await person.page.locator("#body").fill("Two hundred a day, and the old one is worn out. What would you buy?");
  await person.follow(person.button("Post topic"));
  assert.match(person.path, /^\/t\//);
});

test("without scripts a step comes before posting", async () => {
  const topic = await solvedQuestion();
  const person = await town.member("ingrid", { js: false });
  const { page } = person;
  await person.open("/ask");
  await page.locator("#title").fill("What label printer lasts for two hundred parcels each day?");
  await page.locator("#category").selectOption({ label: "Orders" });
  await page.locator("#body").fill("Ours is worn out. Which one would you buy today, and why?");
  await person.follow(person.button("Post topic"));
  assert.equal(person.path, "/ask");
  const own = page.locator(".similar.first li").filter({ hasText: QUESTION.title });
  await own.locator("summary").click();
  assert.match(await own.locator(".excerpt").innerText(), /metal frame/);
  assert.match(await page.locator("#body").inputValue(), /worn out/);
  const form = page.url();
  await person.follow(person.button("Post topic"));
  assert.match(person.path, /^\/t\/what-label-printer/, "the second press posts");
  assert.notEqual(page.url(), form);

  await person.open("/ask");
  await page.locator("#title").fill(ALIKE);
  await page.locator("#category").selectOption({ label: "Orders" });
  await page.locator("#body").fill("Ours is worn out. Which one would you buy today, and why?");
  await person.follow(person.button("Post topic"));
  await own.locator("summary").click();
  await person.follow(own.getByRole("button", { name: "This solved it" }));
  assert.equal(new URL(page.url()).pathname, topic);
  // Searching and suggestions are plain forms, related questions a page.
  assert.equal(await page.getByRole("combobox").count(), 0);
  await person.follow(page.locator("main > .similar > a"));
  assert.match(await page.locator("h1").innerText(), /Similar questions/);
  assert.ok(await page.locator(".similar-list li").count() > 0);
});

test("a topic's page brings related questions when one gets there", async () => {
  await solvedQuestion();
  const other = await town.member("ylva");
  await other.ask({ title: "A label printer for two hundred parcels each day: new or second hand?", body: "Both cost the same today. What would you buy, and from whom?" });
  const reader = await town.visitor();
  const { page } = reader;
  await found(reader, "label printer \"second hand\" in:title");
  const asked = [];
  page.on("request", (request) => { if (request.url().endsWith("/similar?part=1")) asked.push(request.url()); });
  await reader.open(solved);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.locator("section.similar .similar-list li").first().waitFor();
  assert.equal(asked.length, 1);
  assert.equal(await page.locator("section.similar h2 a").innerText(), "Similar questions");
});

test("who finds nothing asks with the words at hand", async () => {
  const person = await town.member("ingrid");
  await person.open("/search?q=zzzz+till+drawer+qqqq+status%3Asolved+%40nobody");
  await person.follow(person.link("Ask this"));
  assert.equal(await person.page.locator("#title").inputValue(), "zzzz till drawer qqqq");
});
