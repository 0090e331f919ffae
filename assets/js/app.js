// What every page loads besides times.js. Nothing here is needed for a page to work.
import "./writing.js";
import "./preview.js";
import "./drafts.js";
import "./suggest.js";

// What only some pages need is fetched there.
if (document.getElementById("sort")) import("./instant.js");
if (document.querySelector("body[data-live], .to-notices")) import("./live.js");
if (document.querySelector("form.ask, main > .similar")) import("./similar.js");
if (document.querySelector("[data-cases], form[data-decide], [data-claim]")) import("./review.js");

// Menus are details elements. They close on Escape, on a click elsewhere, and when the focus leaves them.

const open = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

// A click on "Link" copies the address; without the clipboard it stays a link.

const copied = document.body.dataset.copied;
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-copy]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    link.lastChild.data = copied;
    document.getElementById("said").textContent = copied;
  } catch {
    location.assign(link.href);
  }
});

// "Helpful" and "I have this too" without loading the page: the same form, sent in place. The focus stays where it is.

const number = new Intl.NumberFormat(document.documentElement.lang);

const turn = (button, on) => {
  const count = button.querySelector(".num");
  const digits = count.textContent.replace(/[\s,.\u00a0\u202f]/g, "");
  // Shortened numbers ("12.4k") do not change by one.
  if (/^-?\d+$/.test(digits)) count.textContent = number.format(Number(digits) + (on ? 1 : -1));
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? "0" : "1";
  const words = [...button.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data.trim()).join(" ");
  document.getElementById("said").textContent = `${words} ${count.textContent}`;
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-toggle]") || "plain" in form.dataset) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const button = form.querySelector("button");
  const on = button.value === "1";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ value: button.value, quiet: "1" }) });
    if (!answer.ok || new URL(answer.url).pathname.startsWith("/sign-in")) throw new Error(String(answer.status));
    turn(button, on);
  } catch {
    // Whatever stood in the way, the page that the form leads to says it.
    form.dataset.plain = "";
    form.requestSubmit(button);
  } finally {
    delete form.dataset.busy;
  }
});
