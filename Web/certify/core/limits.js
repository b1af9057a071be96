/** How much, how long and how often. The build writes numbers that come from another module in their places. */

export const SLICE_MS = 20;
export const NODES_BETWEEN_LOOKS = 32;
export const FEW_WORDS = 100;
export const FEW_NODES = 3;

/** Below what anybody can see, and enough to gather what a framework does in one go. */
export const GATHER_MS = 30;
/** A page that changes so much must not be slowed down for its recording. */
export const MOST_CHANGES = 300_000;

export const LOOK_MS = 1_000;
/** 20 MiB. */
export const MAXIMUM_BYTES = 20_971_520;

export const HINTS_MS = 100;

export const MOVE_MS = 50;
export const MOVES_MS = 500;

export const VIEWPORT_MS = 100;

export const PAUSE_MS = 5_000;
export const LEARN_MS = 500;

export const MIRRORED_LENGTH = 4;
/** So many digits are hidden within longer numbers, too, and however they are set apart; fewer are met by chance. */
export const LONG_NUMBER = 6;
export const REMEMBERED = 200;

export const TEXT_LENGTH = 5_000;
export const LEAST_LENGTH = 15;
/** Of a page full of talk about calls: so many elements are told, and so many places looked at. */
export const MOST_LANGUAGES = 60;
export const MOST_LOOKS = 400;
/** How far above the words that caught the eye the sentence may begin. */
export const CLIMB = 3;
export const CLIMB_LENGTH = 1_200;

/** One submission shows itself in several ways at once. */
export const SAME_MS = 1_000;

export const FIRST_BATCH_MS = 1_000;
export const BATCH_MS = 2_000;
/** All keepalive requests of a page share 64 KiB; some is left for the page's own. */
export const KEEPALIVE_BYTES = 60_000;
/** Well under the server's 1 MiB, in characters that may take three bytes each. */
export const BATCH_CHARACTERS = 300_000;
export const FIRST_RETRY_MS = 1_000;
export const LAST_RETRY_MS = 30_000;
