// 提法: what was asked, the chart, the places in pages.
import * as ipc from "../ipc";
import type { TermAnswer, TermPlace } from "../ipc";
import { m } from "../messages/index.svelte";
import { show } from "./library.svelte";
import { attempt, done } from "./notices.svelte";
import { open } from "./reader.svelte";
import { ask, toggleFilter } from "./search.svelte";

const PAGE = 50;
export const GROUPINGS = ["year", "kind", "speaker", "issuer"] as const;

let answer = $state.raw<TermAnswer | null>(null);
let by = $state<(typeof GROUPINGS)[number]>("year");
let places = $state.raw<TermPlace[]>([]);

export const terms = {
  get answer() { return answer; },
  get by() { return by; },
  get places() { return places; },
};

export async function askTerm(text: string, grouping = by): Promise<void> {
  by = grouping;
  const found = await attempt(() => ipc.term(text, grouping));
  if (!found) return;
  answer = found;
  places = (await attempt(() => ipc.concordance(text, 0, PAGE))) ?? [];
}

export async function morePlaces(): Promise<void> {
  const asked = answer;
  if (!asked) return;
  const more = await attempt(() => ipc.concordance(asked.text, places.length, PAGE));
  if (more && answer === asked) places = [...places, ...more];
}

/** The documents of a bar, in the search. */
export async function searchBar(key: string): Promise<void> {
  if (!answer || !key) return;
  await ask(`“${answer.text}”`);
  await toggleFilter({ facet: by, value: key });
}

export async function saveConcordance(): Promise<void> {
  const asked = answer;
  const path = asked && (await ipc.pickSave(`${asked.text}.csv`));
  if (path && (await attempt(async () => (await ipc.saveConcordance(asked.text, path), true)))) done(m().saved);
}

export const readPlace = (place: TermPlace) => open(place.document, { range: place.at });

/** Opens the page, with what is selected in the text. */
export async function showTerms(): Promise<void> {
  const selected = getSelection()?.toString().trim() ?? "";
  await show("terms");
  if (selected && selected.length <= 40) await askTerm(selected);
}
