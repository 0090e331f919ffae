// The moderators' desk: flags, cases, decisions and appeals, with the mouse, by keys alone, on a phone and without scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { community } from "./support/community.mjs";
import { axeSource } from "./support/libraries.mjs";

const town = community();
const PHONE = { width: 360, height: 740 };
const ADVICE = "I can do this for you for a small fee, write to me at the address in my profile.";

const noFaults = async (person, where) => {
  await person.page.evaluate(axeSource);
  const { violations } = await person.page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], where);
};

async function flags(person, topic, words, reason) {
  await person.open(topic);
  await person.choose(person.post(words), "Flag");
  await person.page.getByRole("radio", { name: reason }).check();
  await person.follow(person.button("Send flag"));
  assert.match(await person.page.locator(".notice").first().innerText(), /Moderators will look at it/);
}

// A page read again until it says what jobs bring about.
async function until(person, path, selector) {
  for (let tries = 0; tries < 300; tries += 1) {
    await person.open(path);
    if (await person.page.locator(selector).count() > 0) return;
    await wait(100);
  }
  assert.fail(`${path} has no ${selector}: ${await person.main().innerText()}`);
}

async function openCase(moderator, words) {
  await until(moderator, "/review", `.cases li:has-text("${words}")`);
  await moderator.follow(moderator.page.locator(".cases li").filter({ hasText: words }).locator("a.to-case"));
}

test("three flags hide a post; claimed, decided, appealed by its author, restored by another moderator", async () => {
  town.enrol("aslaug");
  town.enrol("eivind");
  town.enrol("vera", "moderator");
  const asker = await town.member("ingrid");
  const topic = await asker.ask({ title: "Who has moved a shop with nine thousand products?", body: "We have nine thousand products in an old shop and want to bring them here. How long does it take?" });
  const author = await town.member("eivind");
  await author.reply(topic, ADVICE);
  const [staff, other] = await Promise.all([town.member("mateo"), town.member("aslaug")]);
  for (const person of [asker, staff, other]) await flags(person, topic, "for a small fee", /Undisclosed promotion/);
  const visitor = await town.visitor();
  await until(author, topic, "article.post:has-text('for a small fee') :text('Members flagged it')");
  await visitor.open(topic);
  assert.equal(await visitor.post("for a small fee").count(), 0);

  const moderator = await town.member("ylva");
  await openCase(moderator, "nine thousand products");
  await noFaults(moderator, "a case");
  await moderator.follow(moderator.button("Claim this case"));
  assert.match(await moderator.main().innerText(), /This case is yours until/);
  await moderator.page.getByRole("radio", { name: /^Hide/ }).check();
  await moderator.page.getByLabel("Rule").selectOption({ label: "Whoever sells something says so." });
  await moderator.follow(moderator.button("Decide and open next"));
  assert.match(await moderator.page.title(), /^Error:/, "the author needs a reason");
  assert.ok(await moderator.page.getByRole("radio", { name: /^Hide/ }).isChecked(), "what was chosen is still chosen");
  await moderator.page.getByLabel("Reason").fill("This is an offer, not an answer.");
  await moderator.follow(moderator.button("Decide and open next"));
  assert.match(await moderator.page.locator(".notice").first().innerText(), /Decided/);

  await author.open("/decisions");
  assert.match(await author.main().innerText(), /Whoever sells something says so\. This is an offer, not an answer\./);
  await author.page.locator("details > summary", { hasText: "Appeal" }).click();
  await author.page.locator("details textarea").fill("My profile says plainly that I work for an agency.");
  await author.follow(author.button("Send appeal"));
  await noFaults(author, "an appeal that was sent");

  const judge = await town.member("vera");
  await openCase(judge, "nine thousand products");
  assert.match(await judge.main().innerText(), /I work for an agency/);
  await judge.page.getByRole("radio", { name: /^Undo the decision/ }).check();
  await judge.page.getByLabel("Answer to the member").fill("It does. Please say so in the reply too.");
  await judge.follow(judge.button("Decide", judge.page.locator("form[data-decide]")));
  await until(visitor, topic, "article.post:has-text('for a small fee')");
  await author.open("/decisions");
  assert.match(await author.main().innerText(), /The decision was undone/);
  assert.match(await author.main().innerText(), /Please say so in the reply too/);
  await until(other, "/flags", ":text('A moderator')");
});

// Twenty accounts write ten posts each, as programs do: with forms, and without reading.
async function wave(topic, lines) {
  const spammers = Array.from({ length: 20 }, (_, n) => `bargain${String(n).padStart(2, "0")}`);
  for (const name of spammers) town.enrol(name);
  for (const name of spammers) {
    const spammer = await town.member(name, { js: false });
    for (const line of lines) {
      const sent = await spammer.context.request.post(`${topic}/reply`, { form: { key: "", body: line }, headers: { origin: town.url }, maxRedirects: 0 });
      assert.equal(sent.status(), 303, await sent.text());
    }
    await spammer.context.close();
    town.people.splice(town.people.indexOf(spammer), 1);
  }
  return spammers;
}

test("two hundred posts from twenty accounts are gone in under twenty clicks", { timeout: 600_000 }, async () => {
  const asker = await town.member("ingrid");
  const topic = await asker.ask({ title: "Which parcel scale is worth its money?", body: "Ours shows something else each time. Up to thirty kilograms would be enough for us." });
  const number = topic.match(/\/(\d+)/)[1];
  const lines = Array.from({ length: 10 }, (_, n) => `Cheapest scales number ${n}, all brands, look at https://bargains.example/scales and buy today.`);
  const spammers = await wave(`/t/${number}`, lines);
  const moderator = await town.member("ylva");
  await until(moderator, "/review", ".cases li:has-text('parcel scale'):has-text('200')");
  let clicks = 0;
  const click = async (target) => { clicks += 1; await moderator.follow(target); };
  await moderator.open("/");
  clicks += 1;
  await moderator.page.locator("header.top details.account > summary").click();
  await click(moderator.page.locator("header.top a[href='/review']").locator("visible=true"));
  await click(moderator.page.locator(".cases li").filter({ hasText: "parcel scale" }).locator("a.to-case"));
  const { path } = moderator;
  await click(moderator.button("Claim this case"));
  clicks += 1;
  await moderator.page.getByRole("radio", { name: /^Remove a spammer/ }).check();
  await moderator.page.getByLabel("Reason").fill("Nobody asked for this.");
  await click(moderator.button("Decide and open next"));
  const listed = await moderator.main().innerText();
  for (const name of spammers) assert.ok(listed.includes(name), `${name} is listed`);
  assert.match(listed, /bargains\.example/);
  await noFaults(moderator, "what will happen to spammers");
  await click(moderator.button("Remove all of it"));
  assert.ok(clicks < 20, `${clicks} clicks`);
  // Each account has a decision of its own, and a job goes through the posts.
  for (let tries = 0; ; tries += 1) {
    await moderator.open(path);
    const done = (await moderator.main().innerText()).match(/10 of 10 posts done/g) ?? [];
    if (done.length === 20) break;
    assert.ok(tries < 200, `${done.length} of 20 accounts are cleared`);
    await wait(100);
  }
  await moderator.open("/review");
  assert.equal(await moderator.page.locator(".cases li").filter({ hasText: "parcel scale" }).count(), 0);
  const spammer = await town.member(spammers[19]);
  await spammer.open(topic);
  assert.equal(await spammer.page.locator("#reply textarea").count(), 0, "suspended");
  assert.equal(await spammer.page.getByText("bargains.example").count(), 0);
});

// What waits for somebody, so that there is something to clear. What one member wrote on one day is one case.
async function somethingWaits(how, topics) {
  const [asker, flagger] = await Promise.all([town.member("ingrid"), town.member("mateo")]);
  for (let n = 1; n <= topics; n += 1) {
    const title = `Something that has to be cleared ${how}, number ${n} of ${topics}`;
    const topic = await asker.ask({ title, body: "It stands here so that somebody may look at it and say that it is fine." });
    await flags(flagger, topic, "say that it is fine", /Off topic/);
  }
  return `cleared ${how}`;
}

async function empty(moderator) {
  await until(moderator, "/review", ".empty");
}

test("the queue is cleared by keys alone", { timeout: 600_000 }, async () => {
  town.enrol("keyla", "moderator");
  const words = await somethingWaits("by keys", 2);
  const moderator = await town.member("keyla");
  const { keyboard } = moderator.page;
  await until(moderator, "/review", `.cases li:has-text("${words}"):has-text("2 items")`);
  // The script for keys comes after the page; it names them once it listens.
  const listening = () => moderator.page.locator(".keys:not([hidden]), .empty").waitFor({ state: "attached" });
  const press = async (key) => {
    await Promise.all([moderator.page.waitForEvent("load"), keyboard.press(key)]);
    await listening();
  };
  await listening();
  for (let left = await moderator.page.locator(".cases li").count(); left > 0; left -= 1) {
    if (await moderator.page.locator("[data-cases]").count() > 0) {
      await keyboard.press("j");
      await press("Enter");
    }
    if (await moderator.page.locator("[data-claim]").count() > 0) await press("c");
    await keyboard.press("d");
    if (await moderator.page.locator("#answer").count() > 0) {
      await keyboard.press("Tab");
      await keyboard.type("It stays as it is.");
      await keyboard.press("Tab");
      await press("Enter");
    } else {
      await keyboard.press("1");
      await press("Enter");
    }
  }
  await empty(moderator);
});

for (const [how, options] of [["on a phone", PHONE], ["without scripts", { js: false }]]) {
  test(`the queue is cleared ${how}`, { timeout: 600_000 }, async () => {
    const name = how.replaceAll(" ", "");
    town.enrol(name, "moderator");
    const words = await somethingWaits(how, 2);
    const moderator = await town.member(name, options);
    await until(moderator, "/review", `.cases li:has-text("${words}"):has-text("2 items")`);
    if (options.js !== false) await noFaults(moderator, `the queue ${how}`);
    await moderator.follow(moderator.page.locator("a.to-case").first());
    while (await moderator.page.locator("form[data-decide]").count() > 0) {
      const width = await moderator.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth).catch(() => 0);
      assert.ok(width <= 0, `${moderator.path} is ${width} pixels too wide`);
      if (await moderator.page.locator("#answer").count() > 0) {
        await moderator.page.locator("#answer").fill("It stays as it is.");
        await moderator.follow(moderator.page.locator("form[data-decide] button"));
      } else {
        await moderator.page.getByRole("radio", { name: /^Nothing is wrong/ }).check();
        await moderator.follow(moderator.button("Decide and open next"));
      }
      if (await moderator.page.locator("a.to-case").count() > 0) await moderator.follow(moderator.page.locator("a.to-case").first());
    }
    await empty(moderator);
  });
}
