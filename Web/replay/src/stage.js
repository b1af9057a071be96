// Where a recording is seen: the frame at its recorded size, scaled to fit, with pointer and clicks drawn over it.

import { EventType, Interaction, Source } from "./events.js";
import { Rebuilder } from "./rebuilder.js";
import { openFrame } from "./sandbox.js";

/** @typedef {import("./events.js").RecordedEvent} RecordedEvent */

const pointerShape =
  '<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M2 1l14 8-6.2 1.4L13 17l-2.6 1.2-3.1-6.6L3 16z" fill="#fff" stroke="#1d2126" stroke-width="1.4"/></svg>';

export class Stage {
  /**
   * @param {HTMLElement} element
   * @param {HTMLIFrameElement} frame
   */
  constructor(element, frame) {
    this.element = element;
    this.frame = frame;
    this.rebuilder = new Rebuilder(frame);
    this.size = { width: 1024, height: 768 };
    this.pointer = { x: 0, y: 0, isTouch: false, isShown: false };
    this.scale = 1;
    this.left = 0;

    this.cursor = document.createElement("div");
    this.cursor.className = "player-cursor";
    this.cursor.hidden = true;
    this.cursor.innerHTML = pointerShape;
    element.append(this.cursor);

    new ResizeObserver(() => this.fit()).observe(element);
    this.fit();
  }

  /**
   * @param {HTMLElement} element
   * @param {string} framePath
   */
  static async open(element, framePath) {
    return new Stage(element, await openFrame(element, framePath));
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    if (!(width > 0 && height > 0)) return;
    this.size = { width: Math.min(width, 10_000), height: Math.min(height, 10_000) };
    this.fit();
  }

  /** Scales down to the room there is, never up, and never taller than most of the window. */
  fit() {
    const { width, height } = this.size;
    const room = this.element.clientWidth || width;
    const tallest = Math.max(320, window.innerHeight * 0.8);
    this.scale = Math.min(1, room / width, tallest / height);
    this.left = Math.max(0, (room - width * this.scale) / 2);
    this.frame.style.width = `${width}px`;
    this.frame.style.height = `${height}px`;
    this.frame.style.transform = `translateX(${this.left}px) scale(${this.scale})`;
    this.element.style.height = `${Math.round(height * this.scale)}px`;
    this.drawPointer();
  }

  /**
   * @param {RecordedEvent} event
   * @param {boolean} isSeeking leaves out what only matters while one watches
   */
  apply(event, isSeeking) {
    const { data } = event;
    switch (event.type) {
      case EventType.meta:
        return this.resize(data.width, data.height);
      case EventType.fullSnapshot:
        return this.rebuilder.rebuild(data);
      case EventType.incremental:
        return this.change(data, isSeeking);
    }
  }

  /**
   * @param {any} data
   * @param {boolean} isSeeking
   */
  change(data, isSeeking) {
    switch (data.source) {
      case Source.mutation:
        return this.rebuilder.mutate(data);
      case Source.input:
        return this.rebuilder.input(data);
      case Source.scroll:
        return this.rebuilder.scroll(data);
      case Source.viewportResize:
        return this.resize(data.width, data.height);
      case Source.mouseInteraction:
        return this.interact(data, isSeeking);
      case Source.styleSheetRule:
        return this.rebuilder.sheets.changeRules(data);
      case Source.canvas:
        return this.rebuilder.draw(data);
      case Source.styleDeclaration:
        return this.rebuilder.sheets.changeDeclaration(data);
      case Source.adoptedStyleSheet:
        return this.rebuilder.sheets.adopt(data);
    }
  }

  /**
   * @param {any} data
   * @param {boolean} isSeeking
   */
  interact(data, isSeeking) {
    if (data.type === Interaction.focus) this.rebuilder.focus(data.id);
    if (data.type === Interaction.blur) this.rebuilder.focus(null);
    const isPress = [Interaction.click, Interaction.doubleClick, Interaction.touchStart].includes(data.type);
    if (!isPress) return;
    if (Number.isFinite(data.x) && Number.isFinite(data.y)) {
      this.point(data.x, data.y, data.type === Interaction.touchStart || data.pointerType === 2);
    }
    if (!isSeeking) this.ripple();
  }

  /** @param {number} x @param {number} y @param {boolean} isTouch */
  point(x, y, isTouch) {
    this.pointer = { x, y, isTouch, isShown: true };
    this.drawPointer();
  }

  hidePointer() {
    this.pointer.isShown = false;
    this.drawPointer();
  }

  drawPointer() {
    if (!this.cursor) return;
    const { x, y, isTouch, isShown } = this.pointer;
    this.cursor.hidden = !isShown;
    this.cursor.classList.toggle("is-touch", isTouch);
    this.cursor.style.transform = `translate(${this.left + x * this.scale}px, ${y * this.scale}px)`;
  }

  ripple() {
    const ring = document.createElement("div");
    ring.className = "player-ripple";
    ring.style.left = `${this.left + this.pointer.x * this.scale}px`;
    ring.style.top = `${this.pointer.y * this.scale}px`;
    this.element.append(ring);
    setTimeout(() => ring.remove(), 600);
  }
}
