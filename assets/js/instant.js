// Results while one types: the same page, asked for a moment after the last letter. Whatever goes wrong, the page stays as it is.
import { onOpened, onTyping, parsed, say, settled } from "./html.js";

const form = document.getElementById("query").form;

const address = () => {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  return asked.size ? `/search?${asked}` : "/search";
};

const swap = (now, next) => {
  // What the reader has opened stays open, where they stand stays.
  if (!now || !next || now.contains(document.activeElement)) return;
  const open = now.querySelector(".narrow-down[open]");
  const made = document.importNode(next, true);
  made.querySelectorAll("[role=status]").forEach((part) => part.removeAttribute("role"));
  if (open) made.querySelector(".narrow-down")?.setAttribute("open", "");
  now.replaceWith(made);
};

const search = settled(150, async (signal) => {
  const here = address();
  const answer = await fetch(here + (here.includes("?") ? "&" : "?") + "typing=1", { signal });
  if (!answer.ok || answer.redirected) return;
  const page = parsed(await answer.text());
  if (signal.aborted || !page.getElementById("results")) return;
  const words = page.querySelector("#results [role=status], #results .empty h2")?.textContent ?? "";
  swap(document.getElementById("results"), page.getElementById("results"));
  swap(document.querySelector("nav.side"), page.querySelector("nav.side"));
  document.dispatchEvent(new Event("arrived"));
  document.title = page.title;
  history.replaceState(history.state, "", here);
  // Where one comes back to after choosing a language or signing in.
  for (const next of document.querySelectorAll(".foot [name=next]")) next.value = here;
  for (const link of document.querySelectorAll("a[href^='/sign-'][href*='?next=']")) link.search = `?next=${encodeURIComponent(here)}`;
  say(words);
});

const { q, sort } = form.elements;
onTyping(q, search);
// Typed before this was there.
if (q.value !== q.defaultValue) search();
form.addEventListener("submit", search.stop);
sort.addEventListener("change", () => form.requestSubmit());

onOpened(document, ".hits .row-title a", () => q.value);
