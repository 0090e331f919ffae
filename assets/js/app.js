// What every page loads besides times.js. Nothing here is needed for a page to work.
import "./menus.js";
import "./copy.js";
import "./toggles.js";
import "./writing.js";
import "./preview.js";
import "./drafts.js";
import "./suggest.js";

// What only some pages need is fetched there.
if (document.getElementById("sort")) import("./instant.js");
if (document.querySelector("body[data-live], .to-notices")) import("./live.js");
if (document.querySelector("form.ask, main > .similar")) import("./similar.js");
if (document.querySelector("[data-cases], form[data-decide], [data-claim]")) import("./review.js");
