// Filters the event log while one types, and marks what was found.

/** Starts the search box of the event log, where the page has one. */
export function startLogSearch() {
  const box = document.getElementById("log-search");
  const body = document.getElementById("log-rows");
  const status = document.querySelector(".log-count");
  if (!(box instanceof HTMLInputElement) || !body || !status) return;

  const rows = Array.from(body.querySelectorAll("tr"), (row) => {
    const cell = /** @type {HTMLTableCellElement} */ (row.cells[row.cells.length - 1]);
    return { row, cell, text: cell.textContent ?? "", haystack: (row.textContent ?? "").toLowerCase() };
  });
  const all = status.textContent;

  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    let shown = 0;
    for (const { row, cell, text, haystack } of rows) {
      row.hidden = !haystack.includes(wanted);
      if (row.hidden) continue;
      shown += 1;
      highlight(cell, text, wanted);
    }
    status.textContent = wanted ? `${shown} of ${rows.length} event${rows.length === 1 ? "" : "s"}` : all;
  });
  const line = box.closest("p");
  if (line) line.hidden = false;
}

/**
 * @param {Element} cell
 * @param {string} text
 * @param {string} wanted in lower case
 */
function highlight(cell, text, wanted) {
  const at = wanted ? text.toLowerCase().indexOf(wanted) : -1;
  if (at < 0) {
    cell.textContent = text;
    return;
  }
  const found = document.createElement("mark");
  found.textContent = text.slice(at, at + wanted.length);
  cell.replaceChildren(text.slice(0, at), found, text.slice(at + wanted.length));
}
