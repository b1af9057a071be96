// The events of a recording as the server sends them: rrweb's, types and sources as its version 2 publishes them.

/**
 * @typedef {object} SerializedNode
 * @property {number} type see NodeType
 * @property {number} id
 * @property {string} [tagName]
 * @property {Record<string, unknown>} [attributes]
 * @property {SerializedNode[]} [childNodes]
 * @property {string} [textContent]
 * @property {boolean} [isSVG]
 * @property {boolean} [isShadow] a child of its parent's shadow root
 * @property {string} [compatMode] of a document: `BackCompat` where it had no doctype to speak of
 */

/**
 * @typedef {object} RecordedEvent
 * @property {number} type see EventType
 * @property {number} timestamp milliseconds since 1970
 * @property {any} data
 */

/**
 * A moment of the recording that is worth a tick on the timeline.
 *
 * @typedef {object} Mark
 * @property {number} at milliseconds since the recording began
 * @property {string} kind click, input, choice, submit, consent, opt-in, resize or other
 * @property {string} label for example `clicked on [Submit]`
 */

/**
 * What `data-events` answers with.
 *
 * @typedef {object} Recording
 * @property {RecordedEvent[]} events
 * @property {boolean} hidden whether what was typed is hidden from this reader
 * @property {number} duration milliseconds
 * @property {Mark[]} marks
 * @property {number} [start] what `at` counts from, milliseconds since 1970; the first event's time where absent
 */

export const EventType = /** @type {const} */ ({ fullSnapshot: 2, incremental: 3, meta: 4 });

export const Source = /** @type {const} */ ({
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewportResize: 4,
  input: 5,
  touchMove: 6,
  styleSheetRule: 8,
  canvas: 9,
  drag: 12,
  styleDeclaration: 13,
  adoptedStyleSheet: 15,
});

export const Interaction = /** @type {const} */ ({ click: 2, doubleClick: 4, focus: 5, blur: 6, touchStart: 7 });

export const NodeType = /** @type {const} */ ({ document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 });
