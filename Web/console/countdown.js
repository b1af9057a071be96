// Keeps "in 2 days, 23 hours" true while a page stays open.

/** Counts every element with `data-countdown`, whose value is a moment in seconds since 1970. */
export function startCountdowns() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const until = Number(element.getAttribute("data-countdown"));
    if (Number.isFinite(until)) count(element, until);
  }
}

/**
 * @param {Element} element
 * @param {number} until seconds since 1970
 */
function count(element, until) {
  const left = until - Date.now() / 1000;
  const text = left > 0 ? `in ${remaining(left)}` : "now";
  if (element.textContent !== text) element.textContent = text;
  if (left <= 0) return;
  setTimeout(() => count(element, until), left < 3600 ? 1000 : 30_000);
}

/**
 * The server's words (`Remaining`), to the second within the last hour.
 *
 * @param {number} seconds
 * @returns {string}
 */
export function remaining(seconds) {
  const whole = Math.floor(seconds);
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24];
  const minutes = Math.floor(whole / 60) % 60;
  if (days > 0) return joined(counted(days, "day"), hours, "hour");
  if (hours > 0) return joined(counted(hours, "hour"), minutes, "minute");
  if (minutes > 0) return joined(counted(minutes, "minute"), whole % 60, "second");
  return counted(whole, "second");
}

/**
 * @param {number} count
 * @param {string} unit
 */
function counted(count, unit) {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/**
 * @param {string} head
 * @param {number} count
 * @param {string} unit
 */
function joined(head, count, unit) {
  return count === 0 ? head : `${head}, ${counted(count, unit)}`;
}
