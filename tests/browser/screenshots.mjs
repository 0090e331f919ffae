// Pictures of every kind of page, for people to look at.
// Started by `tests/browser/pictures`, which says how.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Community } from "./support/community.mjs";
import { PAGES } from "./pages.mjs";

const SIZES = { 360: 800, 1280: 900 };

async function shoot(town, kind, { width, height, scheme, fullPage, file, scroll = 0 }) {
  const options = { lang: kind.lang, width, height, scheme };
  const person = kind.as ? await town.member(kind.as, options) : await town.visitor(options);
  try {
    await kind.go(person);
    await person.page.evaluate((by) => scrollTo(0, by), scroll);
    return await person.page.screenshot({ path: file, fullPage });
  } finally {
    await person.context.close();
    town.people = [];
  }
}

// WebP is a fifth of PNG here; Playwright does not write it, the browser itself does.
async function asWebp(town, png) {
  const page = await town.chromium.newPage();
  const url = await page.evaluate(async (source) => {
    const image = await createImageBitmap(await (await fetch(source)).blob());
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.55);
  }, `data:image/png;base64,${png.toString("base64")}`);
  await page.close();
  return Buffer.from(url.split(",")[1], "base64");
}

async function readme() {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "../../docs/screenshots");
  mkdirSync(folder, { recursive: true });
  const town = await Community.open();
  const pictures = [["home", "light", 1100, 700], ["topic-solved", "light", 1100, 700, 560], ["topic-solved", "dark", 390, 700], ["topic-chinese", "light", 390, 700]];
  for (const [name, scheme, width, height, scroll] of pictures) {
    const kind = PAGES.find((page) => page.name === name);
    const png = await shoot(town, kind, { width, height, scheme, scroll });
    writeFileSync(join(folder, `${name}${scheme === "dark" ? "-dark" : ""}.webp`), await asWebp(town, png));
  }
  await town.close();
}

async function all(folder, wanted) {
  mkdirSync(folder, { recursive: true });
  for (const command of ["demo", "serve"]) {
    const kinds = PAGES.filter((kind) => (kind.server ?? "demo") === command && (wanted.length === 0 || wanted.includes(kind.name)));
    if (kinds.length === 0) continue;
    const town = await Community.open(command);
    for (const kind of kinds) {
      for (const [width, height] of Object.entries(SIZES)) {
        for (const scheme of ["light", "dark"]) {
          const file = join(folder, `${kind.name}-${width}-${scheme}.png`);
          try {
            await shoot(town, kind, { width: Number(width), height, scheme, fullPage: true, file });
            console.log(file);
          } catch (error) {
            console.log(`${kind.name}: ${error.message.split("\n")[0]}`);
            process.exitCode = 1;
          }
        }
      }
    }
    await town.close();
  }
}

const [folder, ...wanted] = process.argv.slice(2);
if (folder === "--readme") await readme();
else if (folder) await all(folder, wanted);
else throw new Error("name a folder for the pictures");
