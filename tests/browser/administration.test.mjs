// Setting up a new community, and what an admin does afterwards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { community } from "./support/community.mjs";

const town = community();

test("an admin makes a category, which can be asked in at once", async () => {
  const admin = await town.member("sunniva");
  await admin.page.locator("details.account summary").click();
  await admin.follow(admin.page.locator("header.top").getByRole("link", { name: "Administration" }));
  await admin.open("/admin/categories");
  await admin.follow(admin.link("New category"));
  const names = admin.page.locator("fieldset input[id^=name]");
  await names.nth(0).fill("Packaging");
  await admin.page.getByLabel("Members", { exact: true }).selectOption("ask");
  await admin.page.getByLabel("Everyone", { exact: true }).selectOption("read");
  await admin.follow(admin.button("Save"));
  await admin.open("/admin/categories");
  assert.equal(await admin.page.getByRole("link", { name: "Packaging", exact: true }).count() > 0, true);

  const member = await town.member("ingrid");
  const topic = await member.ask({ title: "Boxes that fold flat again?", body: "For returns I would like to reuse the boxes. Any brand that survives it?", category: "Packaging" });
  await member.open("/c/packaging");
  assert.equal(await member.page.locator("li.row").count(), 1);
  assert.ok(topic);

  await admin.open("/admin/log");
  assert.match(await admin.main().locator("tbody tr").first().innerText(), /@sunniva[^]*Made a category[^]*Packaging/);
});

test("members see nothing of the administration", async () => {
  const member = await town.member("ingrid");
  for (const path of ["/admin", "/admin/categories", "/admin/log", "/admin/settings"]) assert.equal(await member.open(path), 404, path);
});
