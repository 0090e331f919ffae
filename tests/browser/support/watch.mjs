// A page that is watched: whatever runs, tries to run, or could run of what people typed is told.

// In every document before anything else: what attacks call, and what the security policy stops.
export function watch() {
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = (...args) => { window.toldOf(`${name}(${args})`); };
  addEventListener("securitypolicyviolation", (event) => window.toldOf(`stopped: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);
}

// What stands in the document and must not: it would run for somebody else, or on a click.
export function audit() {
  const found = [];
  const leads = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "ping", "srcset"];
  const shown = (part) => part.outerHTML.slice(0, 160);
  for (const part of document.querySelectorAll("*")) {
    // The frame in which mails are previewed is ours, and its sandbox allows nothing.
    if (part.localName === "iframe" && part.getAttribute("sandbox") === "" && new URL(part.src).origin === location.origin) continue;
    if (/^(iframe|frame|object|embed|applet|base|portal|style|math|foreignobject)$/i.test(part.localName)) found.push(shown(part));
    if (part.localName === "meta" && part.httpEquiv) found.push(shown(part));
    if (part.localName === "script" && part.type !== "application/ld+json" && !part.getAttribute("src")?.startsWith("/assets/")) found.push(shown(part));
    if (part.localName === "script" && part.type === "application/ld+json") JSON.parse(part.textContent);
    for (const { name, value } of part.attributes) {
      if (/^on|^srcdoc$|^style$/i.test(name)) found.push(shown(part));
      if (!leads.includes(name) || value.startsWith("#")) continue;
      const url = URL.parse(value, document.baseURI);
      if (url && !["http:", "https:", "mailto:"].includes(url.protocol)) found.push(shown(part));
      if (url && part.localName !== "a" && part.localName !== "link" && url.origin !== location.origin) found.push(shown(part));
    }
  }
  return found;
}

// The forms of a page that take words, with what a browser would send.
export function forms() {
  const writable = (field) => field.localName === "textarea" || ["text", "search", "email", "url"].includes(field.type);
  return [...document.forms].filter((form) => form.method === "post" && [...form.elements].some(writable)).map((form) => ({
    action: new URL(form.action).pathname,
    fields: [...new FormData(form)].map(([name, value]) => {
      const field = form.elements.namedItem(name);
      return { name, value, room: field && writable(field) ? (field.localName === "textarea" ? 3_000 : field.maxLength > 0 ? field.maxLength : 200) : 0 };
    }),
  }));
}

// Sends a form as the page itself would.
export function send({ action, fields }) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  for (const [name, value] of fields) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  // A field may be called "submit".
  HTMLFormElement.prototype.submit.call(form);
}
