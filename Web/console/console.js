// What the pages gain where scripts are allowed. Every part looks for its own elements; a page without them loses nothing.

import { startCopying } from "./copy.js";
import { startCountdowns } from "./countdown.js";
import { startLogSearch } from "./log-search.js";

startCountdowns();
startLogSearch();
startCopying();

for (const button of document.querySelectorAll("button[data-print]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
