// The player's controls: timeline with the visit's events, buttons, keys.

/** @typedef {import("./events.js").Mark} Mark */
/** @typedef {import("./playback.js").Playback} Playback */

const speeds = [1, 2, 4, 8];
const keySteps = { small: 1000, large: 10_000 };

export class Controls {
  /**
   * @param {HTMLElement} player
   * @param {Mark[]} marks
   */
  constructor(player, marks) {
    this.player = player;
    this.marks = [...marks].sort((left, right) => left.at - right.at);
    /** @type {Playback | null} */
    this.playback = null;

    this.played = make("div", "player-played");
    this.slider = make("div", "player-slider");
    this.slider.tabIndex = 0;
    for (const [name, value] of [
      ["role", "slider"],
      ["aria-label", "Position in the replay"],
      ["aria-orientation", "horizontal"],
      ["aria-valuemin", "0"],
    ]) {
      this.slider.setAttribute(/** @type {string} */ (name), /** @type {string} */ (value));
    }
    const track = make("div", "player-track");
    track.append(this.played);
    this.markList = make("div", "player-marks");
    this.markList.setAttribute("role", "group");
    this.markList.setAttribute("aria-label", "Events in the replay; arrow keys move among them");
    this.timeline = make("div", "player-timeline");
    this.timeline.append(track, this.markList, this.slider);

    this.event = make("div", "player-event");
    this.clock = make("div", "player-time");
    const readout = make("div", "player-readout");
    readout.append(this.event, this.clock);
    // Heard after a jump only: a voice that reads along while the replay plays helps nobody.
    this.announcer = make("div", "visually-hidden");
    this.announcer.setAttribute("aria-live", "polite");

    this.playButton = button("Play", () => this.toggle());
    this.playButton.classList.add("player-play");
    this.skipButton = button("Skip inactivity", () => this.toggleSkipping());
    this.skipButton.setAttribute("aria-pressed", "false");
    this.speedButtons = speeds.map((speed) => {
      const made = button(`${speed}×`, () => this.setSpeed(speed));
      made.setAttribute("aria-pressed", String(speed === 1));
      return made;
    });
    const speedGroup = make("div", "player-speeds");
    speedGroup.setAttribute("role", "group");
    speedGroup.setAttribute("aria-label", "Speed");
    speedGroup.append(...this.speedButtons);
    const buttons = make("div", "player-buttons");
    buttons.append(
      this.playButton,
      button("Restart", () => this.jump(0)),
      button("Previous", () => this.step(-1), "Previous event"),
      button("Next", () => this.step(1), "Next event"),
      make("span", "player-spacer"),
      speedGroup,
      this.skipButton,
    );
    this.element = make("div", "player-controls");
    this.element.append(this.timeline, readout, buttons, this.announcer, help());
  }

  /** @param {Playback} playback */
  attach(playback) {
    this.playback = playback;
    this.slider.setAttribute("aria-valuemax", String(Math.round(playback.duration / 100) / 10));
    this.drawMarks(playback.duration);
    this.listen();
    this.update();
  }

  // --- What the controls do

  toggle() {
    if (!this.playback) return;
    if (this.playback.isPlaying) this.playback.pause();
    else this.playback.play();
  }

  toggleSkipping() {
    if (!this.playback) return;
    this.playback.skipsPauses = !this.playback.skipsPauses;
    this.skipButton.setAttribute("aria-pressed", String(this.playback.skipsPauses));
  }

  /** @param {number} speed */
  setSpeed(speed) {
    if (this.playback) this.playback.speed = speed;
    speeds.forEach((each, index) => this.speedButtons[index]?.setAttribute("aria-pressed", String(each === speed)));
  }

  /** @param {number} time milliseconds */
  jump(time) {
    this.playback?.seek(time);
    this.announcer.textContent = this.position();
  }

  /** @param {1 | -1} direction to the next or the previous event */
  step(direction) {
    const time = this.playback?.time ?? 0;
    const found =
      direction > 0
        ? this.marks.find((mark) => mark.at > time + 1)
        : lastOf(this.marks, (mark) => mark.at < time - 1);
    if (!found) return this.jump(direction > 0 ? this.playback?.duration ?? 0 : 0);
    this.jump(found.at);
  }

  // --- What they show

  update() {
    const playback = this.playback;
    if (!playback) return;
    const share = playback.duration > 0 ? (100 * playback.time) / playback.duration : 0;
    this.slider.style.left = `${share}%`;
    this.played.style.width = `${share}%`;
    this.slider.setAttribute("aria-valuenow", String(Math.round(playback.time / 100) / 10));
    this.slider.setAttribute("aria-valuetext", this.position());
    setText(this.playButton, playback.isPlaying ? "Pause" : "Play");
    setText(this.clock, `${clock(playback.time)} / ${clock(playback.duration)}`);
    if (!this.markList.querySelector(":hover, :focus-visible")) setText(this.event, this.describe(this.current()));
  }

  /** The last event that has happened where the replay stands. */
  current() {
    const time = this.playback?.time ?? 0;
    return lastOf(this.marks, (mark) => mark.at <= time + 1);
  }

  position() {
    const [time, duration] = [this.playback?.time ?? 0, this.playback?.duration ?? 0];
    const mark = this.current();
    return `${clock(time)} of ${clock(duration)}${mark ? `, ${mark.label}` : ""}`;
  }

  /** @param {Mark | undefined} mark */
  describe(mark) {
    return mark ? `${clock(mark.at)} ${mark.label}` : "";
  }

  /** @param {number} duration */
  drawMarks(duration) {
    const lastSubmit = lastOf(this.marks, (mark) => mark.kind === "submit");
    const made = this.marks.map((mark, index) => {
      const tick = button("", () => this.jump(mark.at), `${clock(mark.at)} ${mark.label}`);
      tick.className = `player-mark is-${mark === lastSubmit ? "submit" : mark.kind === "submit" ? "other" : mark.kind}`;
      tick.tabIndex = index === 0 ? 0 : -1;
      tick.style.left = `${duration > 0 ? (100 * mark.at) / duration : 0}%`;
      for (const kind of ["pointerenter", "focus"]) {
        tick.addEventListener(kind, () => setText(this.event, this.describe(mark)));
      }
      for (const kind of ["pointerleave", "blur"]) tick.addEventListener(kind, () => this.update());
      return tick;
    });
    this.markList.replaceChildren(...made);
    this.markList.addEventListener("keydown", (event) => moveAmong(made, event));
  }

  // --- Keys and pointer

  listen() {
    this.player.addEventListener("keydown", (event) => this.onKey(event));
    let isDragging = false;
    let wanted = 0;
    let isAsked = false;
    const seekTo = (/** @type {PointerEvent} */ event) => {
      const box = this.timeline.getBoundingClientRect();
      wanted = ((event.clientX - box.left) / box.width) * (this.playback?.duration ?? 0);
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(() => {
        isAsked = false;
        this.playback?.seek(wanted);
      });
    };
    this.timeline.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest(".player-mark"))) return;
      event.preventDefault();
      this.slider.focus();
      this.timeline.setPointerCapture(event.pointerId);
      isDragging = true;
      seekTo(event);
    });
    this.timeline.addEventListener("pointermove", (event) => isDragging && seekTo(event));
    for (const kind of ["pointerup", "pointercancel"]) this.timeline.addEventListener(kind, () => (isDragging = false));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const playback = this.playback;
    if (!playback || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = this.actions(playback);
    const action = actions[event.key];
    if (!action || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
    if (event.target instanceof Element && event.target.closest("summary, input")) return;
    event.preventDefault();
    action();
  }

  /**
   * @param {Playback} playback
   * @returns {Record<string, () => void>}
   */
  actions(playback) {
    const by = (/** @type {number} */ step) => () => playback.seek(playback.time + step);
    return {
      " ": () => this.toggle(),
      ArrowRight: by(keySteps.small),
      ArrowUp: by(keySteps.small),
      ArrowLeft: by(-keySteps.small),
      ArrowDown: by(-keySteps.small),
      PageUp: by(keySteps.large),
      PageDown: by(-keySteps.large),
      Home: () => playback.seek(0),
      End: () => playback.seek(playback.duration),
      "]": () => this.step(1),
      "[": () => this.step(-1),
    };
  }
}

/**
 * One tab stop for many buttons: arrows move the focus among them.
 *
 * @param {HTMLButtonElement[]} buttons
 * @param {KeyboardEvent} event
 */
function moveAmong(buttons, event) {
  const from = buttons.findIndex((each) => each === event.target);
  /** @type {Record<string, number>} */
  const targets = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: buttons.length - 1 };
  const to = targets[event.key];
  if (from < 0 || to === undefined) return;
  event.preventDefault();
  const next = buttons[Math.min(Math.max(0, to), buttons.length - 1)];
  for (const each of buttons) each.tabIndex = each === next ? 0 : -1;
  next?.focus();
}

/**
 * @param {Mark[]} marks
 * @param {(mark: Mark) => boolean} test
 * @returns {Mark | undefined} the last that passes
 */
function lastOf(marks, test) {
  return marks.filter(test).pop();
}

/**
 * `1:05`, `1:02:03`
 *
 * @param {number} milliseconds
 */
export function clock(milliseconds) {
  const whole = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/**
 * @param {string} name
 * @param {string} className
 */
function make(name, className) {
  const element = document.createElement(name);
  element.className = className;
  return element;
}

/**
 * @param {string} label
 * @param {() => void} action
 * @param {string} [name] said in full, where the label is short
 */
function button(label, action, name) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", action);
  return made;
}

/**
 * @param {Element} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function help() {
  const details = document.createElement("details");
  details.className = "player-help";
  const summary = document.createElement("summary");
  summary.textContent = "Keys";
  const list = document.createElement("p");
  const keys = [
    ["Space", "play or pause"],
    ["← →", "one second"],
    ["Page Up, Page Down", "ten seconds"],
    ["Home, End", "start, end"],
    ["[ ]", "previous, next event"],
  ];
  for (const [key, meaning] of keys) {
    const name = document.createElement("kbd");
    name.textContent = key ?? "";
    list.append(name, ` ${meaning}  `);
  }
  details.append(summary, list);
  return details;
}
