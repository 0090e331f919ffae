// What every page loads. Nothing here is needed for a page to work.
import "./times.js";
import "./menus.js";
import "./copy.js";
import "./toggles.js";
import "./writing.js";
import "./preview.js";
import "./drafts.js";
