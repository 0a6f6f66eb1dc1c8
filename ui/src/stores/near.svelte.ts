// Near duplicates: the pairs, the search for them, joining them as one work.
import * as ipc from "../ipc";
import type { NearRow, WorkProgress } from "../ipc";
import { m } from "../messages/index.svelte";
import { act, changed, undo } from "./library.svelte";
import { attempt, done } from "./notices.svelte";
import { compare, open } from "./reader.svelte";

let pairs = $state.raw<NearRow[] | null>(null);
let progress = $state.raw<WorkProgress | null>(null);

export const near = {
  get pairs() { return pairs; },
  get progress() { return progress; },
};

export async function readPairs(): Promise<void> {
  pairs = (await attempt(ipc.listNearDuplicates)) ?? [];
}

/** Compares what came since the last time. */
export async function find(): Promise<void> {
  progress = { done: 0, total: 0 };
  const found = await attempt(() => ipc.findNearDuplicates((now) => (progress = now)));
  progress = null;
  await changed();
  await readPairs();
  if (found !== undefined) done(m().nearFound(found));
}

export const stop = () => void ipc.cancelWork();

export async function comparePair(pair: NearRow): Promise<void> {
  await open(pair.left.id);
  await compare(pair.left.id, pair.right.id);
}

/** Both stay; annotations come together on `keep`. */
export async function join(keep: string, other: string): Promise<void> {
  const joined = await attempt(() => ipc.joinWork(keep, other));
  if (!joined) return;
  await changed();
  await readPairs();
  done(m().joinedWork(joined.carried, joined.stayed), { label: m().undo, run: () => void undo().then(readPairs) });
}

export async function apart(pair: NearRow): Promise<void> {
  await act(() => ipc.keepApart(pair.left.id, pair.right.id), m().keepApart);
  await readPairs();
}
