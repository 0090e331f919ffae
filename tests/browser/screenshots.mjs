// Pictures of every kind of page, for people to look at.
// Started by `tests/browser/pictures`, which says how.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Community } from "./support/community.mjs";
import { PAGES } from "./pages.mjs";

const SIZES = { 360: 800, 1280: 900 };

async function shoot(town, kind, { width, height, scheme, fullPage, file, ...more }) {
  const options = { lang: kind.lang, width, height, scheme };
  const person = kind.as ? await town.member(kind.as, options) : await town.visitor(options);
  try {
    await kind.go(person);
    await person.page.screenshot({ path: file, fullPage, ...more });
  } finally {
    await person.context.close();
    town.people = [];
  }
}

async function readme() {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "../../docs/screenshots");
  mkdirSync(folder, { recursive: true });
  const town = await Community.open();
  for (const [name, scheme, width, height] of [["home", "light", 1100, 700], ["topic-solved", "light", 1100, 700], ["topic-solved", "dark", 390, 700], ["topic-chinese", "light", 390, 700]]) {
    const kind = PAGES.find((page) => page.name === name);
    await shoot(town, kind, { width, height, scheme, file: join(folder, `${name}${scheme === "dark" ? "-dark" : ""}.png`) });
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
