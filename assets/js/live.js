// What changes while a page is open: new replies, votes and the solved state of a topic, what is new in a list, who writes,
// how many notices are unread. The server says that something changed; what it is, is asked for as any page is.
// Without this, or when the line fails, the page stays as it is.
import { say } from "./html.js";

const { live, member } = document.body.dataset;
const shown = new URLSearchParams(live ?? "");
const topic = shown.get("topic");
// A hidden page listens so long; another one that is looked at takes its place at once: browsers keep few lines to one host.
const HIDDEN_FOR = 180_000;
// Nobody says more often that they write.
const WRITING_EVERY = 4_000;

let line, timer, failures = 0, page;

// --- the line ---

const close = () => {
  clearTimeout(timer);
  line?.close();
  line = undefined;
};

const open = () => {
  clearTimeout(timer);
  if (line || document.hidden) return;
  const asked = new URLSearchParams(shown);
  if (member !== undefined) asked.set("member", "1");
  line = new EventSource(`/live?${asked}`);
  line.addEventListener("open", () => { failures = 0; });
  line.addEventListener("error", () => {
    // The browser comes back by itself after a line was lost; after an answer that is none, it does not.
    if (line?.readyState !== EventSource.CLOSED) return;
    close();
    failures += 1;
    if (failures < 6) timer = setTimeout(open, 1000 * (20 + Math.random() * 20) * failures);
  });
  for (const [name, act] of Object.entries(news)) line.addEventListener(name, (event) => act(JSON.parse(event.data)));
};

const others = globalThis.BroadcastChannel && new BroadcastChannel("live");
const take = () => { others?.postMessage("mine"); open(); };
others?.addEventListener("message", () => { if (document.hidden) close(); });
document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (document.hidden) timer = setTimeout(close, HIDDEN_FOR);
  else take();
});
addEventListener("pagehide", close);
addEventListener("pageshow", (event) => { if (event.persisted && !document.hidden) take(); });

// --- what comes over it ---

const made = (name, properties) => Object.assign(document.createElement(name), properties);

let known = Infinity;
const notices = ({ unread, count, before, after }) => {
  const link = document.querySelector(".to-notices");
  // Told of what arrived here a moment ago: it is read as soon as the page is asked for again.
  if (unread > known && page && !document.hidden) page.then((topic) => topic.again()).catch(() => { /* it stays unread */ });
  known = unread;
  if (!link || (link.querySelector(".count")?.textContent ?? "") === count) return;
  const [icon, name] = link.children;
  const parts = count ? [made("span", { className: "vh", textContent: before }), made("span", { className: "count", textContent: count }), made("span", { className: "vh", textContent: ` ${after}` })] : [];
  link.replaceChildren(icon, name, ...parts);
  if (count) say(link.textContent);
};

const writing = ({ name, words }) => {
  const box = document.getElementById("reply");
  if (!box) return;
  const line = box.querySelector(":scope > .writing") ?? box.appendChild(made("p", { className: "writing" }));
  line.hidden = !words;
  line.replaceChildren(...(name ? [made("bdi", { textContent: name }), " "] : []), words);
};

const list = ({ text }) => {
  const bar = document.querySelector("main .bar");
  if (!bar) return;
  let link = bar.querySelector(".fresh");
  if (!link) {
    link = made("a", { className: "btn small fresh", href: location.pathname + location.search });
    bar.append(link);
  }
  link.textContent = text;
  say(text);
};

const changed = (event) => {
  page ??= import("./topic.js").then(({ Topic }) => new Topic(shown));
  page.then((known) => known.changed(event)).catch(() => { /* the page stays as it is */ });
};

const news = { notices, ...(topic ? { topic: changed, writing } : {}), ...(shown.has("list") ? { list } : {}) };

// --- what goes the other way ---

let said = 0;
document.querySelector("#reply form textarea")?.addEventListener("input", ({ target }) => {
  // Of a note among staff nobody hears.
  const { note } = target.form.elements;
  if (!line || note?.checked || note?.type === "hidden" || Date.now() - said < WRITING_EVERY) return;
  said = Date.now();
  fetch(`/t/${topic}/writing`, { method: "POST" }).catch(() => { /* nobody is told */ });
});

if (!document.hidden) take();
