// What every page loads besides times.js. Nothing here is needed for a page to work.
import "./menus.js";
import "./copy.js";
import "./toggles.js";
import "./writing.js";
import "./preview.js";
import "./drafts.js";
import "./instant.js";
import "./suggest.js";
import "./similar.js";
