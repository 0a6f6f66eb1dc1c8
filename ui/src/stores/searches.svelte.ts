// Saved searches, the history, and what is suggested under the search box.
import * as ipc from "../ipc";
import type { AskedRow, SavedSearch, SearchFilter, SearchSort, Suggestion } from "../ipc";
import { m } from "../messages/index.svelte";
import { act, changed } from "./library.svelte";
import { attempt } from "./notices.svelte";
import { settings } from "./settings.svelte";

let history = $state.raw<AskedRow[]>([]);
let suggestions = $state.raw<Suggestion[]>([]);
let at = $state(-1);
let asked = 0;

export const searches = {
  get history() { return history; },
  get suggestions() { return suggestions; },
  /** The suggestion that the arrows are on; -1 = what was typed. */
  get at() { return at; },
};

/** Suggests for what was typed; called after the exact answer is there. */
export async function suggestFor(typed: string): Promise<void> {
  const mine = ++asked;
  if (!settings().finding.suggest || !typed.trim()) return hideSuggestions();
  const found = await attempt(() => ipc.suggest(typed, settings().finding.pinyin));
  if (mine !== asked) return;
  suggestions = found ?? [];
  at = -1;
}

export function hideSuggestions(): void {
  asked += 1;
  suggestions = [];
  at = -1;
}

/** The next (1) or previous (-1) suggestion; past the ends it is what was typed. */
export function stepSuggestion(by: number): void {
  const count = suggestions.length + 1;
  at = ((at + 1 + by + count) % count) - 1;
}

export const saveSearch = (name: string, query: string, filters: SearchFilter[], sort: SearchSort) =>
  act(() => ipc.saveSearch(name, query, filters, sort), `${m().searchSaved}：${name}`);

export const renameSearch = (search: SavedSearch, to: string) => act(() => ipc.renameSearch(search.name, to), `${m().rename}：${to}`);
export const removeSearch = (name: string) => act(() => ipc.removeSearch(name), `${m().removeSearch}：${name}`);

/** Notes what was asked, unless the user wants no history. */
export async function remember(query: string, filters: SearchFilter[], documents: number): Promise<void> {
  if (settings().finding.history && query.trim()) await attempt(() => ipc.rememberQuery(query, filters, documents));
}

export async function readHistory(): Promise<void> {
  history = (await attempt(ipc.searchHistory)) ?? [];
}

export async function forget(query: string | null): Promise<void> {
  await attempt(() => ipc.forgetQueries(query));
  await readHistory();
  await changed();
}
