/** What the server puts in front of the loader. */
interface Config extends Certificate {
  api: string;
  core: string;
}

interface Certificate {
  id: string;
  /** Unix seconds. */
  issued: number;
  /** Unix milliseconds, when it was served. */
  now: number;
  token: string;
  certificate_url: string;
  ping_url: string;
}

/** In the loader. */
declare const config: Config;
/** In the core, which runs once per recording. */
declare const session: Session;
/** Stands in the parts' file names, set by the build. */
declare const PARTS_DIGEST: string;

interface ScriptParameters {
  field: string;
  ping_field: string;
  token_field: string;
  identifier: string | null;
  form_selector: string | null;
  inverted: boolean;
  sandbox: boolean;
  tagged: boolean;
  disabled: boolean;
}

type Root = Document | ShadowRoot;
type FieldElement = HTMLInputElement | HTMLTextAreaElement | (HTMLSelectElement & { defaultValue?: string });

/** What the loader shares with the core. */
interface Session {
  config: Config;
  nonce: string;
  parameters: ScriptParameters;
  /** Those that the page was loaded with, where it goes by others. */
  initial?: ScriptParameters;
  /** Once it is known to be of this visit. */
  certificate?: Certificate;
  roots: RootSet;
  fillSoon(): void;
  isOurs(field: FieldElement): boolean;
  /** Values that were typed, in lower case, and whether they stay secret for good. */
  typed: Map<string, boolean>;
  /** Fields that were once a password. */
  passwords: WeakSet<Element>;
  /** In what something was entered; it may be gone. */
  touched: Set<Element>;
  guard<A extends unknown[], R>(action: (...args: A) => R): (...args: A) => R | undefined;
  loadPart(name: string, gift: unknown): Promise<void>;
  /** The server said 410: this certificate takes no more. */
  lapsed(): void;
  /** Set by the core. */
  recording?: Recording;
}

interface RootSet {
  all: Set<Root>;
  add(root: Root): void;
  onAdd(listener: (root: Root) => void): void;
  /** The core sees every added node itself, so it can spare the loader its own observer. */
  handOver(): void;
}

interface Recording {
  end(reason: "stop" | "next"): void;
}

interface RecordedEvent {
  type: number;
  data: any;
  timestamp: number;
}

interface SerializedNode {
  type: number;
  id: number;
  childNodes?: SerializedNode[];
  tagName?: string;
  attributes?: Record<string, string | number | boolean | null>;
  textContent?: string;
  isSVG?: boolean;
  isShadow?: boolean;
  isShadowHost?: boolean;
  isStyle?: boolean;
  name?: string;
  publicId?: string;
  systemId?: string;
  compatMode?: string;
}

/** What the part that asks for another certificate is given, and adds. */
interface IssueJob {
  session: Session;
  options: Record<string, string>;
  adopt(certificate: Certificate): void;
  /** What `trustedFormNext` tells of it. */
  adopted?: Promise<object>;
}

interface Window {
  [name: string | symbol]: any;
}
interface Document {
  prerendering?: boolean;
}
interface Navigator {
  userAgentData?: {
    /** Brands, mobile, platform: what every request tells anyway. */
    toJSON(): Record<string, any>;
    getHighEntropyValues(hints: string[]): Promise<Record<string, any>>;
  };
}
interface HTMLScriptElement {
  signet?: any;
}
interface PerformanceEntry {
  /** Only of a resource. */
  initiatorType: any;
}
interface PerformanceResourceTiming {
  deliveryType?: string;
}
declare class CompressionStream {
  constructor(format: string);
  readable: ReadableStream;
  writable: WritableStream;
}
