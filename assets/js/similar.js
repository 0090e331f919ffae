// Questions like the one whose title is being typed, and those like a topic. Neither takes the focus.
import { onTyping, say, settled, trusted } from "./html.js";

// Enough to compare: two words, eight letters, or four characters of a script without spaces.
const isEnough = (title) => {
  const letters = title.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const dense = title.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return letters >= 8 || dense >= 4 || (dense === 0 && title.trim().split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length >= 2);
};

const form = document.querySelector("form.ask");
const room = form?.querySelector(".similar:not(.first)");
if (room) {
  const { title } = form.elements;
  let shown = "";
  const show = (html) => {
    // Somebody reads in it: what stands there is not taken away.
    if (html === shown || room.contains(document.activeElement)) return;
    shown = html;
    room.innerHTML = trusted(html);
    room.hidden = !html;
    if (!html) return;
    say(room.querySelector("h2").textContent);
    // Seen now: posting asks no more.
    form.querySelector("input[name=similar]")?.remove();
  };
  const look = settled(300, async (signal) => {
    const kind = form.querySelector("[name=kind]:checked, [name=kind][type=hidden]")?.value;
    if (!isEnough(title.value) || kind === "announcement") return show("");
    const answer = await fetch(`/search/similar?title=${encodeURIComponent(title.value)}`, { signal });
    if (answer.ok && !answer.redirected) show((await answer.text()).trim());
  });
  onTyping(title, look);
  form.addEventListener("change", (event) => { if (event.target.name === "kind") look(); });
  form.addEventListener("submit", look.stop);
  // Brought along from a search without result, or back from another page.
  if (title.value) look();
}

const link = document.querySelector("main > .similar > a");
if (link) {
  const bring = async () => {
    const answer = await fetch(`${link.pathname}?part=1`);
    if (!answer.ok || answer.redirected) return;
    const html = (await answer.text()).trim();
    const place = link.parentElement;
    if (!html || place.contains(document.activeElement)) return;
    const section = document.createElement("section");
    section.className = "similar";
    section.innerHTML = trusted(html);
    const heading = document.createElement("h2");
    heading.append(link);
    section.prepend(heading);
    place.replaceWith(section);
  };
  new IntersectionObserver((entries, watcher) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    bring().catch(() => { /* the link leads there as well */ });
  }).observe(link);
}
