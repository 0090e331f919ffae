// Published attacks in every field of every page: none runs, and none so much as tries to.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Community } from "./support/community.mjs";
import { audit, forms, send, watch } from "./support/watch.mjs";
import { PAGES } from "./pages.mjs";

const shared = process.env.GUILDHALL_SHARED_DATA ?? join(import.meta.dirname, "../../../shared/data");
const read = (file) => JSON.parse(readFileSync(join(shared, "sanitiser", file), "utf8"));
const ATTACKS = [
  ...read("dompurify-expect.json").map((vector) => vector.payload),
  ...read("h5sc-items.json").map((item) => item.data.replace(/%js_uri_\w+%/g, "javascript:alert(1)").replace(/%js_\w+%/g, "alert(1)").replace(/%\w+_path%/g, "/x")),
];

let town;
before(async () => { town = await Community.open("demo"); }, { timeout: 120_000 });
after(async () => { await town?.close(); });

const cut = (text, length) => [...text].slice(0, length).join("");
const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const attacks = (() => { let at = 0; return () => ATTACKS[at++ % ATTACKS.length]; })();
// As many as there is room for, each an item of a list, which ends whatever it leaves open.
function list(room) {
  let text = "";
  for (;;) {
    const item = `- ${attacks().replace(/\n/g, "\n  ")}\n`;
    if (text.length + item.length > room) return text || cut(item, room);
    text += item;
  }
}

const known = new Map();
async function watched({ as, lang = "en-GB" } = {}) {
  const key = `${as} ${lang}`;
  if (known.has(key)) return known.get(key);
  const person = as ? await town.member(as, { lang }) : await town.visitor({ lang });
  person.told = [];
  await person.context.exposeBinding("toldOf", (source, what) => { person.told.push(`${what} on ${source.page?.url()}`); });
  await person.context.addInitScript(watch);
  person.page.on("dialog", (dialog) => { person.told.push(`a dialog: ${dialog.message()}`); void dialog.dismiss(); });
  known.set(key, person);
  return person;
}

// Fails if anything ran, tried to run or could run on the page that is open.
async function nothingRuns(person, where) {
  const found = await person.page.evaluate(audit);
  // Pictures that people point at and that are not there are no harm.
  const faults = person.faults.splice(0).filter((fault) => !fault.includes("Failed to load resource"));
  assert.deepEqual([...found, ...person.told.splice(0), ...faults], [], where);
}

async function visit(person, path) {
  await person.page.goto(path, { waitUntil: "domcontentloaded" });
  await nothingRuns(person, path);
}

// Posts without a browser around it: what was posted is looked at afterwards.
async function post(person, path, fields) {
  return person.context.request.post(path, { form: fields, headers: { origin: town.url }, maxRedirects: 0 });
}

test("the watch sees what runs and what is stopped", async () => {
  const person = await watched();
  await person.open("/");
  await person.page.evaluate(() => window.alert("seen"));
  assert.match(person.told.splice(0).join(), /alert\(seen\)/);
  const template = "<p onclick='alert(1)'>a</p><a href='javascript:alert(1)'>b</a><img src='//elsewhere.invalid/x'>";
  await person.context.route("**/planted", (route) => route.fetch({ url: `${town.url}/` }).then(async (answer) => route.fulfill({ response: answer, body: (await answer.text()).replace("</main>", `${template}<script>alert(2)</script></main>`) })));
  await person.page.goto("/planted");
  const found = await person.page.evaluate(audit);
  assert.equal(found.length, 4, found.join("\n"));
  assert.ok(person.told.splice(0).some((what) => what.startsWith("stopped: script-src")), "inline scripts are stopped, and that is told");
  assert.ok(person.faults.splice(0).length > 0);
  await person.context.unroute("**/planted");
});

test("in bodies", { timeout: 60_000 }, async () => {
  const person = await watched({ as: "ingrid" });
  const topic = await person.ask({ title: "Which of these do you see in your shop?", body: "I gather what customers paste into our contact form." });
  const id = topic.split("/").pop();
  for (const attack of ATTACKS) {
    const flat = oneLine(attack);
    const body = `- a customer sent ${flat}\n- [a](${flat}) ![b](<${flat}>) <${flat}>\n\n| a |\n|---|\n| ${flat} |\n\n${attack}\n\nand that was all of it.`;
    const answer = await post(person, `/t/${id}/reply`, { key: "", body });
    assert.equal(answer.status(), 303, attack);
  }
  const pages = Math.ceil(ATTACKS.length / 20);
  const visitor = await watched();
  for (let page = 1; page <= pages; page += 1) await visit(visitor, `${topic}?page=${page}`);
  await visit(person, `${topic}?page=${pages}`);
  assert.ok(await person.page.locator("article.post").count() > 1, "the last page has posts");
  await visit(person, "/u/ingrid/replies");
});

test("in titles, where topics are listed and where they are read", { timeout: 60_000 }, async () => {
  const person = await watched({ as: "mateo" });
  await person.open("/ask");
  const category = await person.page.locator("#category option").nth(1).getAttribute("value");
  const topics = [];
  for (const attack of ATTACKS) {
    const title = cut(`${oneLine(attack)} in a title`, 150);
    const answer = await post(person, "/ask", { key: "", title, category, kind: "discussion", tags: "", body: `Who knows what this does?\n\n\`\`\`html\n${attack}\n\`\`\`` });
    if (answer.status() === 303) topics.push(answer.headers().location);
  }
  assert.ok(topics.length > ATTACKS.length * 0.9, `${topics.length} titles were taken`);
  const visitor = await watched();
  await visitor.open("/");
  for (let page = 0; page < 30; page += 1) {
    await nothingRuns(visitor, `page ${page} of the list`);
    const older = visitor.link("Older topics");
    if (await older.count() === 0) break;
    await visitor.page.goto(await older.getAttribute("href"), { waitUntil: "domcontentloaded" });
  }
  for (const [number, path] of topics.entries()) if (number % 10 === 0) await visit(visitor, path);
  await visit(person, "/u/mateo/topics");
});

test("in addresses", { timeout: 60_000 }, async () => {
  const person = await watched();
  const bare = await watched({ lang: "nb-NO" });
  const places = ["/ask?category=", "/?before=", "/top?period=", "/t/x/1?order=", "/tag/", "/u/", "/c/", "/sign-in?next=", "/hot?as_of=", "/"];
  for (const [number, attack] of ATTACKS.entries()) {
    const part = encodeURIComponent(cut(attack, 200).toWellFormed());
    // Without an address of its own the page has no security policy either: what could run, would.
    const answer = await bare.context.request.get(`/search?q=${part}`);
    await bare.page.setContent(await answer.text(), { waitUntil: "domcontentloaded" });
    assert.equal(await bare.page.locator("h1").count(), 1, attack);
    await nothingRuns(bare, `the answer to a search for ${attack}`);
    if (number % 4 === 0) await visit(person, `${places[(number / 4) % places.length]}${part}#${part}`);
  }
});

// Words that decide what a form means: with an attack in them it is refused, and shown again with all that was typed.
const CHECKED = /^(slug|website|address|username|identity|key|version|tags|password|new|into|synonym|rename|preview)$/;

test("in every form of every page: what comes back and what is kept", { timeout: 120_000 }, async () => {
  const seen = new Map();
  const paths = [];
  // A form is the same in every language.
  for (const kind of PAGES.filter(({ server, lang }) => server !== "serve" && !lang)) {
    const person = await watched(kind);
    await kind.go(person).catch((cause) => { throw new Error(`on the way to ${kind.name}, at ${person.page.url()}`, { cause }); });
    await nothingRuns(person, kind.name);
    paths.push([person, person.path]);
    for (const form of await person.page.evaluate(forms)) {
      const name = `${form.action.replace(/\d+/g, "N")} ${form.fields.map((field) => field.name)}`;
      if (!seen.has(name) && !/\/(sign-out|close-account)$/.test(form.action)) seen.set(name, { ...form, person, from: person.path });
    }
  }
  assert.ok(seen.size > 15, `${seen.size} forms: ${[...seen.keys()].join("\n")}`);
  const filled = (field, all) => {
    if (field.room === 0 || (!all && CHECKED.test(field.name))) return [field.name, field.value];
    return [field.name, field.room > 600 ? list(field.room) : cut(attacks(), field.room)];
  };
  for (const all of [true, false]) {
    for (const [name, { person, from, action, fields }] of seen) {
      await person.page.goto(from, { waitUntil: "domcontentloaded" });
      await Promise.all([person.page.waitForEvent("domcontentloaded"), person.page.evaluate(send, { action, fields: fields.map((field) => filled(field, all)) })]);
      await nothingRuns(person, `${name}, sent from ${from}`);
    }
  }
  for (const [person, path] of paths) await visit(person, path);
});
