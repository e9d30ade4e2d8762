// The shapes that scripts share: what the server tells (docs/events.md says what each field means)
// and what the parts of a page hand one another. Read by `npm run types`, never served.

type Texts = Record<string, string>;

interface Choosable {
  text: string;
  pass_text: string;
  round_name: string;
  choices: string[];
  labels: string[];
}

interface Question extends Choosable {
  id: string;
  kind: string;
  pass: string;
  round: number;
  round_key: string;
  state: "shown" | "open" | "closed" | "revealed";
  taken_back: boolean;
  repeats: boolean;
  results: "live" | "reveal";
  tones: string[];
  max_choices: number;
  text_most: number | null;
  place: { at: number; of: number };
}

interface SessionFacts {
  code: string;
  title: string;
  frame: string;
  language: string;
  state: "lobby" | "running" | "ended";
  threshold: number;
  results: "live" | "reveal";
  groups: Texts;
  door: "open" | "locked";
  slips: boolean;
  rehearsal: boolean;
  paused: boolean;
}

interface Wall {
  blank: boolean;
  code_shown: boolean;
  map_shown: boolean;
  agreements_shown: boolean;
  join_address: string;
  join_code: string;
  theme: "own" | "dark" | "light";
  form: string;
  forms: string[];
  text_size: number;
  on_paper: number;
  timer: { left: number } | null;
}

interface Layout {
  question: { text: string; many: boolean; lines: number | null; columns: number } | null;
  dots: string | null;
  agreements: { first: number; density: string };
  texts: string;
}

interface Wish {
  verb: string;
  body?: object;
}

interface Step extends Wish {
  label: string;
}

interface Agreement {
  id: string;
  question: string | null;
  question_text: string;
  what: string;
  who: string;
  by: string;
}

interface Written {
  id: string;
  text: string;
  question_text: string;
  shown?: boolean;
}

interface PlanPass {
  pass: string;
  pass_text: string;
  state: string;
  round: number;
  round_name: string;
  current: boolean;
}

interface PlanItem {
  id: string;
  text: string;
  note: string;
  passes: PlanPass[];
}

interface Tick {
  x: number;
  label: string;
}

interface Path {
  group: string;
  today: number | null;
  should_be: number | null;
}

interface MapRow {
  question: string;
  text: string;
  steps: string;
  reason: string;
  places: string;
  missing: { group: string; why: string }[];
  paths: Path[];
}

interface MapSection {
  kind: string;
  ticks: Tick[];
  rows: MapRow[];
}

interface PowerMap {
  title: string;
  more: number;
  groups: { group: string; label: string }[];
  sections: MapSection[];
  order: { question: string; text: string; apart: string; places: string }[];
}

interface DotsRow extends Path {
  label: string;
  missing: string;
}

interface Dots {
  title: string;
  finding: string;
  places: string;
  today: string;
  should_be: string;
  ticks: Tick[];
  rows: DotsRow[];
}

interface Talk {
  finding: string;
  gap_text: string;
  wishes: string[];
  common: string;
  card: { text: string };
  first: { text: string };
  balance: { label: string; balanced: string; plain: string }[];
}

interface Second extends Partial<Choosable> {
  language: string;
  direction: string;
  title: string;
  frame: string;
  groups: Texts;
}

/** `session_changed`; phones, walls and desks each get a part of it. */
interface State {
  version: number;
  session: SessionFacts;
  question: Question | null;
  // phones
  beat: string;
  mine?: { number: number; locked: boolean };
  words?: Record<string, Partial<Choosable> & { title: string; frame: string }>;
  // walls and desks
  wall: Wall;
  layout: Layout;
  also: Second | null;
  map: PowerMap | null;
  map_also: PowerMap | null;
  dots: Dots | null;
  dots_also: Dots | null;
  agreements: Agreement[];
  agreements_also: Agreement[] | null;
  texts: Written[];
  texts_also: Written[] | null;
  // desks
  talk: Talk | null;
  beats: { next: Step | null; back: Step | null };
  plan: PlanItem[];
  again: string;
  baseline: { title: string; agreements: string[] } | null;
  paper: { people: Record<string, number>; entered: Record<string, { voters: number }> };
  written: Written[];
  undo: { label: string } | null;
  links: Texts & { exports: { name: string; label: string; url: string }[] };
}

/** `turnout_changed` */
interface Turnout {
  round_key: string | null;
  joined: number;
  groups?: Record<string, number> | null;
  more?: number;
  voted?: number;
  band?: string;
  band_text?: string;
  band_also?: string;
  comparison?: boolean;
}

interface Bar {
  choice: number | string;
  group: string | null;
  x: number;
  width: number;
  count: number | null;
  tone: string;
}

interface Row {
  label: string;
  group?: string;
  choice?: number | string;
  voters: number | null;
  answers: string;
  bars: Bar[];
  note: string;
  then?: boolean;
}

interface Picture {
  form: string;
  zero: number | null;
  columns: number;
  rows: Row[];
}

interface Table {
  columns: number;
  groups: { group: string; label: string; voters: number | null; answers: string }[];
  rows: { label: string; cells: string[] }[];
}

interface Comparison {
  line: string;
  caution: string;
  sentences: string[];
}

/** `results_released` */
interface Release {
  round_key: string;
  number: number;
  groups: Record<string, { voters?: number }>;
  finding: { key: string; text: string };
  picture: Picture;
  table: Table | null;
  answers: Texts;
  sentences: string[];
  then: Comparison | null;
  layout?: { finding: string; rows: string };
  also?: {
    finding: string;
    picture: Picture;
    table: Table;
    answers: Texts;
    then: Comparison | null;
  } | null;
  words?: Record<string, { finding: string; sentences: string[] }>;
}

/** What a page embeds, and `present.json`. */
interface Present {
  state: State;
  turnout: Turnout | null;
  release: Release | null;
}

interface Answer {
  ok: boolean;
  message?: string;
  reason?: string;
  unsure?: boolean;
}

/** What a page wants to hear of its socket. */
interface Hearing {
  session_changed?: (state: State) => void;
  turnout_changed?: (turnout: Turnout) => void;
  results_released?: (release: Release) => void;
  linked: (up: boolean) => void;
  shut?: () => void;
}

interface Connection {
  isUp: () => boolean;
  renew: () => void;
  ask: (event: string, body: object, patience?: number) => Promise<Answer>;
  back: (milliseconds: number) => Promise<void>;
}

// --- The wall

/** Written answers, of which so many stand on the wall at once. */
interface TextPages {
  items: (Written & { also: string })[];
  first: number;
  turning: ReturnType<typeof setTimeout> | null;
  is?: string;
}

// --- The phone

interface Ballot {
  question: string;
  pass: string;
  round: number;
  choices: number[];
  text?: string;
  number: number;
  pad: string;
}

interface Phone {
  state: State;
  release: Release | null;
  numbers: Record<string, number>;
  locked: Record<string, boolean>;
  changing: boolean;
  sending: { key: string; number: number; ballot: Ballot } | null;
  late: boolean;
  /** the round whose ballot was refused because voting had closed */
  refusedAtClose: string;
}

// --- The desk

/** What `commands` needs of the desk. */
interface Base {
  page: HTMLElement;
  code: string;
  now: Present;
  state: () => State;
  say: (message: string) => void;
  unsent: string;
  ask: (verb: string, body: object) => Promise<Answer>;
}

interface Desk extends Base {
  wish: (wish: Wish | null) => unknown;
  act: (name: string) => unknown;
  keep: () => void;
  send: (verb: string, body?: object, version?: number | null) => Promise<boolean>;
}

type Acts = Record<string, (data: DOMStringMap) => unknown>;

/** A part of the desk: what its controls do, and how it is drawn. */
interface Part {
  acts: Acts;
  draw: (state: State) => void;
}

// --- The editor

interface Asked {
  id?: string;
  kind: string;
  text: string;
  passes: string[];
  choices?: string[];
  max_choices?: number;
  rounds?: string[];
}

type Translations = Record<string, Texts>;

interface Plan {
  title: string;
  frame: string;
  language: string;
  second_language?: string;
  threshold: number;
  results: string;
  groups: Texts;
  questions: Asked[];
  translations: Translations;
  /** What the plan said when it came, and how it was translated then. */
  came?: { said: Texts; translations: Translations };
}

interface Fault {
  at: string;
  message: string;
}

interface Judged extends Answer {
  plan?: Plan;
  toml?: string;
  faults?: Fault[];
  notes?: (Fault & { same_as: string })[];
}

/** Where a fault belongs. */
interface FaultPlace {
  form: "question" | "translations" | "settings";
  field: string;
  question?: number;
  language?: string;
}

interface Editor {
  page: HTMLElement;
  question: HTMLFormElement;
  settings: HTMLFormElement;
  into: HTMLInputElement;
  rows: HTMLElement;
  plan: Plan;
  /** Which question is in hand, counted from 0. */
  at: number;
  language: () => string;
  draw: () => void;
  take: (next: Plan, where?: number) => void;
  go: (next: Plan, where: number, focus?: string | null) => void;
  lead: (where: string) => void;
  fieldOf: (place: FaultPlace) => HTMLElement | null;
  say: (id: string, words?: Record<string, string | number>) => void;
}

// --- The browser: our pages hold HTML elements only, and forms know their fields by name.

interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] | null;
  querySelector<E extends HTMLElement = HTMLElement>(selectors: string): E | null;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(
    name: K,
  ): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll<E extends HTMLElement = HTMLElement>(selectors: string): NodeListOf<E>;
}

interface NonElementParentNode {
  getElementById<E extends HTMLElement = HTMLElement>(id: string): E | null;
}

interface Document {
  getElementById<E extends HTMLElement = HTMLElement>(id: string): E | null;
}

interface Element {
  closest<E extends HTMLElement = HTMLElement>(selectors: string): E | null;
  readonly firstElementChild: HTMLElement | null;
}

interface HTMLFormControlsCollection {
  // biome-ignore lint/suspicious/noExplicitAny: a field is an input, an area or a choice, by its name
  [name: string]: any;
}
