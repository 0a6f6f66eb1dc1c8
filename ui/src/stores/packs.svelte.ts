// Packs: look at one, take it in, take it back; make one of documents.
import * as ipc from "../ipc";
import type { PackRow, WorkProgress } from "../ipc";
import { m } from "../messages/index.svelte";
import { dialogs } from "./dialogs.svelte";
import { changed } from "./library.svelte";
import { attempt, done } from "./notices.svelte";
import { reload } from "./reader.svelte";

let path = $state("");
let row = $state.raw<PackRow | null>(null);
let progress = $state.raw<WorkProgress | null>(null);

export const packs = {
  get row() { return row; },
  get progress() { return progress; },
};

export const isPack = (file: string): boolean => file.toLowerCase().endsWith(".yandu");

/** Checks a pack and shows what it says of itself. */
export async function look(file: string): Promise<void> {
  const checked = await attempt(() => ipc.verifyPack(file));
  if (!checked) return;
  path = file;
  row = checked;
  dialogs.open = "pack";
}

/** Takes the pack in; for a new publisher the user has compared the fingerprint. */
export async function takeIn(): Promise<void> {
  if (!row) return;
  const trust = !row.pinned;
  progress = { done: 0, total: row.documents };
  const answer = await attempt(() => ipc.importPack(path, trust, (now) => (progress = now)));
  progress = null;
  if (!answer) return;
  dialogs.open = null;
  await changed();
  await reload();
  done(m().packTaken(answer), { label: m().undo, run: () => void takeBack(answer.id) });
}

export const stop = () => void ipc.cancelWork();

async function takeBack(id: string): Promise<void> {
  const count = await attempt(() => ipc.undoPack(id));
  if (count === undefined) return;
  await changed();
  await reload();
  done(m().packUndone(count));
}

/** Makes a pack of documents, signed with this device's key. */
export async function make(title: string, documents: string[], annotations: boolean): Promise<void> {
  const target = await attempt(() => ipc.pickSave(`${title}.yandu`));
  if (!target) return;
  const request = { title, documents, collection: null, lists: [], annotations };
  const file = await attempt(() => ipc.createPack(request, target));
  if (!file) return;
  dialogs.open = null;
  done(m().packMade(title, file.version, file.documents, file.left_out.length), { label: m().openFolder, run: () => void attempt(() => ipc.openFolder(target)) });
}
