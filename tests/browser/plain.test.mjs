// The core without JavaScript, and by keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { community } from "./support/community.mjs";

const town = community();
const plain = { js: false };

test("without JavaScript: ask with a mistake and a preview, answer, vote, accept", async () => {
  const asker = await town.member("ingrid", plain);
  const { page } = asker;
  await asker.open("/ask");
  await page.locator("#title").fill("Short");
  await page.locator("#category").selectOption({ label: "Orders" });
  await page.locator("#body").fill("How do others handle **pre-orders** in the list of orders?");
  await asker.follow(asker.button("Post topic"));
  assert.match(await page.title(), /^Error:/);
  await page.locator("#title").fill("How do you mark pre-orders in the list?");
  await asker.follow(asker.button("Preview"));
  const preview = await page.locator(".preview .prose").innerHTML();
  assert.match(preview, /<strong>pre-orders<\/strong>/);
  await asker.follow(asker.button("Post topic"));
  assert.equal(await page.locator("#post-1 .prose").innerHTML(), preview);
  const topic = new URL(page.url()).pathname;

  const other = await town.member("ylva", plain);
  const words = "With a tag of their own, and a filter that shows only those.";
  await other.open(topic);
  await other.follow(other.page.locator("#post-1").getByRole("button", { name: /I have this too/ }));
  assert.equal(await other.page.locator("#post-1 button[aria-pressed=true]").count(), 1);
  await other.reply(topic, words);

  await asker.open(topic);
  await asker.follow(asker.post(words).getByRole("button", { name: /Helpful/ }));
  assert.equal(await asker.post(words).locator("button[aria-pressed=true]").count(), 1);
  await asker.post(words).locator("details.add summary").click();
  await asker.post(words).getByLabel("Your comment").fill("And who sets it?");
  await asker.follow(asker.button("Post comment", asker.post(words)));
  await asker.follow(asker.button("This solved it", asker.post(words)));
  assert.match(await page.locator("section.accepted").innerText(), /With a tag of their own/);
});

// Tab until the wanted element has the focus; every stop on the way must be seen.
async function tabTo(person, matches, what) {
  const { page } = person;
  for (let steps = 0; steps < 150; steps += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate((selector) => {
      const at = document.activeElement;
      const box = at.getBoundingClientRect();
      // A row shows the focus of its link, a composer that of its text area.
      const shown = [getComputedStyle(at), getComputedStyle(at, "::after"), getComputedStyle(at.closest(".pad") ?? at)];
      const outline = shown.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1);
      return { there: at.matches(selector), body: at === document.body, box: [box.width, box.height], outline, tag: at.outerHTML.slice(0, 120) };
    }, matches);
    if (stop.body) continue;
    assert.ok(stop.box[0] > 0 && stop.box[1] > 0, `the focus is lost on ${stop.tag}`);
    assert.ok(stop.outline, `no visible focus on ${stop.tag}`);
    if (stop.there) return;
  }
  assert.fail(`${what} cannot be reached by Tab on ${page.url()}`);
}

const enter = (person) => Promise.all([person.page.waitForEvent("load"), person.page.keyboard.press("Enter")]);
const type = (person, words) => person.page.keyboard.type(words);

test("by keyboard: sign in, ask, answer, vote, accept", async () => {
  const asker = await town.visitor();
  await asker.open("/");
  await asker.page.keyboard.press("Tab");
  assert.equal(await asker.page.evaluate(() => document.activeElement.className), "skip", "the first stop skips to the content");
  await tabTo(asker, "header a.to-sign", "Sign in");
  await enter(asker);
  await tabTo(asker, "#identity", "the name");
  await type(asker, "ingrid");
  await tabTo(asker, "#password", "the password");
  await type(asker, "kontor-demo");
  await enter(asker);
  await tabTo(asker, "header a.to-ask", "Ask a question");
  await enter(asker);
  await tabTo(asker, "#title", "the title");
  await type(asker, "Is there a shortcut for printing receipts?");
  await tabTo(asker, "#category", "the category");
  await type(asker, "Orders");
  await tabTo(asker, "#body", "the text");
  await type(asker, "I print about sixty a day and my wrist begins to complain.");
  await tabTo(asker, "form.ask button.primary", "the button that posts");
  await enter(asker);
  const topic = new URL(asker.page.url()).pathname;
  assert.match(topic, /^\/t\//);

  const other = await town.member("ylva");
  await other.open(topic);
  await tabTo(other, "#reply-text", "the reply");
  await type(other, "Press P in the list of orders, it prints everything that is ticked.");
  await tabTo(other, "#reply button.primary", "the button that replies");
  await enter(other);

  await asker.open(topic);
  await tabTo(asker, "#post-2 form[action$='/vote'] button", "the vote");
  await asker.page.keyboard.press("Space");
  await asker.page.locator("#post-2 button[aria-pressed=true]").waitFor();
  assert.ok(await asker.page.evaluate(() => document.activeElement.matches("#post-2 form[action$='/vote'] button")), "the focus stays on the vote");
  await tabTo(asker, "#post-2 form[action$='/accept'] button", "the button that accepts");
  await enter(asker);
  assert.match(await asker.page.locator("section.accepted").innerText(), /Press P/);

  await tabTo(asker, "article.post details.own summary", "the menu of a post");
  await asker.page.keyboard.press("Enter");
  await tabTo(asker, "details.own[open] .menu-panel a", "an entry of the menu");
  await asker.page.keyboard.press("Escape");
  assert.equal(await asker.page.locator("details.own[open]").count(), 0, "Escape closes the menu");
});
