// What changes while a page is open: it arrives in place, is announced, and moves nothing that is being read.
import { test } from "node:test";
import assert from "node:assert/strict";
import { community } from "./support/community.mjs";
import { axeSource } from "./support/libraries.mjs";

const town = community();
const PHONE = { width: 360, height: 740 };
const QUESTION = { title: "Labels come out of the printer upside down", body: "Since the last update every label is printed upside down, whatever we choose.", category: "Orders" };
const LONG = "First look at the settings of the printer, then at those of the shop.\n\n".repeat(12);

const opened = (person) => person.page.waitForRequest((request) => new URL(request.url()).pathname === "/live");
async function opens(person, path) {
  await Promise.all([opened(person), person.open(path)]);
}
const noFaults = async (person, where) => {
  await person.page.evaluate(axeSource);
  const { violations } = await person.page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], where);
};

test("a reply appears where it belongs, is announced, and moves nothing", async () => {
  const [karin, mateo, visitor] = await Promise.all([town.member("ingrid", PHONE), town.member("mateo"), town.visitor()]);
  const topic = await karin.ask(QUESTION);
  await mateo.reply(topic, LONG);
  await opens(visitor, topic);
  await opens(karin, topic);
  const words = karin.page.locator(".replies .prose p").nth(4);
  await words.evaluate((part) => part.scrollIntoView({ block: "center", behavior: "instant" }));
  const at = () => words.evaluate((part) => Math.round(part.getBoundingClientRect().top));
  const before = await at();
  await mateo.reply(topic, "And if nothing helps, turn the labels round.");
  for (const person of [karin, visitor]) {
    await person.post("turn the labels round").waitFor();
    assert.equal(await person.page.locator(".replies article.post").count(), 2, "once");
    assert.match(await person.page.title(), /^\(1\) /);
    assert.equal(await person.page.locator(".topic-side .fresh").textContent(), "1 new reply: show");
    assert.equal(await person.page.locator("#replies").textContent(), "2 replies");
  }
  assert.equal(await visitor.page.locator("#said").textContent(), "1 new reply: show");
  assert.equal(await at(), before, "what is being read stays where it is");
  await noFaults(karin, "a new reply on a phone");
  await noFaults(visitor, "a new reply");
  // Seen, it is no longer news.
  await karin.post("turn the labels round").evaluate((part) => part.scrollIntoView({ block: "center", behavior: "instant" }));
  await karin.page.waitForFunction(() => !document.title.startsWith("("));
  assert.equal(await karin.page.locator(".topic-side .fresh").count(), 0);
  // A comment arrives under its post, above what is being read.
  const last = karin.post("turn the labels round").locator(".prose");
  const top = () => last.evaluate((part) => Math.round(part.getBoundingClientRect().top));
  const stood = await top();
  await mateo.open(topic);
  const first = mateo.page.locator(".replies article.post").first();
  await first.locator(".add > summary").click();
  await first.locator(".add textarea").fill("The printer of the other office is a good example.");
  await mateo.follow(first.getByRole("button", { name: "Add comment" }).or(first.locator(".add form button")).first());
  await karin.page.getByText("The printer of the other office").waitFor();
  assert.equal(await top(), stood, "nor does a comment above move it");
});

test("votes, the solved mark and who writes change while one looks", async () => {
  const [karin, mateo, visitor] = await Promise.all([town.member("ingrid"), town.member("mateo"), town.visitor()]);
  const topic = await karin.ask({ ...QUESTION, title: "Which way round does the label go into the printer?" });
  await mateo.reply(topic, "With the printed side to the front, and the edge first.");
  await opens(visitor, topic);
  await opens(karin, topic);
  await opens(mateo, topic);
  const reply = visitor.post("the edge first");
  await karin.post("the edge first").getByRole("button", { name: /Helpful/ }).click();
  await visitor.page.waitForFunction(() => document.querySelector(".replies .acts .num")?.textContent === "1");
  // Somebody writes.
  await mateo.page.locator("#reply-text").pressSequentially("One more thing", { delay: 5 });
  await visitor.page.locator("#reply .writing", { hasText: "Somebody is writing" }).waitFor();
  await karin.page.locator("#reply .writing", { hasText: "Mateo Rivas is writing" }).waitFor();
  assert.equal(await mateo.page.locator("#reply .writing:not([hidden])").count(), 0);
  await noFaults(karin, "somebody writes");
  // Accepted by the asker: seen by the visitor, without a page being loaded.
  await karin.follow(karin.post("the edge first").getByRole("button", { name: "This solved it" }));
  await visitor.page.locator(".topic-head .word.solved").waitFor();
  assert.equal(await visitor.page.locator(".accepted").count(), 1);
  assert.equal(await visitor.post("the edge first").count(), 1, "the post stands once");
  assert.match(await visitor.page.locator(".topic-side").innerText(), /Solved/);
  assert.equal(await reply.count(), 1);
  // What mateo types is still there: the page around it changed.
  assert.equal(await mateo.page.locator("#reply-text").inputValue(), "One more thing");
  await noFaults(visitor, "solved while one looks");
});

test("lists say how many are new, and the header how many notices", async () => {
  const [karin, mateo, visitor] = await Promise.all([town.member("ingrid"), town.member("mateo"), town.visitor(PHONE)]);
  const topic = await karin.ask({ ...QUESTION, title: "Can a label be printed twice without a second fee?" });
  await opens(visitor, "/");
  await opens(karin, "/tags");
  const had = Number(await karin.page.locator(".to-notices .count").textContent({ timeout: 500 }).catch(() => "0"));
  const row = visitor.page.locator(".topics .row-title").first();
  const stood = await row.evaluate((part) => part.getBoundingClientRect().top);
  await mateo.reply(topic, "It can, as long as the parcel has not left the house.");
  const fresh = visitor.page.locator(".bar .fresh");
  await fresh.waitFor();
  assert.match(await fresh.textContent(), /^\d+ new or updated: show$/);
  assert.ok(Math.abs(await row.evaluate((part) => part.getBoundingClientRect().top) - stood) <= 1, "the rows stay where they are");
  await noFaults(visitor, "a list with news");
  await visitor.follow(fresh);
  assert.equal(await visitor.page.locator(".bar .fresh").count(), 0);
  await karin.page.waitForFunction((before) => Number(document.querySelector(".to-notices .count")?.textContent ?? 0) > before, had);
  await noFaults(karin, "a notice while one looks");
});

test("a page that is out of sight lets go of its line, and hears what it missed when it is looked at again", async () => {
  const [karin, mateo, visitor] = await Promise.all([town.member("ingrid"), town.member("mateo"), town.visitor()]);
  const topic = await karin.ask({ ...QUESTION, title: "Labels for parcels to Svalbard have no zone on them" });
  await opens(visitor, topic);
  // As browsers say it; headless ones never hide a page.
  const show = (hidden) => visitor.page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
    document.dispatchEvent(new Event("visibilitychange"));
    if (value) dispatchEvent(new Event("pagehide"));
  }, hidden);
  await show(true);
  await mateo.reply(topic, "Svalbard is a zone of its own, number nine.");
  assert.equal(await visitor.post("number nine").count(), 0);
  await Promise.all([opened(visitor), show(false)]);
  await visitor.post("number nine").waitFor();
  assert.equal(await visitor.page.locator(".replies article.post").count(), 1);
});

test("without scripts, and where the line is refused, the page is as it was", async () => {
  const [karin, plain, offline] = await Promise.all([town.member("ingrid"), town.visitor({ js: false }), town.visitor()]);
  const topic = await karin.ask({ ...QUESTION, title: "The label printer of the warehouse is gone from the list" });
  await plain.open(topic);
  assert.equal(await plain.page.locator(".writing, .fresh").count(), 0);
  await offline.page.route("**/live?*", (route) => route.fulfill({ status: 204 }));
  await offline.open(topic);
  await karin.reply(topic, "It came back when we gave it a name.");
  await offline.open(topic);
  await offline.post("gave it a name").waitFor();
});

test("asked on a phone, answered by another browser, appears live, its notice read, accepted", async () => {
  const [karin, mateo] = await Promise.all([town.member("ingrid", PHONE), town.member("mateo")]);
  const topic = await karin.ask({ ...QUESTION, title: "How do I stop the printer from feeding two labels at once?" });
  await opens(karin, topic);
  const had = Number(await karin.page.locator(".to-notices .count").textContent({ timeout: 500 }).catch(() => "0"));
  await mateo.reply(topic, "Fan the stack before you put it in, and clean the roller.");
  const answer = karin.post("clean the roller");
  await answer.waitFor();
  await answer.evaluate((part) => part.scrollIntoView({ block: "center", behavior: "instant" }));
  // Told of it, and read with the page that brought it.
  await karin.page.waitForFunction((before) => Number(document.querySelector(".to-notices .count")?.textContent ?? 0) === before, had);
  await karin.follow(answer.getByRole("button", { name: "This solved it" }));
  await karin.page.locator(".accepted").waitFor();
  assert.match(await karin.page.locator(".accepted").innerText(), /clean the roller/);
  await karin.open("/notices");
  assert.equal(await karin.page.locator(".told li.new", { hasText: "feeding two labels" }).count(), 0);
});

test("who has it too is told once that it is solved, however often it is accepted", async () => {
  town.enrol("turid");
  const [karin, mateo, turid] = await Promise.all([town.member("ingrid"), town.member("mateo"), town.member("turid", PHONE)]);
  const title = "The drawer of the till opens by itself at noon";
  const topic = await karin.ask({ ...QUESTION, title });
  await turid.open(topic);
  await Promise.all([turid.page.waitForResponse((answer) => answer.url().endsWith("/me-too")), turid.page.locator("#post-1").getByRole("button", { name: /I have this too/ }).click()]);
  await mateo.reply(topic, "There is a timer for it in the settings of the till.");
  const answer = karin.post("There is a timer for it");
  const told = turid.page.locator(".told li", { hasText: title });
  for (const again of [false, true]) {
    await karin.open(topic);
    await karin.follow(answer.getByRole("button", { name: "This solved it" }));
    if (!again) await karin.follow(karin.page.getByRole("button", { name: "Withdraw acceptance" }).first());
  }
  for (let tries = 0; tries < 50 && !(await told.allInnerTexts()).join().includes("is solved"); tries += 1) await turid.open("/notices");
  assert.equal((await told.allInnerTexts()).filter((text) => text.includes("is solved")).length, 1, (await told.allInnerTexts()).join("\n"));
  await noFaults(turid, "told that it is solved");
});

test("signed out, one click in a mail ends such mails, and mail programs end them by themselves", async () => {
  for (const name of ["runa", "tore"]) town.enrol(name);
  const mateo = await town.member("mateo");
  const links = async (name, title) => {
    const asker = await town.member(name);
    await mateo.reply(await asker.ask({ ...QUESTION, title }), "Staff answer this at once, and it goes out by mail.");
    const mail = await town.server.mailTo(`${name}@example.com`);
    const unfolded = mail.replace(/\r?\n[ \t]+/g, " ");
    assert.match(unfolded, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    return { asker, header: unfolded.match(/^List-Unsubscribe: <([^>]+)>/m)[1], body: [...new Set(mail.match(/http:\/\/[^\s"<>]+\/stop-mail\/[^\s"<>]+/g))].at(-1) };
  };
  const { header, asker } = await links("runa", "Do labels stick to paper bags that are waxed?");
  assert.equal((await fetch(header, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) })).status, 200);
  await asker.open("/settings/notices");
  const { body } = await links("tore", "Do labels stick to paper bags that are wet?");
  const stranger = await town.visitor(PHONE);
  await stranger.open(new URL(body).pathname);
  await noFaults(stranger, "the way out of mails");
  await stranger.follow(stranger.button("Stop these e-mails"));
  assert.match(await stranger.page.locator("body").innerText(), /No more of these e-mails/);
});
