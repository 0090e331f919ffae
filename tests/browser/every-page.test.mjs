// Every kind of page: axe finds nothing, nothing is cut off, scripts and pages are light.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axeSource } from "./support/libraries.mjs";
import { Community } from "./support/community.mjs";
import { PAGES } from "./pages.mjs";

const towns = {};
before(async () => { for (const command of ["demo", "serve"]) towns[command] = await Community.open(command); }, { timeout: 600_000 });
after(async () => { for (const town of Object.values(towns)) await town.close(); });

const WIDTHS = [360, 1280];
const SCHEMES = ["light", "dark"];
// One browser for each account and language: signing in is costly by design.
const known = new Map();

async function person({ as, lang = "en-GB", server = "demo" }) {
  const key = `${server} ${as} ${lang}`;
  if (!known.has(key)) known.set(key, as ? await towns[server].member(as, { lang }) : await towns[server].visitor({ lang }));
  return known.get(key);
}

async function findings(page) {
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(axeSource);
  const results = await page.evaluate(() => window.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    rules: { "target-size": { enabled: true } },
  }));
  return results.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => `${node.target.join(" ")} (${node.any.concat(node.all, node.none)[0]?.message ?? rule.help})`).slice(0, 4).join("; ")}`);
}

for (const kind of PAGES) {
  test(`${kind.name}: axe, reflow, one heading`, { timeout: 300_000 }, async () => {
    const someone = await person(kind);
    const { page } = someone;
    await kind.go(someone);
    const found = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await findings(page)).map((finding) => `${width} ${colorScheme}: ${finding}`));
      }
      const menu = page.locator("header.top details.menu summary:visible").first();
      if (await menu.count() > 0) {
        await menu.click();
        found.push(...(await findings(page)).map((finding) => `${width}, menu open: ${finding}`));
        await menu.click();
      }
    }
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => {
        const room = document.documentElement.clientWidth;
        if (document.scrollingElement.scrollWidth <= room) return [];
        return [...document.querySelectorAll("body *")].filter((part) => part.checkVisibility() && part.getBoundingClientRect().right > room + 1).slice(0, 5).map((part) => part.outerHTML.slice(0, 100));
      });
      assert.deepEqual(wide, [], `scrolls sideways at ${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    assert.equal(await page.locator("h1").count(), 1, "one h1");
    assert.ok((await page.title()).length > 3);
    assert.deepEqual(found, []);
    assert.deepEqual(someone.faults.splice(0), [], "the browser complained");
  });
}

// What comes over the wire, compressed as browsers ask for it.
async function weigh(someone, go) {
  const client = await someone.context.newCDPSession(someone.page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  await go();
  const kinds = new Map();
  const counted = new Set();
  const sizes = { all: 0, scripts: 0 };
  client.on("Network.responseReceived", ({ requestId, type, response }) => kinds.set(requestId, { type, url: response.url }));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const { type, url } = kinds.get(requestId) ?? {};
    // Without a cache a picture that comes into view again is fetched again: whoever has one fetches it once.
    if (counted.has(url)) return;
    counted.add(url);
    sizes.all += encodedDataLength;
    if (type === "Script") sizes.scripts += encodedDataLength;
  });
  await someone.page.reload({ waitUntil: "networkidle" });
  await client.detach();
  return sizes;
}

test("all scripts together weigh at most 20 KB, the heaviest pages 100 KB", async () => {
  const member = await person({ as: "ylva" });
  for (const name of ["topic-long-moderator", "ask-staff", "home-moderator"]) {
    const kind = PAGES.find((page) => page.name === name);
    const sizes = await weigh(member, () => kind.go(member));
    console.log(`${name}: ${(sizes.all / 1000).toFixed(1)} KB in all, scripts ${(sizes.scripts / 1000).toFixed(1)} KB`);
    assert.ok(sizes.scripts > 0 && sizes.scripts <= 20_000, `${name}: scripts of ${sizes.scripts} bytes`);
    assert.ok(sizes.all > sizes.scripts && sizes.all <= 100_000, `${name}: ${sizes.all} bytes`);
  }
});

test("every answer forbids inline scripts and styles", async () => {
  for (const path of ["/", "/ask", "/t/nothing/999999", "/assets/0/none.css"]) {
    const answer = await fetch(towns.demo.url + path, { redirect: "manual" });
    const policy = answer.headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src/, path);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/, path);
  }
});
