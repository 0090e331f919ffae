// The demo community in a server of the file's own, and people who come to it with browsers.
//
// Whatever a browser complains about (errors in the console, the security policy, a request that leaves the
// community) fails the test it happened in.
import { after, afterEach, before } from "node:test";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "./libraries.mjs";
import { PASSWORD, Person } from "./person.mjs";
import { Server } from "./server.mjs";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

export async function launch(...more) {
  if (!CHROMIUM) throw new Error("there is no Chromium; on Debian: apt install chromium");
  // Without the sandbox, which needs rights that containers and root do not have: only our own pages are opened.
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", ...more] });
}

export class Community {
  people = [];

  static async open(command = "demo") {
    const community = new Community();
    community.server = await Server.start(command);
    community.chromium = await launch();
    return community;
  }

  get url() { return this.server.url; }

  // Somebody with a fresh browser. options: {lang, js, width, height, scheme}
  async visitor(options = {}) {
    const { lang = "en-GB", js = true, width = 1280, height = 900, scheme = "light" } = options;
    const context = await this.chromium.newContext({
      baseURL: this.url, locale: lang, javaScriptEnabled: js, colorScheme: scheme, viewport: { width, height }, reducedMotion: "reduce", timezoneId: "Europe/Oslo",
    });
    context.setDefaultTimeout(30_000);
    const person = new Person(this, context, await context.newPage());
    this.people.push(person);
    return person;
  }

  // One of the demo accounts or a member signed up before, signed in.
  async member(username, options) {
    const person = await this.visitor(options);
    await person.signIn(username);
    return person;
  }

  // A new account whose address is confirmed, with the password of all others.
  enrol(username, ...roles) {
    const more = roles.flatMap((role) => ["--role", role]);
    this.server.operate(["user", "create", username, "--address", `${username}@example.com`, ...more, "--password-stdin"], `${PASSWORD}\n`);
  }

  async everybodyLeaves() {
    const faults = this.people.flatMap((person) => person.faults);
    await Promise.all(this.people.map((person) => person.context.close()));
    this.people = [];
    assert.deepEqual(faults, [], "the browser complained");
  }

  async close() {
    await this.chromium?.close();
    await this.server?.stop();
  }
}

// For a test file: opened before its tests, closed after them.
export function community(command) {
  const holder = {};
  before(async () => { Object.assign(holder, { here: await Community.open(command) }); }, { timeout: 600_000 });
  afterEach(async () => { await holder.here?.everybodyLeaves(); });
  after(async () => { await holder.here?.close(); });
  return new Proxy({}, {
    get(_, name) {
      const value = holder.here[name];
      return typeof value === "function" ? value.bind(holder.here) : value;
    },
  });
}
