// The search page: what is asked, the answer, and the hit that is shown.
import * as ipc from "../ipc";
import type { AnswerDocument, AnswerPassage, SavedSearch, SearchAnswer, SearchFilter, SearchScope, SearchSort } from "../ipc";
import { openAnnotation } from "./annotations.svelte";
import { library, onChange, show } from "./library.svelte";
import { openNote } from "./notes.svelte";
import { stretches } from "../text";
import { failed, isApiError } from "./notices.svelte";
import { open } from "./reader.svelte";
import { remember } from "./searches.svelte";
import { settings } from "./settings.svelte";

/** Documents that are shown at once. */
const PAGE = 30;

let query = $state("");
let filters = $state.raw<SearchFilter[]>([]);
let sort = $state<SearchSort>("relevance");
let near = $state(false);
let scopes = $state.raw<readonly SearchScope[]>(["documents", "notes", "annotations"]);
let answer = $state.raw<SearchAnswer | null>(null);
let refusal = $state<string | null>(null);
let hit = $state.raw<{ document: number; passage: number } | null>(null);
let asked = 0;
let answered = $state(0);
let before = "all";

export const search = {
  get query() { return query; },
  get filters() { return filters; },
  get sort() { return sort; },
  get near() { return near; },
  /** What is looked through. */
  get scopes() { return scopes; },
  get answer() { return answer; },
  get refusal() { return refusal; },
  get hit() { return hit; },
  /** Grows with every answer. */
  get answered() { return answered; },
};

/** Asks what was typed; an empty box goes back to where it came from. False if something else was asked meanwhile. */
export async function ask(text: string): Promise<boolean> {
  query = text;
  if (!text.trim()) {
    await leave();
    return false;
  }
  if (library.node !== "search") {
    before = library.node;
    void show("search");
  }
  await run();
  return query === text;
}

export async function leave(): Promise<void> {
  asked += 1;
  query = "";
  answer = null;
  refusal = null;
  filters = [];
  hit = null;
  if (library.node === "search") await show(before);
}

async function run(offset = 0): Promise<void> {
  const mine = ++asked;
  if (!query.trim()) return;
  try {
    const got = await ipc.search({ query, filters, sort, near, offset, limit: PAGE, scopes: [...scopes], pinyin: settings().finding.pinyin, english: settings().language === "en" });
    if (mine !== asked) return;
    answer = offset && answer ? { ...got, items: [...answer.items, ...got.items] } : got;
    refusal = null;
    answered += 1;
    if (!offset) hit = null;
  } catch (error) {
    if (mine !== asked) return;
    // A query that says nothing yet is no failure while typing.
    if (isApiError(error) && error.code === "usage") {
      refusal = error.message;
      answer = null;
      answered += 1;
    } else failed(error);
  }
}

export const more = () => run(answer?.items.length ?? 0);

// The answer follows the library.
onChange(() => {
  if (answer) void run();
});

export async function toggleFilter(filter: SearchFilter): Promise<void> {
  const same = (each: SearchFilter) => each.facet === filter.facet && each.value === filter.value;
  filters = filters.some(same) ? filters.filter((each) => !same(each)) : [...filters, filter];
  await run();
}

export async function sortAnswer(next: SearchSort): Promise<void> {
  sort = next;
  await run();
}

/** Looks through a scope or not; one of them stays. */
export async function toggleScope(scope: SearchScope): Promise<void> {
  const next = scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope];
  if (next.length > 0) scopes = next;
  await run();
}

export async function askNear(on: boolean): Promise<void> {
  near = on;
  await run();
}

/** Notes the query in the history: it was meant, not only typed. */
export async function keepQuery(): Promise<void> {
  if (answer) await remember(query, filters, answer.documents);
}

/** Asks a saved search in its order. */
export async function openSaved(saved: SavedSearch): Promise<void> {
  sort = saved.sort;
  filters = [];
  await ask(saved.query);
}

/** Opens a hit and marks all of the query in its document. */
export async function openHit(document: number, passage: number): Promise<void> {
  const item = answer?.items[document];
  if (!item) return;
  void keepQuery();
  hit = { document, passage };
  if (item.kind === "note") return openNote(item.id, marked(item.passages[passage]));
  if (item.kind === "annotation") return openAnnotation(item.document ?? "", item.id);
  const range = item.passages[passage];
  await open(item.id, range ? { range: found(range), query } : { query });
}

export async function openNear(item: AnswerDocument, passage: AnswerPassage | undefined): Promise<void> {
  if (item.kind === "note") return openNote(item.id, marked(passage));
  if (item.kind === "annotation") return openAnnotation(item.document ?? "", item.id);
  await open(item.id, passage ? { range: found(passage) } : {});
}

/** The words of a passage that are marked. */
const marked = (passage: AnswerPassage | undefined): string =>
  passage ? stretches(passage.snippet, passage.marks).filter((part) => part.marked).map((part) => part.text).join("") : "";

const found = ({ block, start, end_block, end }: AnswerPassage): ipc.FoundRange => ({ block, start, end_block, end });

/** Goes to the next (1) or previous (-1) hit of the answer without leaving the list. */
export async function stepHit(by: number): Promise<void> {
  const items = answer?.items ?? [];
  const all = items.flatMap((item, document) => item.passages.map((_, passage) => ({ document, passage })));
  if (all.length === 0) return;
  const at = all.findIndex((each) => each.document === hit?.document && each.passage === hit.passage);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
  if (next) await openHit(next.document, next.passage);
}
