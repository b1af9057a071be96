// What of a recording is rebuilt. Everything that is not listed here is left out.
//
// This is the first of three walls (the sandbox and the policy of the frame's document are the others), so it may be
// plain: where a disguise gets past it, for example an escaped `url(`, the frame still neither runs nor fetches.

const htmlElements = new Set(
  (
    "a abbr acronym address article aside b bdi bdo big blockquote body br button caption center cite code col " +
    "colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form " +
    "h1 h2 h3 h4 h5 h6 head header hgroup hr html i img input ins kbd label legend li main map mark marquee menu " +
    "meter nav nobr ol optgroup option output p picture pre progress q rp rt ruby s samp search section select slot " +
    "small source span strike strong style sub summary sup table tbody td textarea tfoot th thead time title tr tt u ul var wbr"
  ).split(" "),
);

const svgElements = new Set(
  (
    "svg g path circle ellipse line polygon polyline rect text tspan textPath defs symbol use marker pattern mask " +
    "clipPath linearGradient radialGradient stop filter feBlend feColorMatrix feComponentTransfer feComposite " +
    "feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG " +
    "feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight " +
    "feTile feTurbulence foreignObject image switch title desc style view"
  ).split(" "),
);

/** Elements whose content is not rebuilt, but which took up room. */
const boxes = new Set(["iframe", "frame", "object", "embed", "applet", "video", "audio", "canvas", "portal", "fencedframe"]);

const attributes = new Set(
  (
    "abbr align alt bgcolor border cellpadding cellspacing char charoff checked class clear color cols colspan " +
    "compact coords dir disabled face for frame headers height hidden high hspace id inert is ishighlighted label lang " +
    "low max maxlength media min minlength multiple name noshade nowrap open optimum part pattern placeholder popover " +
    "readonly required reversed role rowspan rows rules scope selected shape size sizes span spellcheck start step summary " +
    "tabindex title translate type usemap valign value vspace width wrap"
  ).split(" "),
);

const svgAttributes =
  /^(?!on|href$|src$|style$)[a-z][a-zA-Z]*[0-9]?(?:-[a-z]+){0,3}$/;
const openAttributes = /^(?:aria|data)-[a-z0-9_.-]+$/;
const customElement = /^[a-z][a-z0-9._]*-[a-z0-9._-]*$/;
const imageData = /^data:image\/(?:png|jpe?g|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon|svg\+xml)[;,]/i;
const styleData = /^data:(?:image\/|font\/|application\/(?:x-)?font-|application\/vnd\.ms-fontobject|application\/octet-stream[;,])/i;

/**
 * How an element is rebuilt: as itself, as an empty box of its size, or not at all.
 *
 * @param {string} name
 * @param {boolean} isSVG
 * @returns {"element" | "box" | "omitted"}
 */
export function treatmentOf(name, isSVG) {
  if (isSVG) return svgElements.has(name) ? "element" : "omitted";
  const lower = name.toLowerCase();
  if (htmlElements.has(lower) || customElement.test(lower)) return "element";
  return boxes.has(lower) ? "box" : "omitted";
}

/**
 * An attribute's value as it may be set, or null where it may not.
 *
 * @param {string} element its name in lower case
 * @param {boolean} isSVG
 * @param {string} name
 * @param {string} value
 * @returns {string | null}
 */
export function allowedAttribute(element, isSVG, name, value) {
  const lower = name.toLowerCase();
  if (lower.startsWith("on")) return null;
  if (lower === "href" || lower === "xlink:href") return allowedReference(element, isSVG, value);
  if (lower === "src") return (element === "img" || element === "input") && imageData.test(value) ? value : null;
  if (lower === "srcset") return (element === "img" || element === "source") && isImageSet(value) ? value : null;
  if (openAttributes.test(lower)) return value;
  if (isSVG) return svgAttributes.test(name) ? withoutFetches(value) : null;
  return attributes.has(lower) ? value : null;
}

/** @param {string} value a `srcset`: its words are addresses, which end where white space does, and their sizes */
const isImageSet = (value) => value.split(/\s+/).every((word) => imageData.test(word) || /^[\d.]+[wx],?$/.test(word));

/**
 * @param {string} element
 * @param {boolean} isSVG
 * @param {string} value
 */
function allowedReference(element, isSVG, value) {
  if (isSVG) {
    if (element === "image") return imageData.test(value) ? value : null;
    return value.startsWith("#") ? value : null;
  }
  // A link has to look like one, and has to lead nowhere.
  return element === "a" ? "#" : null;
}

/**
 * CSS without what would fetch something.
 *
 * @param {string} css
 * @returns {string}
 */
export function withoutFetches(css) {
  if (!/[@(]/.test(css)) return css;
  return css
    .replace(/@(?:import|charset|namespace)\b[^;]*;?/gi, "")
    .replace(/(?:expression|-moz-binding|behavior)\s*[(:]/gi, "signet-omitted:")
    .replace(/\b(?:url|src)\(\s*(?:"([^"]*)"|'([^']*)'|([^)]*?))\s*\)/gi, (whole, double, single, bare) => {
      const target = String(double ?? single ?? bare ?? "").trim();
      return target.startsWith("#") || styleData.test(target) ? whole : 'url("data:,")';
    })
    .replace(/\b(?:-webkit-)?image-set\([^)]*\)/gi, (whole) => (/["']\s*(?!data:)/.test(whole) && /["'](?!data:)[^"']*:/.test(whole) ? "none" : whole));
}
