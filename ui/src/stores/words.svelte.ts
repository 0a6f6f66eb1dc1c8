// 用户词典 and 新词发现.
import * as ipc from "../ipc";
import type { ProposedTerm, WorkProgress } from "../ipc";
import { m } from "../messages/index.svelte";
import { attempt, done } from "./notices.svelte";

let own = $state.raw<string[]>([]);
let proposed = $state.raw<ProposedTerm[] | null>(null);
let progress = $state.raw<WorkProgress | null>(null);

export const words = {
  /** The words of the user dictionary. */
  get own() { return own; },
  get proposed() { return proposed; },
  get progress() { return progress; },
};

export async function readWords(): Promise<void> {
  own = (await attempt(ipc.listWords)) ?? [];
}

export async function propose(): Promise<void> {
  progress = { done: 0, total: 0 };
  const found = await attempt(() => ipc.proposeTerms((heard) => (progress = heard)));
  progress = null;
  if (found) proposed = found;
}

export const stopProposing = () => void ipc.cancelWork();

export async function addWords(added: string[]): Promise<void> {
  if (!(await attempt(async () => (await ipc.addWords(added), true)))) return;
  proposed = proposed?.filter((term) => !added.includes(term.text)) ?? null;
  done(m().wordsAdded(added.length));
  await readWords();
}

export async function removeWord(word: string): Promise<void> {
  await attempt(() => ipc.removeWord(word));
  await readWords();
}
