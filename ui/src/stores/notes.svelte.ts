// Notes: the list, the one that is open, and saving while it is typed.
import * as ipc from "../ipc";
import type { NoteRow, NoteText } from "../ipc";
import { m } from "../messages/index.svelte";
import { beforeUndo, changed, library, onChange, readUndoState, refresh, show, undo } from "./library.svelte";
import { attempt, done, settleUndo } from "./notices.svelte";
import { open as openDocument, reader } from "./reader.svelte";
import { change as changeSettings } from "./settings.svelte";

/** Rows that are asked for at once. */
const PAGE = 200;

/** What was typed is saved so long after the last key, and at the latest so long after the first. ms. */
const REST = 600;
const LATEST = 1500;

let rows = $state.raw<NoteRow[]>([]);
let total = $state(0);
let loaded = $state(false);
let trashed = $state(false);
let current = $state.raw<NoteText | null>(null);
let saved = $state(true);
let changes = $state(0);
let sought = $state.raw<{ words: string } | null>(null);
/** What was typed and not saved yet. */
let typed: { id: string; title?: string; body?: string } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let first = 0;
let saving: Promise<void> = Promise.resolve();

export const notes = {
  get rows() { return rows; },
  get total() { return total; },
  get loaded() { return loaded; },
  get trashed() { return trashed; },
  get current() { return current; },
  /** Words that the editor shall show; a new object each time. */
  get sought() { return sought; },
  /** False while something typed is not durable yet. */
  get saved() { return saved; },
};

/** Grows with every change of notes. */
export const notesChanged = (): number => changes;

export async function readNotes(offset = 0): Promise<void> {
  const page = await attempt(() => ipc.listNotes({ trashed, offset, limit: PAGE }));
  if (!page) return;
  rows = offset ? [...rows, ...page.rows] : page.rows;
  total = page.total;
  loaded = true;
}

export async function showTrashed(on: boolean): Promise<void> {
  trashed = on;
  await readNotes();
}

onChange(() => {
  changes += 1;
  if (library.node === "notes") void readNotes();
  if (current && !typed) void ipc.getNote(current.id).then((note) => (current = note), () => (current = null));
});

async function tell(): Promise<void> {
  changes += 1;
  await Promise.all([refresh(), readNotes()]);
}

/** Opens a note in the middle pane, at these words if it has them; the text beside it stays. */
export async function openNote(id: string, words = ""): Promise<void> {
  await flush();
  const note = await attempt(() => ipc.getNote(id));
  if (!note) return;
  current = note;
  sought = words ? { words } : null;
  changeSettings((s) => (s.panes.show_list = true));
  if (library.node !== "notes") await show("notes");
}

export async function closeNote(): Promise<void> {
  await flush();
  current = null;
  await readNotes();
}

/** A new note, on its own or on the document that is read. */
export async function newNote(template: string | null = null, document: string | null = null): Promise<void> {
  await flush();
  const note = await attempt(() => ipc.addNote(template ?? "", document, template));
  if (!note) return;
  await tell();
  await openNote(note.id);
}

export const newNoteHere = (): Promise<void> => newNote(null, reader.document?.id ?? null);

/** Takes what was typed; it is durable a moment later. */
export function type(to: { title?: string; body?: string }): void {
  if (!current) return;
  if (!typed) first = Date.now();
  typed = { ...typed, ...to, id: current.id };
  saved = false;
  clearTimeout(timer);
  timer = setTimeout(() => void flush(), Math.max(0, Math.min(REST, first + LATEST - Date.now())));
}

/** Saves what was typed now. What cannot be saved stays typed, and is tried again with the next key. */
export function flush(): Promise<void> {
  clearTimeout(timer);
  saving = saving.then(async () => {
    const { id, ...to } = typed ?? { id: "" };
    if (!id) return;
    const mine = typed;
    const note = await attempt(() => ipc.updateNote(id, to));
    if (!note) return;
    if (typed === mine) {
      typed = null;
      saved = true;
    }
    if (current?.id === id) current = note;
    rows = rows.map((row) => (row.id === id ? { ...row, title: note.title, modified_at: note.modified_at } : row));
    changes += 1;
    // What was done last is the writing now.
    settleUndo();
    void readUndoState();
  });
  return saving;
}

beforeUndo(flush);

export async function tagNote(tags: string[]): Promise<void> {
  const id = current?.id;
  if (!id) return;
  await flush();
  const note = await attempt(() => ipc.updateNote(id, { tags }));
  if (note) current = note;
  await tell();
}

/** Ties a note to the document that is read, or unties it. */
export async function tieNote(document: string): Promise<void> {
  const id = current?.id;
  if (!id) return;
  await flush();
  const note = await attempt(() => ipc.updateNote(id, { document }));
  if (note) current = note;
  await tell();
}

export async function trashNote(id: string): Promise<void> {
  await flush();
  const gone = await attempt(async () => (await ipc.trashNotes([id]), true));
  if (!gone) return;
  if (current?.id === id) current = null;
  done(m().noteTrashed, { label: m().undo, run: () => void undo() });
  await changed();
}

export async function restoreNote(id: string): Promise<void> {
  const back = await attempt(async () => (await ipc.restoreNotes([id]), true));
  if (!back) return;
  done(m().noteRestored);
  await changed();
}

export async function restoreVersion(n: number): Promise<void> {
  const id = current?.id;
  if (!id) return;
  await flush();
  const note = await attempt(() => ipc.restoreNoteVersion(id, n));
  if (!note) return;
  current = note;
  done(m().versionRestored);
  await tell();
}

/** Goes where the words of a link lead. */
export async function follow(words: string): Promise<void> {
  const link = await attempt(() => ipc.resolveLink(words));
  if (!link) return;
  if (!link.target) {
    const title = words.split("#")[0] ?? words;
    done(m().linkNowhere(title), { label: m().newNoteNamed, run: () => void createNamed(title) });
  } else if (link.note) await openNote(link.target);
  else await openDocument(link.target, link.at ? { range: link.at } : {});
}

async function createNamed(title: string): Promise<void> {
  await flush();
  const note = await attempt(() => ipc.addNote(title, null, null));
  if (!note) return;
  await tell();
  await openNote(note.id);
}
