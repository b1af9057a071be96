/** How long. The build writes numbers that come from another module in their places. */

/** A token opens its certificate for ten minutes. */
export const TOKEN_AGE_MS = 540_000;

export const MAXIMUM_AGE_MS = 60_000;

export const AFTER_LOAD_MS = 50;
