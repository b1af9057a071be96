// The session-replay player: turns `<div class="player" data-events data-frame>` into one.

import { Controls } from "./controls.js";
import { EventType } from "./events.js";
import { Playback } from "./playback.js";
import { Stage } from "./stage.js";

/** @typedef {import("./events.js").Recording} Recording */

/** @param {HTMLElement} player */
async function start(player) {
  const { events, frame } = player.dataset;
  if (!events || !frame) return;
  const element = document.createElement("div");
  element.className = "player-stage";
  const message = document.createElement("p");
  message.className = "player-message";
  message.setAttribute("role", "status");
  message.textContent = "Loading the session replay…";
  element.append(message);
  player.replaceChildren(element);

  try {
    const recording = await load(events);
    if (!recording.events.some((event) => event.type === EventType.fullSnapshot)) {
      message.textContent = "This recording holds no page to show. The event log tells what was recorded.";
      player.dataset.ready = "empty";
      return;
    }
    const stage = await Stage.open(element, isQuirky(recording) ? `${frame}?mode=quirks` : frame);
    const controls = new Controls(player, recording.marks ?? []);
    const playback = new Playback(recording, stage, () => controls.update());
    if (recording.hidden) player.append(note("What was typed is hidden: each * stands for a character."));
    player.append(controls.element);
    controls.attach(playback);
    message.remove();
    playback.seek(startTime() ?? 0);
    followLinks(player, controls);
    player.dataset.ready = "true";
  } catch (error) {
    console.error(error);
    message.textContent = "The session replay could not be shown. The event log tells the same visit in words.";
    player.dataset.ready = "failed";
  }
}

/**
 * @param {string} path
 * @returns {Promise<Recording>}
 */
async function load(path) {
  const response = await fetch(path, { headers: { accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new Error(`The recording could not be loaded: status ${response.status}.`);
  return response.json();
}

/**
 * Whether the page was laid out by the rules for old documents, as one without a doctype is.
 *
 * @param {Recording} recording
 */
function isQuirky(recording) {
  const snapshot = recording.events.find((event) => event.type === EventType.fullSnapshot);
  return snapshot?.data?.node?.compatMode === "BackCompat";
}

/** Milliseconds from an address that ends in `#t=12345`. */
function startTime() {
  const found = /^#t=(\d{1,9})$/.exec(location.hash);
  return found ? Number(found[1]) : null;
}

/**
 * Links into the replay: those of the event log, and an address that ends in `#t=…`.
 *
 * @param {HTMLElement} player
 * @param {Controls} controls
 */
function followLinks(player, controls) {
  const show = (/** @type {number} */ time) => {
    controls.playback?.pause();
    controls.jump(time);
    player.scrollIntoView({ block: "start" });
    controls.slider.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-at]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.getAttribute("href"));
    show(Number(link.getAttribute("data-at")));
  });
  addEventListener("hashchange", () => {
    const time = startTime();
    if (time !== null) show(time);
  });
}

/** @param {string} text */
function note(text) {
  const line = document.createElement("p");
  line.className = "player-note";
  line.textContent = text;
  return line;
}

for (const player of document.querySelectorAll(".player[data-events]")) {
  if (player instanceof HTMLElement) void start(player);
}
