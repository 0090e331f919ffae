// The queue and its cases by keys alone. Everything here is a link or a form that works without.

const typing = (target) => target.closest("input:not([type=radio]), textarea, select, [contenteditable]");
const cases = () => [...document.querySelectorAll("[data-cases] a.to-case")];

// One case down or up from the one that has the focus.
const step = (by) => {
  const all = cases();
  const next = all[Math.min(Math.max(all.indexOf(document.activeElement) + by, 0), all.length - 1)];
  next?.focus();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const form = document.querySelector("form[data-decide]");
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "c") document.querySelector("[data-claim]")?.click();
  else if (event.key === "d") form?.querySelector("input:checked, input[type=radio]")?.focus();
  else if (/^[1-9]$/.test(event.key)) {
    const choice = form?.querySelectorAll(".choice input")[Number(event.key) - 1];
    if (!choice) return;
    choice.checked = true;
    choice.focus();
  } else return;
  event.preventDefault();
});

// Keys that do something are named, and only then.
for (const hint of document.querySelectorAll(".keys")) hint.hidden = false;
