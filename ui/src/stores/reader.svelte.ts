// What the right pane shows: a document at a place, the way there and back, finds in it, a comparison.
import * as ipc from "../ipc";
import type { AnnotationRow, Comparison, FoundRange, ReaderDocument } from "../ipc";
import { m } from "../messages/index.svelte";
import { attempt, failed } from "./notices.svelte";
import { change } from "./settings.svelte";

interface Place {
  id: string;
  block: number;
}

let shown = $state.raw<ReaderDocument | null>(null);
let comparison = $state.raw<Comparison | null>(null);
let loading = $state(false);
/** Where the text shall stand; a new object each time, so that the same place can be asked for again. */
let target = $state.raw<{ block: number; range: FoundRange | null } | null>(null);
let marks = $state.raw<FoundRange[]>([]);
let current = $state(-1);
let finding = $state(false);
let top = $state(0);
let past = $state.raw<Place[]>([]);
let future = $state.raw<Place[]>([]);
let asked = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

export const reader = {
  get document() { return shown; },
  get comparison() { return comparison; },
  get loading() { return loading; },
  get target() { return target; },
  get marks() { return marks; },
  get current() { return current; },
  get finding() { return finding; },
  set finding(on) { finding = on; },
  get top() { return top; },
  /** Shows where a stretch would be, without going there. */
  preview(range: FoundRange) { mark([range], 0); },
  get canGoBack() { return past.length > 0; },
  get canGoForward() { return future.length > 0; },
};

interface Jump {
  block?: number;
  range?: FoundRange;
  /** The range is the annotation's own: it is painted in its colour already. */
  unmarked?: boolean;
  /** Texts of this query are marked. */
  query?: string;
}

const here = (): Place | null => (shown ? { id: shown.id, block: top } : null);

/** Opens a document; without a block where it was left. The place before can be gone back to. */
export async function open(id: string, jump: Jump = {}): Promise<void> {
  const from = here();
  if (!(await load(id, jump))) return;
  const moved = from && (from.id !== id || jump.block !== undefined || jump.range);
  if (moved) {
    past = [...past.slice(-99), from];
    future = [];
  }
}

const openings: ((id: string) => void)[] = [];

/** Hears which document is being opened, so that what stands beside its text is asked for together with it. */
export const onOpening = (listener: (id: string) => void) => void openings.push(listener);

async function load(id: string, jump: Jump): Promise<boolean> {
  const mine = ++asked;
  if (shown?.id !== id) {
    loading = true;
    const asking = attempt(() => ipc.getDocument(id));
    openings.forEach((listener) => listener(id));
    const document = await asking;
    if (mine !== asked) return false;
    loading = false;
    if (!document) return false;
    keepPosition();
    shown = document;
    marks = [];
    finding = false;
  }
  comparison = null;
  const range = jump.range ?? null;
  const block = range?.block ?? jump.block ?? (shown?.position || 0);
  target = { block, range };
  top = block;
  change((settings) => (settings.place.document = id));
  keepPosition();
  if (range) mark(jump.unmarked ? [] : [range], jump.unmarked ? -1 : 0);
  if (jump.query) {
    const found = await ipc.findQueryInDocument(id, jump.query).catch(() => []);
    if (mine === asked && found.length) mark(found, nearest(found, range));
  }
  return true;
}

const nearest = (found: FoundRange[], range: FoundRange | null): number =>
  Math.max(0, found.findIndex((each) => range && each.block === range.block && each.start === range.start));

function mark(found: FoundRange[], at: number): void {
  marks = found;
  current = at;
}

/** Shows the same document as it is in the library now. */
export async function reload(): Promise<void> {
  if (!shown) return;
  const document = await ipc.getDocument(shown.id).catch(() => null);
  if (document) shown = document;
}

/** Goes to a block of the shown text. */
export function goTo(block: number): void {
  if (shown) void open(shown.id, { block });
}

/** The text was scrolled: remembers the block at its top. */
export function scrolledTo(block: number): void {
  if (block === top) return;
  top = block;
  clearTimeout(timer);
  timer = setTimeout(keepPosition, 500);
}

/** Keeps the reading position now. */
export function keepPosition(): void {
  clearTimeout(timer);
  if (shown) void ipc.setReadingPosition(shown.id, top).catch(() => undefined);
}

export async function back(): Promise<void> {
  const to = past.at(-1);
  const from = here();
  if (!to || !from) return;
  past = past.slice(0, -1);
  future = [...future, from];
  await load(to.id, { block: to.block });
}

export async function forward(): Promise<void> {
  const to = future.at(-1);
  const from = here();
  if (!to || !from) return;
  future = future.slice(0, -1);
  past = [...past, from];
  await load(to.id, { block: to.block });
}

/** Marks every place of a text and goes to the first one from here on. */
export async function find(text: string): Promise<void> {
  const document = shown;
  if (!document) return;
  const found = text ? await attempt(() => ipc.findInDocument(document.id, text)) : [];
  if (!found || shown !== document) return;
  const first = found.findIndex((each) => each.block >= top);
  mark(found, found.length ? Math.max(0, first) : -1);
  step(0);
}

/** Goes to the next (1) or previous (-1) mark, around the ends. */
export function step(by: number): void {
  if (marks.length === 0) return;
  current = (current + by + marks.length) % marks.length;
  const range = marks[current];
  if (range) target = { block: range.block, range };
}

export function clearMarks(): void {
  marks = [];
  current = -1;
}

/** Shows two documents side by side. */
export async function compare(left: string, right: string): Promise<void> {
  comparison = (await attempt(() => ipc.compareDocuments(left, right))) ?? null;
}

/** Shows an earlier version beside the present one. */
export async function compareVersion(id: string, version: number): Promise<void> {
  const found = await attempt(() => ipc.compareVersion(id, version));
  if (found === null) failed({ code: "refused", message: m().noEarlier, hint: null });
  else if (found) comparison = found;
}

/** Goes to the passage of an annotation. */
export function goToAnnotation(row: AnnotationRow): void {
  if (row.state === "found" || row.state === "moved") void open(row.document, { range: row.at, unmarked: true });
  else void compareVersion(row.document, row.version);
}

export const closeComparison = () => (comparison = null);
