// Reading lists: those there are, the one that is open, and every change of it.
import * as ipc from "../ipc";
import type { ItemEdit, ReadingItem, ReadingListRow, ReadingListText } from "../ipc";
import { m } from "../messages/index.svelte";
import { changed, library, onChange, show, undo } from "./library.svelte";
import { attempt, done } from "./notices.svelte";
import { open, reader } from "./reader.svelte";
import { selection, unselect } from "./selection.svelte";

let rows = $state.raw<ReadingListRow[]>([]);
let loaded = $state(false);
let current = $state.raw<ReadingListText | null>(null);
let ours = false;

export const readingLists = {
  get rows() { return rows; },
  get loaded() { return loaded; },
  get current() { return current; },
};

export async function readLists(): Promise<void> {
  rows = (await attempt(ipc.listReadingLists)) ?? rows;
  loaded = true;
}

onChange(() => {
  if (ours || !loaded) return;
  void readLists();
  if (current) void ipc.getReadingList(current.id).then((list) => (current = list), () => (current = null));
});

const back = () => ({ label: m().undo, run: () => void undo() });

/** Runs a change that answers with the list as it is then. */
async function act(work: () => Promise<ReadingListText>, said?: string): Promise<boolean> {
  const list = await attempt(work);
  if (!list) return false;
  current = list;
  if (said) done(said, back());
  ours = true;
  await Promise.all([changed(), readLists()]).finally(() => (ours = false));
  return true;
}

export async function openList(id: string): Promise<void> {
  const list = await attempt(() => ipc.getReadingList(id));
  if (list) current = list;
}

export function closeList(): void {
  current = null;
  void readLists();
}

export const newList = (title: string) => act(() => ipc.addReadingList(title, null));
export const copyList = (list: ReadingListText) => act(() => ipc.addReadingList(m().copyOf(list.title), list.id), m().listCopied);
export const editList = (id: string, edit: Parameters<typeof ipc.updateReadingList>[1]) => act(() => ipc.updateReadingList(id, edit));
export const newSection = (list: string) => act(() => ipc.addSection(list, m().newSection));
export const editSection = (id: string, title: string) => act(() => ipc.updateSection(id, title, null));
export const moveSection = (id: string, to: number) => act(() => ipc.moveSection(id, to));
export const removeSection = (id: string) => act(() => ipc.removeSection(id), m().sectionRemoved);
export const editItem = (id: string, edit: Partial<ItemEdit>) => act(() => ipc.updateItem(id, edit));
export const moveItem = (id: string, section: string, to: number) => act(() => ipc.moveItem(id, section, to));
export const removeItem = (id: string) => act(() => ipc.removeItem(id), m().itemRemoved);

export async function removeList(id: string): Promise<void> {
  const gone = await attempt(async () => (await ipc.removeReadingList(id), true));
  if (!gone) return;
  current = null;
  done(m().listRemoved, back());
  await changed();
}

/** Adds what is selected in the text, or the whole text, to a list. */
export async function addHere(list: string, at = selection.range): Promise<void> {
  const document = reader.document;
  if (!document) return;
  const added = await act(() => ipc.addItem(list, document.id, at), m().itemAdded);
  if (added && at) unselect();
}

/** One step up (-1) or down (1), over the border of a section. */
export async function stepItem(list: ReadingListText, item: ReadingItem, by: 1 | -1): Promise<void> {
  const at = list.sections.findIndex((section) => section.items.some((each) => each.id === item.id));
  const section = list.sections[at];
  if (!section) return;
  const to = section.items.findIndex((each) => each.id === item.id) + by;
  const next = list.sections[at + by];
  if (to >= 0 && to < section.items.length) await moveItem(item.id, section.id, to);
  else if (next) await moveItem(item.id, next.id, by < 0 ? next.items.length : 0);
}

export const read = (item: ReadingItem) => open(item.document, item.at ? { range: item.at } : {});

export async function showLists(): Promise<void> {
  if (library.node !== "reading-lists") await show("reading-lists");
}
