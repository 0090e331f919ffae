// HTML that our own server made: the one place where it is let into a page.

const policy = window.trustedTypes?.createPolicy("forum", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

// As what the security policy lets through.
export const trusted = (text) => policy.createHTML(text);
// As a document of its own, from which parts are taken.
export const parsed = (text) => new DOMParser().parseFromString(trusted(text), "text/html");
// Said to those who listen, not see.
export const say = (words) => { document.getElementById("said").textContent = words; };

// Calls after the last of several calls, and tells the work before to stop. Work: async (signal, ...args) => ...
export const settled = (pause, work) => {
  let timer, going;
  const stop = () => { clearTimeout(timer); going?.abort(); };
  const later = (...args) => {
    stop();
    going = new AbortController();
    const { signal } = going;
    timer = setTimeout(() => work(signal, ...args).catch(() => { /* what is shown stays as it is */ }), pause);
  };
  return Object.assign(later, { stop });
};

// Says that a result of a search was opened: searches whose results nobody opens are looked at by the community's people.
const opened = (query) => navigator.sendBeacon("/search/clicked", new URLSearchParams({ q: query }));
// The same whenever one of these links is followed, in another tab as well.
export const onOpened = (place, links, query) => {
  const count = ({ target, button }) => { if (button < 2 && target.closest?.(links)) opened(query()); };
  place.addEventListener("click", count);
  place.addEventListener("auxclick", count);
};

// What is typed: not while a word is still being composed, as Chinese and Japanese are.
export const onTyping = (field, act) => {
  field.addEventListener("input", (event) => { if (!event.isComposing) act(); });
  field.addEventListener("compositionend", act);
};
