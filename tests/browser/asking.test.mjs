// Asking, answering, accepting, voting, editing, deleting: with scripts and a mouse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { community } from "./support/community.mjs";

const town = community();

const BODY = [
  "My parcel scale says **2.4 kg**, the label says *2.0 kg*.", "",
  "| Parcel | Scale | Label |", "|:--|--:|--:|", "| Box M | 2.4 | 2.0 |", "",
  "```json", "{ \"weight\": 2400, \"unit\": \"g\" }", "```", "", "- [x] weighed twice", "- [ ] asked the carrier", "",
  "<script>alert(1)</script> and https://example.com/scales",
].join("\n");

test("mistakes come back with everything that was typed, then the topic stands as its preview showed", async () => {
  const asker = await town.member("ingrid");
  const { page } = asker;
  await asker.open("/ask");
  await page.locator("#title").fill("Too short");
  await page.locator("#category").selectOption({ label: "Taxes and invoices" });
  await page.locator("#tags").fill("cards, checkout");
  await page.locator("#body").fill("Short.");
  await asker.follow(asker.button("Post topic"));
  assert.match(await page.title(), /^Error:/);
  assert.equal(await page.locator("#errors li").count(), 2);
  assert.equal(await page.evaluate(() => document.activeElement.id), "errors", "the summary has the focus");
  assert.equal(await page.locator("#title").inputValue(), "Too short");
  assert.equal(await page.locator("#tags").inputValue(), "cards, checkout");
  assert.equal(await page.locator("#body").inputValue(), "Short.");
  assert.equal(await page.locator("#category option:checked").innerText(), "Taxes and invoices");
  assert.equal(await page.locator("#title").getAttribute("aria-invalid"), "true");
  await page.locator("#errors a").first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "title");

  await page.locator("#title").fill("The label shows less weight than my scale");
  await page.locator("#body").fill(BODY);
  await asker.button("Preview").click();
  const shown = page.locator(".preview .prose");
  await shown.locator("table").waitFor();
  const preview = await shown.evaluate((box) => box.innerHTML);
  await asker.follow(asker.button("Post topic"));
  const posted = await page.locator("#post-1 .prose").evaluate((box) => box.innerHTML);
  assert.equal(posted, preview, "the post is what its preview was");
  assert.equal(await page.locator("#post-1 script").count(), 0);
});

test("reply, comment, me too, vote, accept, withdraw", async () => {
  const asker = await town.member("ingrid");
  const title = "Which printer do you use for shipping labels?";
  const topic = await asker.ask({ title, body: "Ours gave up after four years of two hundred labels a day. What lasts longer?" });

  const other = await town.member("ylva");
  await other.open(topic);
  const meToo = other.page.locator("#post-1").getByRole("button", { name: /I have this too/ });
  await meToo.click();
  await other.page.locator("#post-1 button[aria-pressed=true]").waitFor();
  assert.match(await meToo.innerText(), /1/);
  const words = "A thermal printer, second hand, five years and counting without a jam.";
  const place = await other.reply(topic, words);
  assert.match(place, /#post-2$/, "one lands on one's own reply");

  await asker.open(topic);
  assert.match(await asker.page.locator(".topic-head").innerText(), /Answered, not solved/);
  const vote = asker.post(words).getByRole("button", { name: /Helpful/ });
  await vote.click();
  await asker.post(words).locator("button[aria-pressed=true]").waitFor();
  assert.match(await vote.innerText(), /1/);
  await asker.page.reload();
  assert.match(await vote.innerText(), /1/, "the vote was kept");
  await asker.post(words).locator("details.add summary").click();
  await asker.post(words).getByLabel("Your comment").fill("Which model is it?");
  await asker.follow(asker.button("Post comment", asker.post(words)));
  assert.match(await asker.post(words).locator(".comments").innerText(), /Which model is it\?/);

  await asker.follow(asker.button("This solved it", asker.post(words)));
  assert.match(await asker.page.locator("section.accepted").innerText(), /thermal printer/);
  assert.match(await asker.page.locator(".topic-head").innerText(), /Solved/);
  await asker.open("/");
  assert.match(await asker.page.locator("li.row").filter({ hasText: title }).innerText(), /Solved/);

  const staff = await town.member("mateo");
  await staff.open(topic);
  await staff.follow(staff.button("Recommend as staff", staff.page.locator("section.accepted")));
  assert.match(await staff.page.locator("section.accepted").innerText(), /Mateo Rivas recommends it as staff/);

  await asker.open(topic);
  await asker.follow(asker.button("Withdraw acceptance", asker.page.locator("section.accepted")));
  await staff.open(topic);
  await staff.follow(staff.button("Withdraw recommendation", staff.page.locator("section.accepted")));
  assert.equal(await staff.page.locator("section.accepted").count(), 0);
});

test("an edit is shown word by word; deleted comes back when restored", async () => {
  const asker = await town.member("ingrid");
  const topic = await asker.ask({ title: "How long do you keep returned goods?", body: "We keep everything for thirty days. What about you?" });
  const other = await town.member("ylva");
  await other.reply(topic, "Fourteen days here, then it goes to the outlet shelf.");

  await asker.open(topic);
  await asker.choose(asker.page.locator("#post-1"), "Edit");
  await asker.page.locator("#body").fill("We keep everything for sixty days. What about you?");
  await asker.page.locator("#reason").fill("Asked our warehouse");
  await asker.follow(asker.button("Save changes"));
  assert.match(await asker.page.locator("#post-1").innerText(), /sixty days/);
  await asker.follow(asker.page.locator("#post-1").getByRole("link", { name: "edited" }));
  const history = asker.page.locator("ol.revisions");
  assert.match(await history.innerText(), /Asked our warehouse/);
  assert.match(await history.locator("ins").innerText(), /sixty/);
  assert.match(await history.locator("del").innerText(), /thirty/);

  await other.open(topic);
  await other.choose(other.post("outlet shelf"), "Delete");
  await other.follow(other.button("Delete"));
  await asker.open(topic);
  assert.equal(await asker.page.getByText("outlet shelf").count(), 0, "it is gone for others");
  await other.open(topic);
  await other.choose(other.post("outlet shelf"), "Restore");
  await asker.open(topic);
  assert.equal(await asker.post("outlet shelf").count(), 1);
});

test("a session that ended while one wrote: what was typed is offered after signing in again", async () => {
  const member = await town.member("ingrid");
  const topic = await member.ask({ title: "Do you weigh every parcel twice?", body: "The carrier bills us after weighing again. Is it only us?" });
  const words = "Yes, and we photograph the display, it has paid for itself.";
  await member.open(topic);
  await member.page.locator("#reply-text").fill(words);
  await member.loseSession();
  await member.follow(member.button("Post reply"));
  assert.match(await member.main().innerText(), /You were signed out in the meantime/);
  await member.signIn("ingrid");
  assert.equal(await member.page.locator("textarea[name=body]").inputValue(), words);
  await member.follow(member.main().locator("form .btn.primary"));
  assert.equal(await member.post(words).count(), 1);
});

test("a vote after the session ended leads to signing in, not into nothing", async () => {
  const member = await town.member("ingrid");
  await member.open("/");
  await member.follow(member.link("Card payments from Denmark fail at the bank's confirmation step"));
  await member.loseSession();
  await Promise.all([member.page.waitForURL(/sign-in/), member.page.locator("form[action$='/vote'] button").first().click()]);
  assert.equal(await member.heading().innerText(), "Sign in");
});

test("what was begun is kept as a draft and offered back", async () => {
  const member = await town.member("ingrid");
  await member.open("/ask");
  await member.page.locator("#title").fill("A question that is not finished");
  await member.page.locator("#body").fill("I was in the middle of");
  await member.page.getByText(/^Draft saved/).waitFor();
  await member.open("/");
  await member.open("/ask");
  await member.page.getByRole("button", { name: "Bring it back" }).click();
  assert.equal(await member.page.locator("#body").inputValue(), "I was in the middle of");
  assert.equal(await member.page.locator("#title").inputValue(), "A question that is not finished");
});
