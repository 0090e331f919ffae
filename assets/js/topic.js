// A topic's page while it changes: the same page is asked for again, and what differs is put in its place.
// What is being read stays where it is before the reader's eyes; what is being written, and an open menu, stay as they are.
import { parsed, say } from "./html.js";

const { newOne: one, newOther: other } = document.body.dataset;
// A page asks no more often than this, however much goes on.
const PAUSE = 2_000;

const busy = (part) => part.contains(document.activeElement) || part.querySelector("details[open]") !== null || part.contains(getSelection().anchorNode) && !getSelection().isCollapsed;
const inside = (part) => document.importNode(part, true);
const inView = (part) => { const { top, bottom } = part.getBoundingClientRect(); return bottom > 0 && top < innerHeight; };

// What is before the reader's eyes: what has the focus, else the part of a post nearest to a little above the middle.
const beforeEyes = () => {
  const focused = document.activeElement?.closest("main *");
  if (focused && inView(focused)) return focused;
  const line = innerHeight * 0.4;
  const far = (part) => { const { top, bottom } = part.getBoundingClientRect(); return top > line ? top - line : Math.max(0, line - bottom); };
  const parts = [...document.querySelectorAll("main :is(h1, .prose > *, .comments li, .acts, .post-head, .reply-box h2)")].filter(inView);
  return parts.reduce((nearest, part) => (nearest && far(nearest) <= far(part) ? nearest : part), undefined);
};

// Does something, and brings that back to where it was.
const still = (act) => {
  const read = beforeEyes();
  const before = read?.getBoundingClientRect().top;
  act();
  if (read?.isConnected) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
};

// The address of a form's second click is the page's own.
const alike = (now, next) => {
  const keys = now.querySelectorAll("input[name=key]");
  next.querySelectorAll("input[name=key]").forEach((key, i) => { if (keys[i]) key.setAttribute("value", keys[i].getAttribute("value")); });
  return now.innerHTML === next.innerHTML;
};
const numbers = (now, next) => {
  const fresh = next.querySelectorAll(".num");
  now.querySelectorAll(".num").forEach((number, i) => { if (fresh[i]) number.textContent = fresh[i].textContent; });
};
// A part of a post: swapped where it differs, left but for its numbers where somebody is at it.
const swap = (now, next) => {
  if (!now || !next || alike(now, next)) return;
  if (busy(now)) numbers(now, next);
  else now.replaceWith(inside(next));
};

const comments = (now, next) => {
  const fresh = next.querySelector(":scope > .comments");
  const known = now.querySelector(":scope > .comments");
  if (!fresh || !known) return fresh ? void now.append(inside(fresh)) : known && !busy(known) && known.remove();
  arrange(known.querySelector("ol"), fresh.querySelector("ol"), (was, is) => {
    const text = (comment) => comment.querySelector(".said")?.innerHTML;
    if (text(was) !== text(is) && !busy(was)) was.replaceWith(inside(is));
  });
};

const post = (now, next) => {
  const named = now.className.replace(" is-new", "");
  if (named !== next.className && !busy(now)) return void now.replaceWith(inside(next));
  for (const part of [".prose", ".acts"]) swap(now.querySelector(`:scope > ${part}`), next.querySelector(`:scope > ${part}`));
  const edited = (where) => where.querySelectorAll(":scope > .post-head .when a").length;
  if (edited(now) !== edited(next)) now.querySelector(".when").replaceWith(inside(next.querySelector(".when")));
  comments(now, next);
};

// Makes the children of one place those of another, and keeps those that are there already, wherever on the page they stand.
const arrange = (now, next, update) => {
  let after = null;
  const kept = new Set();
  for (const child of next.children) {
    let known = child.id && document.getElementById(child.id);
    // A line without a name of its own: the same words are the same line.
    if (!child.id) known = [...now.children].find((own) => !own.id && !kept.has(own) && own.textContent === child.textContent);
    if (known) { if (child.id) update(known, child); known = child.id ? document.getElementById(child.id) : known; }
    const placed = known || inside(child);
    const at = after ? after.nextElementSibling : now.firstElementChild;
    if (placed !== at || placed.parentElement !== now) now.insertBefore(placed, at);
    kept.add(placed);
    after = placed;
  }
  for (const child of [...now.children]) if (!kept.has(child) && !child.contains(document.activeElement)) child.remove();
};

// One section of the page that may be new, gone or different.
const section = (next, selector, update) => {
  const [now, fresh] = [document.querySelector(`main > ${selector}`), next.querySelector(`main > ${selector}`)];
  if (now && fresh) return update(now, fresh);
  if (fresh) document.getElementById("reply").before(inside(fresh));
  else if (now && !busy(now)) now.remove();
};

const accepted = (next) => {
  const fresh = [...next.querySelectorAll("main > .accepted-wrap")];
  const now = [...document.querySelectorAll("main > .accepted-wrap")];
  const names = (wraps) => wraps.map((wrap) => wrap.querySelector(".post")?.id + wrap.querySelector("header").textContent.replace(/\d/g, "")).join();
  if (names(now) === names(fresh)) {
    now.forEach((wrap, i) => post(wrap.querySelector(".post"), fresh[i].querySelector(".post")));
    return;
  }
  const question = document.querySelector("main > article.post");
  const made = fresh.map((wrap) => {
    const copy = inside(wrap);
    const known = document.getElementById(wrap.querySelector(".post").id);
    // The post itself moves, so that whoever reads it goes on reading it.
    if (known) { post(known, wrap.querySelector(".post")); copy.querySelector(".post").replaceWith(document.getElementById(known.id)); }
    return copy;
  });
  question?.after(...made);
  now.forEach((wrap) => wrap.remove());
};

export class Topic {
  #shown;
  #asked = 0;
  #timer;
  #wanted = 0;
  #new = 0;
  #title = document.title;
  #unseen = null;
  #event;
  #replies = Number(document.body.dataset.replies);

  constructor(shown) {
    this.#shown = shown;
    document.addEventListener("visibilitychange", () => {
      const unseen = this.#unseen;
      if (document.hidden) return;
      this.#unseen = null;
      if (unseen) this.changed(unseen);
      this.#seen();
    });
    addEventListener("scroll", () => this.#seen(), { passive: true });
  }

  // There is another version. Not everybody asks at once: somewhere within the time that the server names.
  changed(event) {
    const { version, replies, within } = event;
    this.#event = event;
    // Whoever does not look has read nothing: the page, which reads the notices of what it shows, is asked for later.
    if (document.hidden) {
      this.#unseen = event;
      const more = replies - this.#replies;
      if (more > 0) document.title = `(${this.#new + more}) ${this.#title}`;
      return;
    }
    this.#wanted = Math.max(this.#wanted, version);
    if (this.#timer || version <= Number(this.#shown.get("version"))) return;
    const pause = Math.max(Math.random() * within, this.#asked + PAUSE - Date.now(), 0);
    this.#timer = setTimeout(() => {
      this.#ask().catch(() => { /* the page stays as it is */ }).finally(() => {
        this.#timer = undefined;
        // Changed again meanwhile, and as far as this page can know.
        if (this.#wanted > Number(this.#shown.get("version"))) this.changed({ ...this.#event, version: this.#wanted, within: 4 * PAUSE });
      });
    }, pause);
  }

  // Asks once more, where something arrived a moment ago.
  again() {
    if (Date.now() - this.#asked > 60_000) return;
    this.#shown.set("version", "0");
    this.changed({ ...this.#event, within: PAUSE });
  }

  async #ask() {
    this.#asked = Date.now();
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    // Taken away: whoever reads it now goes on reading.
    if (!answer.ok) return this.#shown.set("version", String(this.#wanted));
    const next = parsed(await answer.text());
    const version = new URLSearchParams(next.body.dataset.live ?? "").get("version");
    if (!version || ("member" in next.body.dataset) !== ("member" in document.body.dataset)) return this.#shown.set("version", String(this.#wanted));
    this.#put(next, this.#event);
    this.#shown.set("version", version);
  }

  #put(next, { replies, last }) {
    const known = new Set([...document.querySelectorAll("main article.post")].map((part) => part.id));
    still(() => {
      accepted(next);
      swap(document.querySelector(".topic-head .line .word"), next.querySelector(".topic-head .line .word"));
      const heads = [document.querySelector("main > .topic-head .line"), next.querySelector("main > .topic-head .line")];
      if (heads[0].querySelectorAll(".word").length !== heads[1].querySelectorAll(".word").length) heads[0].replaceWith(inside(heads[1]));
      const question = next.querySelector("main > article.post");
      if (question && document.getElementById(question.id)) post(document.getElementById(question.id), question);
      section(next, ".section-head", (now, fresh) => swap(now.querySelector("h2"), fresh.querySelector("h2")));
      section(next, ".replies", (now, fresh) => arrange(now, fresh, post));
      section(next, "nav.pager", swap);
      swap(document.querySelector(".topic-side .facts"), next.querySelector(".topic-side .facts"));
    });
    const fresh = [...document.querySelectorAll(".replies > article.post")].filter((part) => !known.has(part.id));
    fresh.forEach((part) => part.classList.add("is-new"));
    const elsewhere = fresh.length === 0 && replies > this.#replies && last ? replies - this.#replies : 0;
    this.#replies = replies;
    this.#announce(fresh.length + elsewhere, fresh[0] ? `#${fresh[0].id}` : `/p/${last}`);
    document.dispatchEvent(new Event("arrived"));
  }

  // In words, beside the topic and in the title of the window, until it is seen.
  #announce(count, address) {
    if (count === 0) return;
    const place = document.querySelector(".topic-side .block");
    let link = document.querySelector(".topic-side .fresh");
    this.#new += count;
    const plural = new Intl.PluralRules(document.documentElement.lang).select(this.#new) === "one";
    const words = plural ? one : other.replace("#", this.#new);
    if (!link) place?.append(link = Object.assign(document.createElement("a"), { className: "btn small fresh" }));
    if (!link.isConnected || this.#new === count) link.setAttribute("href", address);
    link.textContent = words;
    document.title = `(${this.#new}) ${this.#title}`;
    say(words);
    this.#seen();
  }

  #seen() {
    if (this.#new === 0 || document.hidden) return;
    const last = [...document.querySelectorAll(".replies > .is-new")].at(-1);
    if (!last || !inView(last)) return;
    this.#new = 0;
    document.title = this.#title;
    document.querySelector(".topic-side .fresh")?.remove();
  }
}
