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
before(async () => { town = await Community.open("demo"); }, { timeout: 600_000 });
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
async function watched({ as, lang = "en-GB", number = 0 } = {}) {
  const key = `${as} ${lang} ${number}`;
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

// Does something with each of a list, as many at a time as there are lanes: the server has more than one thread.
async function each(list, work, lanes = [1, 2, 3, 4]) {
  const rest = [...list.entries()];
  await Promise.all(lanes.map(async (lane) => { for (let next = rest.shift(); next; next = rest.shift()) await work(next[1], next[0], lane); }));
}

// Visitors who open pages side by side.
const visitors = () => Promise.all([1, 2, 3].map((number) => watched({ number })));

const inBatches = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

// Looks at the answers of many addresses, several in one page, which has no address of its own and so no security policy
// either: what could run, would. An attack that takes its page apart would take headings of the answers after it along.
async function lookAtAll(person, addresses) {
  const answers = [];
  await each(addresses, async (address, number) => { answers[number] = await (await person.context.request.get(address)).text(); });
  for (const [number, some] of inBatches(answers, 24).entries()) {
    await person.page.setContent(some.join("\n"), { waitUntil: "domcontentloaded" });
    const which = `among the answers of ${addresses.slice(number * 24, (number + 1) * 24).join("\n")}`;
    assert.equal(await person.page.locator("h1").count(), some.length, which);
    await nothingRuns(person, which);
  }
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
  const bare = await watched({ lang: "nb-NO" });
  const answer = await (await bare.context.request.get("/search?q=x")).text();
  await bare.page.setContent([answer, answer.replace("</h1>", "</h1><script>alert(3)</script>"), answer].join("\n"), { waitUntil: "domcontentloaded" });
  assert.match(bare.told.splice(0).join(), /a dialog: 3|alert\(3\)/, "among several pages in one, without a security policy");
  assert.equal((await bare.page.evaluate(audit)).length, 1);
  await bare.page.setContent([answer, answer.replace("</h1>", "</h1><!-- "), answer].join("\n"), { waitUntil: "domcontentloaded" });
  assert.ok(await bare.page.locator("h1").count() < 3, "what swallows the rest of a page swallows headings");
  bare.faults.splice(0);
});

test("in bodies", { timeout: 300_000 }, async () => {
  const person = await watched({ as: "ingrid" });
  const topic = await person.ask({ title: "Which of these do you see in your shop?", body: "I gather what customers paste into our contact form." });
  const id = topic.split("/").pop();
  await each(ATTACKS, async (attack) => {
    const flat = oneLine(attack);
    const body = `- a customer sent ${flat}\n- [a](${flat}) ![b](<${flat}>) <${flat}>\n\n| a |\n|---|\n| ${flat} |\n\n${attack}\n\nand that was all of it.`;
    const answer = await post(person, `/t/${id}/reply`, { key: "", body });
    assert.equal(answer.status(), 303, attack);
  });
  const pages = Math.ceil(ATTACKS.length / 20);
  const all = Array.from({ length: pages }, (_, page) => `${topic}?page=${page + 1}`);
  await each(all, (path, _, visitor) => visit(visitor, path), await visitors());
  await visit(person, `${topic}?page=${pages}`);
  assert.ok(await person.page.locator("article.post").count() > 1, "the last page has posts");
  await visit(person, "/u/ingrid/replies");
});

test("in titles, where topics are listed and where they are read", { timeout: 300_000 }, async () => {
  const person = await watched({ as: "mateo" });
  await person.open("/ask");
  const category = await person.page.locator("#category option").nth(1).getAttribute("value");
  const topics = [];
  await each(ATTACKS, async (attack) => {
    const title = cut(`${oneLine(attack)} in a title`, 150);
    const answer = await post(person, "/ask", { key: "", title, category, kind: "discussion", tags: "", body: `Who knows what this does?\n\n\`\`\`html\n${attack}\n\`\`\`` });
    if (answer.status() === 303) topics.push(answer.headers().location);
  });
  assert.ok(topics.length > ATTACKS.length * 0.9, `${topics.length} titles were taken`);
  const visitor = await watched();
  await visitor.open("/");
  for (let page = 0; page < 30; page += 1) {
    await nothingRuns(visitor, `page ${page} of the list`);
    const older = visitor.link("Older topics");
    if (await older.count() === 0) break;
    await visitor.page.goto(await older.getAttribute("href"), { waitUntil: "domcontentloaded" });
  }
  const some = topics.filter((_, number) => number % 10 === 0);
  await lookAtAll(await watched({ lang: "nb-NO" }), some);
  await each(some.filter((_, number) => number % 4 === 0), (path, _, reader) => visit(reader, path), await visitors());
  await visit(person, "/u/mateo/topics");
});

test("in addresses", { timeout: 300_000 }, async () => {
  const bare = await watched({ lang: "nb-NO" });
  const places = ["/ask?category=", "/?before=", "/top?period=", "/t/x/1?order=", "/tag/", "/u/", "/c/", "/sign-in?next=", "/hot?as_of=", "/"];
  const parts = ATTACKS.map((attack) => encodeURIComponent(cut(attack, 200).toWellFormed()));
  const searches = parts.map((part) => `/search?q=${part}`);
  const others = parts.filter((_, number) => number % 4 === 0).map((part, number) => `${places[number % places.length]}${part}`);
  await lookAtAll(bare, [...searches, ...others]);
  // And where scripts of ours read the address that they stand at.
  const visited = others.filter((_, number) => number % 3 === 0);
  await each(visited, (path, _, visitor) => visit(visitor, `${path}#${path.split(/[=/]/).pop()}`), await visitors());
});

// Words that decide what a form means: with an attack in them it is refused, and shown again with all that was typed.
const CHECKED = /^(slug|website|address|username|identity|key|version|tags|password|new|into|synonym|rename|preview)$/;

// People who go about side by side; those who change the same things go one after the other.
const WALKS = [[undefined], ["ingrid", "ylva"], ["mateo", "sunniva"]];

test("in every form of every page: what comes back and what is kept", { timeout: 600_000 }, async () => {
  const seen = new Map();
  const paths = [];
  // A form is the same in every language. The list was read to its end above.
  const kinds = PAGES.filter(({ name, server, lang }) => server !== "serve" && !lang && name !== "list-end");
  assert.ok(kinds.every(({ as }) => WALKS.flat().includes(as)), "everybody goes about");
  const look = async (kind) => {
    const person = await watched(kind);
    await kind.go(person).catch((cause) => { throw new Error(`on the way to ${kind.name}, at ${person.page.url()}`, { cause }); });
    await nothingRuns(person, kind.name);
    if (!paths.some(([who, path]) => who === person && path === person.path)) paths.push([person, person.path]);
    for (const form of await person.page.evaluate(forms)) {
      const name = `${form.action.replace(/\d+/g, "N")} ${form.fields.map((field) => field.name)}`;
      if (!seen.has(name) && !/\/(sign-out|close-account)$/.test(form.action)) seen.set(name, { ...form, person });
    }
  };
  await each(WALKS, async (names) => { for (const kind of kinds.filter(({ as }) => names.includes(as))) await look(kind); });
  assert.ok(seen.size > 15, `${seen.size} forms: ${[...seen.keys()].join("\n")}`);
  const filled = (field, all) => {
    if (field.room === 0 || (!all && CHECKED.test(field.name))) return [field.name, field.value];
    return [field.name, field.room > 600 ? list(field.room) : cut(attacks(), field.room)];
  };
  const people = [...new Set(paths.map(([person]) => person))];
  await each(people, async (person) => {
    for (const all of [true, false]) {
      for (const [name, { action, fields }] of [...seen].filter(([, form]) => form.person === person)) {
        // From whatever page is open: the form brings its fields along.
        await Promise.all([person.page.waitForEvent("domcontentloaded"), person.page.evaluate(send, { action, fields: fields.map((field) => filled(field, all)) })]);
        await nothingRuns(person, `${name}, ${all ? "with attacks in every field" : "with attacks where anything may stand"}`);
      }
    }
  });
  await each(people, async (person) => { for (const [, path] of paths.filter(([who]) => who === person)) await visit(person, path); });
});
