// The annotations of the text that is read: rows in the order of the text, filter, the chosen one; every
// change of one. Names of colours and people too.
import * as ipc from "../ipc";
import type { AnnotationNames, AnnotationRow, FoundRange } from "../ipc";
import { m } from "../messages/index.svelte";
import { changed, onChange, undo } from "./library.svelte";
import { attempt, done } from "./notices.svelte";
import { onOpening, open, reader } from "./reader.svelte";
import { selection, unselect } from "./selection.svelte";
import { change as changeSettings } from "./settings.svelte";

export const COLOURS = ["key_point", "doubt", "quotable", "practice", "to_check"] as const;
export type Colour = (typeof COLOURS)[number];

let rows = $state.raw<AnnotationRow[]>([]);
let of = $state("");
let colours = $state.raw<readonly string[]>([]);
let tag = $state("");
let person = $state("");
let unsettled = $state(false);
let chosen = $state<string | null>(null);
let editing = $state<"comment" | "reply" | "tags" | null>(null);
let names = $state.raw<AnnotationNames>({ me: "", colours: [], people: [], tags: [] });
let generation = 0;
let reading: Promise<void> = Promise.resolve();

const shown = $derived(
  rows.filter(
    (row) =>
      (colours.length === 0 || colours.includes(row.colour)) &&
      (!tag || row.tags.includes(tag)) &&
      (!person || row.author_id === person) &&
      (!unsettled || isUnsettled(row)),
  ),
);

export const annotations = {
  /** All of the text. */
  get rows() { return rows; },
  /** Those that the filter lets through. */
  get shown() { return shown; },
  get colours() { return colours; },
  get tag() { return tag; },
  set tag(next) { tag = next; },
  get person() { return person; },
  set person(next) { person = next; },
  get unsettled() { return unsettled; },
  set unsettled(on) { unsettled = on; },
  get chosen() { return chosen; },
  get editing() { return editing; },
  set editing(what) { editing = what; },
  get names() { return names; },
};

export const isUnsettled = (row: AnnotationRow): boolean => row.state === "moved" || row.state === "earlier";

/** False if only an earlier version of the text has it. */
export const isPlaced = (row: AnnotationRow): boolean => row.state === "found" || row.state === "moved";

export const colourName = (colour: string): string =>
  names.colours.find((each) => each.colour === colour)?.name ?? m().colours[colour] ?? colour;

export function toggleColour(colour: string): void {
  colours = colours.includes(colour) ? colours.filter((each) => each !== colour) : [...colours, colour];
}

export function clearFilter(): void {
  colours = [];
  tag = "";
  person = "";
  unsettled = false;
}

/** Reads the annotations of a document; those of another one are forgotten. */
async function readAnnotations(id: string | null): Promise<void> {
  const mine = ++generation;
  if (id !== of) {
    of = id ?? "";
    rows = [];
    chosen = null;
    editing = null;
    clearFilter();
  }
  if (!id) return;
  reading = attempt(() => ipc.listDocumentAnnotations(id)).then((got) => {
    if (mine === generation) rows = got ?? [];
  });
  void readNames();
  await reading;
}

export async function readNames(): Promise<void> {
  const named = await attempt(ipc.annotationNames);
  if (named) names = named;
}

/** Changes of our own are in the rows already. */
let ours = false;
onChange(() => {
  if (!ours) void readAnnotations(of || null);
});

/** Tells everyone else that annotations were changed. */
async function tell(): Promise<void> {
  ours = true;
  await changed().finally(() => (ours = false));
}
onOpening((id) => void readAnnotations(id));

/** Chooses an annotation; with `go` the text goes to its passage. */
export function choose(id: string | null, go = false): void {
  if (id !== chosen) editing = null;
  chosen = id;
  const row = rows.find((each) => each.id === id);
  if (go && row && isPlaced(row)) void open(row.document, { range: row.at, unmarked: true });
}

/** Chooses the next (1) or previous (-1) of those that are shown. */
export function stepAnnotation(by: number, go = false): void {
  const at = shown.findIndex((row) => row.id === chosen);
  const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(shown.length - 1, at + by))];
  if (next) choose(next.id, go);
}

/** Opens an annotation wherever it stands. */
export async function openAnnotation(document: string, id: string): Promise<void> {
  changeSettings((s) => ((s.panes.show_annotations = true), (s.panes.show_details = false)));
  if (reader.document?.id !== document) await open(document);
  else await readAnnotations(document);
  await reading;
  choose(id, true);
}

/** Puts a row in its place in the order of the text. */
function put(row: AnnotationRow): void {
  if (row.document !== of) return;
  const before = (a: AnnotationRow, b: AnnotationRow) => a.at.block - b.at.block || a.at.start - b.at.start;
  rows = [...rows.filter((each) => each.id !== row.id), row].sort(before);
}

const back = () => ({ label: m().undo, run: () => void undo() });

/** Marks the selection. */
export async function annotate(colour: string, kind = "highlight", comment = "", tags: string[] = []): Promise<void> {
  const document = reader.document;
  const at = selection.range;
  if (!document || !at) return;
  const row = await attempt(() => ipc.addAnnotation(document.id, at, { kind, colour, comment, tags }));
  if (!row) return;
  unselect();
  put(row);
  chosen = row.id;
  editing = null;
  done(m().annotated(colourName(colour)), back());
  await tell();
}

/** Changes what an annotation says. */
export async function edit(id: string, to: Parameters<typeof ipc.updateAnnotation>[1], said = m().annotationChanged): Promise<boolean> {
  const row = await attempt(() => ipc.updateAnnotation(id, to));
  if (!row) return false;
  put(row);
  editing = null;
  done(said, back());
  if (to.tags) void readNames();
  await tell();
  return true;
}

/** Gives an annotation another stretch; the text shows it. */
export async function resize(id: string, at: FoundRange): Promise<void> {
  const row = await attempt(() => ipc.resizeAnnotation(id, at));
  if (!row) return;
  put(row);
  void open(row.document, { range: row.at, unmarked: true });
}

export async function reply(id: string, comment: string): Promise<boolean> {
  const row = await attempt(() => ipc.addReply(id, comment));
  if (!row) return false;
  put(row);
  editing = null;
  done(m().replied, back());
  return true;
}

export async function removeReply(id: string): Promise<void> {
  const row = await attempt(() => ipc.removeReply(id));
  if (!row) return;
  put(row);
  done(m().replyRemoved, back());
}

export async function remove(id: string): Promise<void> {
  const at = shown.findIndex((row) => row.id === id);
  const gone = await attempt(async () => (await ipc.removeAnnotations([id]), true));
  if (!gone) return;
  rows = rows.filter((row) => row.id !== id);
  chosen = shown[Math.min(at, shown.length - 1)]?.id ?? null;
  done(m().annotationRemoved, back());
  await tell();
}

/** Settles where an annotation belongs. */
export async function settle(id: string, answer: ipc.PlaceAnswer, at: FoundRange | null = null): Promise<void> {
  const row = await attempt(() => ipc.settleAnnotation(id, answer, at));
  if (!row) return;
  put(row);
  done(m().placeSettled, back());
  await tell();
}

/** The form of a file is the ending of its name. */
export async function exportAnnotations(document: { id: string; title: string } | null): Promise<void> {
  const name = `${(document?.title ?? m().allAnnotations).replace(/[\\/:*?"<>|\n]/g, " ").slice(0, 40)}-${m().annotations}.docx`;
  const path = await ipc.pickSave(name);
  if (!path) return;
  const written = await attempt(async () => (await ipc.exportAnnotations(document?.id ?? null, path), true));
  if (written) done(m().exported(path));
}

export async function importAnnotations(): Promise<void> {
  const [path] = await ipc.pickFiles();
  if (!path) return;
  const report = await attempt(() => ipc.importAnnotations(path));
  if (!report) return;
  await changed();
  const said = m().annotationsImported(report);
  done(report.reasons.length ? `${said}\n${report.reasons.slice(0, 5).join("\n")}` : said, back());
}
