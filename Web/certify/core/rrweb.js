/** The numbers of rrweb's format, version 2. */

export const META = 4, FULL_SNAPSHOT = 2, INCREMENTAL = 3, CUSTOM = 5;

export const MUTATION = 0, POINTER_MOVE = 1, INTERACTION = 2, SCROLL = 3, RESIZE = 4, INPUT = 5, TOUCH_MOVE = 6;

export const DOCUMENT = 0, DOCTYPE = 1, ELEMENT = 2, TEXT = 3, COMMENT = 5;

/** The numbers of the DOM, which are others. */
export const DOM_ELEMENT = 1, DOM_TEXT = 3, DOM_DOCUMENT = 9, DOM_DOCTYPE = 10;

/** @type {Record<string, number>} DOM event to kind of interaction */
export const INTERACTIONS = {
  mouseup: 0, mousedown: 1, click: 2, contextmenu: 3, dblclick: 4, focus: 5, blur: 6, touchstart: 7, touchend: 9, touchcancel: 10,
};

/** @type {Record<string, number>} any other is a mouse, 0 */
export const POINTERS = { pen: 1, touch: 2 };
