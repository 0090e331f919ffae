// Keeping order: closing, pinning, hiding what others see.
import assert from "node:assert/strict";
import { test } from "node:test";
import { community } from "./support/community.mjs";

const town = community();

test("a moderator closes, reopens, pins and unpins", async () => {
  const moderator = await town.member("ylva");
  const title = "Customs declaration prints without the tariff code for bundles";
  await moderator.open("/");
  await moderator.follow(moderator.link(title));
  const topic = moderator.path;
  const act = (name) => moderator.follow(moderator.page.locator(".topic-side").getByRole("button", { name }));
  await act("Close topic");
  assert.match(await moderator.page.locator(".topic-head").innerText(), /Closed/);

  const member = await town.member("ingrid");
  await member.open(topic);
  assert.match(await member.page.locator("#reply").innerText(), /This topic is closed and takes no more replies/);
  assert.equal(await member.page.locator("#reply textarea").count(), 0);
  assert.equal(await member.page.locator(".topic-side .keep").count(), 0, "members keep no order");

  await act("Reopen topic");
  await member.open(topic);
  assert.equal(await member.page.locator("#reply textarea").count(), 1);
  await act("Pin topic");
  await member.open("/");
  assert.match(await member.page.locator("li.row").filter({ hasText: title }).innerText(), /Pinned/);
  await act("Unpin topic");
  await member.open("/");
  assert.doesNotMatch(await member.page.locator("li.row").filter({ hasText: title }).innerText(), /Pinned/);
});

test("staff write a note that nobody else sees, with a reply that they keep ready, without JavaScript", async () => {
  const asker = await town.member("ingrid");
  const topic = await asker.ask({ title: "Which thermal paper fades least in a sunny window?", body: "Our receipts turn grey within a week, and the tax office wants to read them in five years." });
  const staff = await town.member("mateo", { js: false });
  await staff.open(topic);
  await staff.page.locator("#reply textarea").fill("Ask her for a photo first.");
  await staff.page.locator("#note").check();
  await staff.page.locator("#canned").selectOption({ label: "Ask for the order number" });
  await staff.follow(staff.page.locator("button[name=insert]"));
  assert.match(await staff.page.locator("textarea[name=body]").inputValue(), /^Ask her for a photo first\.\n\nHi Ingrid Solberg, /);
  assert.ok(await staff.page.locator("#note").isChecked(), "it is a note still");
  await staff.follow(staff.main().locator("form.composer button.primary"));
  assert.match(await staff.page.locator(".is-note").innerText(), /only staff[^]*Ask her for a photo first/);
  for (const person of [asker, await town.member("ylva"), await town.visitor()]) {
    await person.open(topic);
    assert.equal(await person.page.getByText("Ask her for a photo first").count(), 0);
    assert.equal(await person.page.locator(".is-note").count(), 0);
  }
});

test("a moderator deletes another's reply with a reason and restores it", async () => {
  const member = await town.member("ingrid");
  const topic = await member.ask({ title: "Where do you buy parcel tape these days?", body: "The rolls we get have become thinner and thinner, they tear on every second box." });
  const staff = await town.member("mateo");
  await staff.reply(topic, "Paper tape with threads in it, from any packaging wholesaler.");

  const moderator = await town.member("ylva");
  await moderator.open(topic);
  await moderator.choose(moderator.post("Paper tape"), "Delete");
  await moderator.page.locator("#reason").fill("Advertising");
  await moderator.follow(moderator.button("Delete"));
  await member.open(topic);
  assert.equal(await member.page.getByText("Paper tape").count(), 0);
  await moderator.open(topic);
  await moderator.choose(moderator.post("Paper tape"), "Restore");
  await member.open(topic);
  assert.equal(await member.post("Paper tape").count(), 1);
});
