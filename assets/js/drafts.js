// What is being written is kept in the browser and offered back. Only forms that name their draft take part.

const words = document.body.dataset;
const name = (form) => `draft:${form.dataset.draft}`;
const fields = (form) => [...form.elements].filter((e) => e.matches("textarea, input[type=text], input[name=note], select"));
// What was to be a note among staff must not come back as a reply for all.
const held = (e) => e.type === "checkbox" ? "checked" : "value";
// Storage can be full or forbidden: then there are no drafts, and nothing else breaks.
const store = {
  get(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* nothing to drop */ }
  },
};

const read = (form) => Object.fromEntries(fields(form).map((e) => [e.name, e[held(e)]]));
const save = (form) => {
  const values = read(form);
  if (!values.body?.trim()) return store.drop(name(form));
  const place = form.querySelector("[data-draft-state]");
  if (store.set(name(form), { values }) && place) {
    const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
    place.textContent = `${words.saved} ${clock.format(new Date())}`;
  }
};

const offer = (form, draft) => {
  const bar = document.createElement("p");
  bar.className = "draft";
  bar.append(words.found, " ");
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn small";
    made.textContent = text;
    made.addEventListener("click", () => { act(); bar.remove(); form.elements.body.focus(); });
    bar.append(made);
  };
  button(words.restore, () => {
    for (const field of fields(form)) if (field.name in draft.values) field[held(field)] = draft.values[field.name];
    form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
  });
  button(words.discard, () => store.drop(name(form)));
  form.prepend(bar);
};

const arrived = performance.getEntriesByType("navigation")[0]?.type;
for (const form of document.querySelectorAll("form[data-draft]")) {
  const draft = store.get(name(form));
  const written = form.elements.body.value.trim();
  // A form that was sent and did not come back (with errors, or with questions like it) has arrived. Going back to it is another matter: the sending may have failed.
  if (draft?.sent && arrived === "navigate" && !form.querySelector("#errors, .similar.first")) store.drop(name(form));
  else if (draft?.values?.body && !written) offer(form, draft);
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 800, form); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!["preview", "insert"].includes(event.submitter?.name)) store.set(name(form), { values: read(form), sent: true });
  });
}

// Whoever signs out leaves nothing behind for the next person.
document.addEventListener("submit", (event) => {
  if (!event.target.action?.endsWith("/sign-out")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) store.drop(key);
  } catch { /* no storage, no drafts */ }
});
