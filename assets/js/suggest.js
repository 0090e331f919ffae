// Topics under the header's box while one types: a combobox with a list (WAI-ARIA, "list autocomplete"). The focus stays in the box.
import { onOpened, onTyping, say, settled } from "./html.js";

const box = document.querySelector("form.find input[name=q]");
const icons = document.querySelector("form.find use")?.getAttribute("href").split("#")[0];
const list = document.createElement("div");
let at = -1;

const options = () => [...list.children];
const mark = (next) => {
  at = next;
  options().forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  if (at < 0) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", list.children[at].id);
  list.children[at].scrollIntoView({ block: "nearest" });
};
const close = () => {
  mark(-1);
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
};
const part = (name, properties) => Object.assign(document.createElement(name), properties);

const sign = (state) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = svg.appendChild(document.createElementNS(svg.namespaceURI, "use"));
  use.setAttribute("href", `${icons}#i-${state ? `state-${state}` : "search"}`);
  svg.setAttribute("class", state ? `state ${state}` : "icon");
  svg.setAttribute("aria-hidden", "true");
  return svg;
};
const option = (url, i, ...inside) => {
  const made = part("a", { href: url, id: `suggested-${i}`, role: "option", tabIndex: -1 });
  made.setAttribute("aria-selected", "false");
  made.append(...inside);
  return made;
};
const topic = ({ title, lang, url, state, state_word: word }, i) => {
  const words = part("span", { lang, dir: "auto" });
  words.append(...title.map(({ text, marked }) => (marked ? part("mark", { textContent: text }) : text)));
  return option(url, i, sign(state), part("span", { className: "vh", textContent: `${word}: ` }), words);
};

const show = ({ label, said, topics, all }) => {
  if (!all || document.activeElement !== box) return close();
  list.setAttribute("aria-label", label);
  list.replaceChildren(...topics.map(topic), option(all.url, topics.length, sign(""), all.text));
  mark(-1);
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  say(said);
};

const ask = settled(150, async (signal) => {
  if (!box.value.trim()) return close();
  const answer = await fetch(`/search/suggest?q=${encodeURIComponent(box.value)}`, { signal });
  if (answer.ok && !answer.redirected) show(await answer.json());
});

const keys = {
  ArrowDown: () => mark(at + 1 < options().length ? at + 1 : -1),
  ArrowUp: () => mark(at < 0 ? options().length - 1 : at - 1),
  Escape: close,
  Enter: () => list.children[at].click(),
};

if (box) {
  Object.assign(list, { id: "suggested", className: "suggested", role: "listbox", hidden: true });
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "suggested"], ["aria-expanded", "false"]]) box.setAttribute(name, value);
  box.form.append(list);
  onTyping(box, ask);
  box.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || list.hidden || event.isComposing || (event.key === "Enter" && at < 0)) return;
    event.preventDefault();
    act();
  });
  // A click must not take the focus from the box before it counts.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  // The last one leads to the results: nothing is opened yet.
  onOpened(list, "a:not(:last-child)", () => box.value);
  box.addEventListener("blur", () => { ask.stop(); close(); });
  box.form.addEventListener("submit", ask.stop);
}
