// Signing up and in, settings, leaving.
import assert from "node:assert/strict";
import { test } from "node:test";
import { community } from "./support/community.mjs";

const town = community();
const PASSWORD = "four calm harbour geese";

async function confirmLink(address) {
  const mail = await town.server.mailTo(address);
  const link = mail.match(/http:\/\/[^\s"<>]+\/confirm\/[^\s"<>]+/);
  assert.ok(link, `a link to confirm in:\n${mail}`);
  return link[0];
}

test("signing up: mistakes, the mail, and back on the page one was reading", async () => {
  const visitor = await town.visitor();
  const { page } = visitor;
  await visitor.open("/unsolved");
  await visitor.follow(page.locator("header.top").getByRole("link", { name: "Create account" }));
  await page.locator("#address").fill("nobody");
  await page.locator("#username").fill("mateo");
  await page.locator("#password").fill("short");
  await visitor.follow(page.locator("form[action='/sign-up'] button"));
  assert.match(await page.title(), /^Error:/);
  assert.equal(await page.locator("#address").inputValue(), "nobody");
  assert.equal(await page.locator("#password").inputValue(), "", "a password never comes back");
  await page.locator("#address").fill("vilde@example.com");
  await page.locator("#username").fill("vilde");
  await page.locator("#password").fill(PASSWORD);
  await visitor.follow(page.locator("form[action='/sign-up'] button"));
  assert.match(await visitor.main().innerText(), /Look into your inbox/);

  await visitor.open(await confirmLink("vilde@example.com"));
  await visitor.follow(visitor.button("Confirm and sign in"));
  assert.equal(visitor.path, "/unsolved");
  assert.match(await visitor.main().innerText(), /Your account is ready/);
  await visitor.ask({ title: "First shop, first question: where to begin?", body: "I open in two weeks and have only the products so far. What first?" });

  // The link works once.
  const again = await town.visitor();
  await again.open(await confirmLink("vilde@example.com"));
  assert.match(await again.main().innerText(), /no longer works/);
});

test("a wrong password says nothing about who has an account", async () => {
  const visitor = await town.visitor();
  const attempt = async (name) => {
    await visitor.open("/sign-in");
    await visitor.page.locator("#identity").fill(name);
    await visitor.page.locator("#password").fill("wrong wrong wrong");
    await visitor.follow(visitor.page.locator("form[action='/sign-in'] button"));
    return (await visitor.main().innerText()).replaceAll(name, "");
  };
  assert.equal(await attempt("ingrid"), await attempt("nobody-at-all"));
});

test("a picture without scripts: chosen, shown everywhere, taken off again", async () => {
  const member = await town.member("ingrid", { js: false });
  await member.open("/settings");
  const picture = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGO4IycHRAwQCgAhpgRhTxp8CQAAAABJRU5ErkJggg==", "base64");
  await member.page.locator("#picture").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture });
  await member.follow(member.button("Use this picture"));
  assert.match(await member.main().innerText(), /Your picture is changed/);
  const shown = member.page.locator("header.top img.arms, .picture img");
  assert.ok(await shown.count() >= 2);
  await member.follow(member.button("Remove the picture"));
  assert.equal(await member.page.locator("img.arms").count(), 0);
});

test("settings: name and language, other browsers signed out, signing out", async () => {
  const member = await town.member("ingrid");
  await member.open("/settings");
  await member.page.locator("#name").fill("Ingrid S.");
  await member.follow(member.main().locator("form .btn.primary"));
  assert.equal(await member.page.locator("#name").inputValue(), "Ingrid S.");
  await member.page.locator("#name").fill("Ingrid Solberg");
  await member.follow(member.main().locator("form .btn.primary"));
  await member.follow(member.link("Preferences"));
  const save = () => member.follow(member.main().locator("form .btn.primary"));
  await member.page.locator("#lang").selectOption("nb");
  await save();
  assert.equal(await member.page.locator("html").getAttribute("lang"), "nb");
  await member.page.locator("#lang").selectOption("en");
  await save();
  assert.equal(await member.page.locator("html").getAttribute("lang"), "en");

  // Dark though the system is light, and the clock of another place than the browser's.
  const ground = () => member.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await member.page.locator("#theme").selectOption("dark");
  await member.page.locator("#zone").selectOption("Asia/Taipei");
  await save();
  assert.notEqual(await ground(), light);
  await member.open("/settings/sessions");
  const shown = member.page.locator(".sessions time").first();
  const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: "Asia/Taipei" }).format(new Date(await shown.getAttribute("datetime"))));
  assert.match(await shown.getAttribute("title"), new RegExp(` ${String(hour).padStart(2, "0")}:`));
  await member.open("/settings/preferences");
  await member.page.locator("#theme").selectOption("system");
  await member.page.locator("#zone").selectOption("");
  await save();
  assert.equal(await ground(), light);

  const elsewhere = await town.member("ingrid");
  await member.open("/settings/sessions");
  await member.follow(member.button("Sign out everywhere else"));
  await elsewhere.open("/settings");
  assert.match(elsewhere.path, /^\/sign-in/, "the other browser is signed out at its next request");

  await member.page.locator("details.account summary").click();
  await member.follow(member.page.locator("header.top").getByRole("button", { name: "Sign out" }));
  assert.equal(await member.page.locator("header.top .account").count(), 0);
});
