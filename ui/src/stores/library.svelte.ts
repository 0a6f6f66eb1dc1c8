// The library as the left and the middle pane show it: tree, node, list by pages, selection.
import { SvelteSet } from "svelte/reactivity";
import * as ipc from "../ipc";
import type { DocumentRow, ListColumn, Tree, UndoState } from "../ipc";
import { m } from "../messages/index.svelte";
import { attempt, done } from "./notices.svelte";
import { reload } from "./reader.svelte";
import { change } from "./settings.svelte";

/** Rows that are asked for at once. */
const PAGE = 200;

let tree = $state.raw<Tree | null>(null);
let node = $state("all");
let column = $state<ListColumn>("date");
let reversed = $state(false);
let total = $state(0);
let loaded = $state(false);
let rows = $state.raw<(DocumentRow | undefined)[]>([]);
let cursor = $state(-1);
const chosen = new SvelteSet<string>();
let anchor = 0;
let generation = 0;
let asked = new Set<number>();

export const library = {
  get tree() { return tree; },
  get node() { return node; },
  get column() { return column; },
  get reversed() { return reversed; },
  get total() { return total; },
  get loaded() { return loaded; },
  get rows() { return rows; },
  get cursor() { return cursor; },
  get chosen() { return chosen as ReadonlySet<string>; },
};

/** The rest of a node behind its kind: `tag:基层` → 基层. */
export const nodeName = (of = node): string => of.slice(of.indexOf(":") + 1);
export const nodeKind = (of = node): string => (of.includes(":") ? of.slice(0, of.indexOf(":")) : of);

/** The nodes whose documents stand in the list. */
const listed = () => !["attention", "search", "annotations", "notes", "reading-lists", "quotations", "terms", "near", "groups", "history"].includes(node);

function request(offset: number, limit: number): ipc.ListRequest {
  const named = (kind: string) => (nodeKind() === kind ? nodeName() : null);
  return {
    kind: named("kind"), tag: named("tag"), collection: named("collection"),
    trashed: node === "trash", column, reversed, offset, limit,
  };
}

/** Reads the tree and the list anew; the selection stays where its documents still are. */
export async function refresh(): Promise<void> {
  generation += 1;
  asked = new Set();
  await Promise.all([
    attempt(ipc.tree).then((counted) => counted && (tree = counted)),
    listed() ? load(0, true) : undefined,
    readUndoState(),
  ]);
}

const heard = new Set<() => void>();

/** Hears that something in the library was changed; answers with what ends the listening. */
export function onChange(listener: () => void): () => void {
  heard.add(listener);
  return () => void heard.delete(listener);
}

/** Documents were changed: reads everything anew and tells whoever shows some of them. */
export async function changed(): Promise<void> {
  await refresh();
  heard.forEach((listener) => listener());
}

/** Shows a node of the tree. */
export async function show(next: string): Promise<void> {
  if (next !== node) {
    node = next;
    chosen.clear();
    cursor = -1;
    rows = [];
    total = 0;
    loaded = false;
  }
  if (next !== "search") change((settings) => (settings.place.node = next));
  await refresh();
}

/** Sorts by a column; the second time the other way round. */
export async function sortBy(next: ListColumn): Promise<void> {
  reversed = next === column ? !reversed : false;
  column = next;
  await refresh();
}

/** Makes sure that the rows from `first` to `last` are here or on their way. */
export function need(first: number, last: number): void {
  for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
    if (!asked.has(page) && page * PAGE < total) void load(page * PAGE, false);
  }
}

async function load(offset: number, anew: boolean): Promise<void> {
  const mine = generation;
  asked.add(offset / PAGE);
  const page = await attempt(() => ipc.listDocuments(request(offset, PAGE)));
  if (!page || mine !== generation) return;
  const next = anew ? new Array<DocumentRow | undefined>(page.total) : rows.slice();
  page.rows.forEach((row, n) => (next[offset + n] = row));
  rows = next;
  total = page.total;
  loaded = true;
  if (cursor >= total) cursor = total - 1;
}

/** The rows between two places, asked for where they are not here yet. */
async function range(from: number, to: number): Promise<DocumentRow[]> {
  const [low, high] = from < to ? [from, to] : [to, from];
  for (let page = Math.floor(low / PAGE); page <= Math.floor(high / PAGE); page++) {
    if (!rows[Math.max(low, page * PAGE)]) await load(page * PAGE, false);
  }
  return rows.slice(low, high + 1).filter((row) => row !== undefined);
}

export type Choice = "only" | "toggle" | "extend";

/** Moves the cursor to a row and chooses it. */
export async function choose(index: number, how: Choice = "only"): Promise<void> {
  if (total === 0) return;
  cursor = Math.max(0, Math.min(index, total - 1));
  const row = rows[cursor] ?? (await range(cursor, cursor))[0];
  if (how === "extend") {
    const all = await range(anchor, cursor);
    chosen.clear();
    all.forEach((each) => chosen.add(each.id));
    return;
  }
  anchor = cursor;
  if (how === "toggle" && row) {
    if (!chosen.delete(row.id)) chosen.add(row.id);
    return;
  }
  chosen.clear();
  if (row) chosen.add(row.id);
}

export async function chooseAll(): Promise<void> {
  const all = await range(0, Math.max(0, total - 1));
  all.forEach((row) => chosen.add(row.id));
}

export const chosenIds = (): string[] => [...chosen];

/** Runs a change of documents, reads the list anew, and offers the way back. */
export async function act(work: () => Promise<unknown>, said: string): Promise<boolean> {
  const result = await attempt(async () => (await work(), true));
  if (!result) return false;
  await changed();
  done(said, { label: m().undo, run: () => void undo() });
  return true;
}

export async function trash(ids = chosenIds()): Promise<void> {
  if (ids.length === 0) return;
  await act(() => ipc.trashDocuments(ids), m().trashed(ids.length));
  await goOn(ids);
}

export async function restore(ids = chosenIds()): Promise<void> {
  if (ids.length === 0) return;
  await act(() => ipc.restoreDocuments(ids), m().restored(ids.length));
  await goOn(ids);
}

/** What was moved away is chosen no more; the row that took its place is, so that keys can go on. */
async function goOn(ids: string[]): Promise<void> {
  ids.forEach((id) => chosen.delete(id));
  if (listed() && cursor >= 0) await choose(cursor);
}

/** What must be durable before anything is undone: words that are being typed. */
const settled: (() => Promise<void>)[] = [];
export const beforeUndo = (settle: () => Promise<void>): void => void settled.push(settle);

/** What would be undone and done again; said in the menu and in the list of commands. */
let undoing = $state.raw<UndoState>({ undo: null, redo: null, import: null, pack: null });
export const undoState = (): UndoState => undoing;

export async function readUndoState(): Promise<void> {
  try {
    undoing = await ipc.undoState();
  } catch {
    // The menu says 撤销 without a name then.
  }
}

export async function undo(): Promise<void> {
  for (const settle of settled) await settle();
  await readUndoState();
  const { undo: last, import: batch, pack } = undoing;
  // An import has an undo of its own: it is named and offered, never done by a key.
  if (last && batch !== null) return done(m().lastIs(last), { label: m().undoImport, run: () => void undoBatch(batch) });
  if (last && pack !== null) return done(m().lastIs(last), { label: m().undoPack, run: () => void undoWhole(pack) });
  const name = await attempt(ipc.undo);
  if (name === undefined) return;
  await changed();
  await reload();
  done(m().undone(name), { label: m().redo, run: () => void redo() });
}

async function undoBatch(batch: number): Promise<void> {
  const count = await attempt(() => ipc.undoImport(batch));
  if (count === undefined) return;
  await changed();
  await reload();
  done(m().importUndone(count), { label: m().redo, run: () => void redo() });
}

async function undoWhole(pack: string): Promise<void> {
  const count = await attempt(() => ipc.undoPack(pack));
  if (count === undefined) return;
  await changed();
  await reload();
  done(m().packUndone(count));
}

export async function redo(): Promise<void> {
  const name = await attempt(ipc.redo);
  if (name === undefined) return;
  await changed();
  await reload();
  done(m().redone(name), { label: m().undo, run: () => void undo() });
}
