// The packages this suite needs. They are installed beside the build, not in the source tree.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const modules = process.env.GUILDHALL_TEST_MODULES;
if (!modules) throw new Error("GUILDHALL_TEST_MODULES is not set: start this by tests/run browser or tests/browser/run");
const require = createRequire(join(modules, "package.json"));

export const lighthouse = (await import(require.resolve("lighthouse"))).default;
export const { chromium } = require("playwright-core");
export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
