// What is selected in the text that is read, and the bar above it.
import * as ipc from "../ipc";
import type { FoundRange } from "../ipc";
import { m } from "../messages/index.svelte";
import { attempt, done } from "./notices.svelte";
import { reader } from "./reader.svelte";

export type Saying = "comment" | "question";

let range = $state.raw<FoundRange | null>(null);
let box = $state.raw<DOMRect | null>(null);
let saying = $state<Saying | null>(null);
let caret = $state(false);

export const selection = {
  get range() { return range; },
  /** Where the selection ends in the window. */
  get box() { return box; },
  /** What is being written about the selection. */
  get saying() { return saying; },
  set saying(what) { saying = what; },
  /** The keys move a caret in the text. */
  get caret() { return caret; },
  set caret(on) { caret = on; },
};

/** The text says what is selected in it. While words are written about a selection it stays. */
export function select(next: FoundRange | null, at: DOMRect | null): void {
  if (saying) return;
  range = next;
  box = at;
}

export function unselect(): void {
  saying = null;
  range = null;
  box = null;
  getSelection()?.removeAllRanges();
}

/** Puts the selection with its source into the clipboard. */
export async function copyWithSource(): Promise<void> {
  const document = reader.document;
  const at = range;
  if (document && at) await copy(ipc.passageWithSource(document.id, at), m().copied);
}

/** Puts the selection into the clipboard, with the citation of its text below it. */
export async function copyWithCitation(): Promise<void> {
  const document = reader.document;
  const at = range;
  if (document && at) await copy(ipc.passageWithCitation(document.id, at), m().citationCopied);
}

/** Puts the citation of the text that is read into the clipboard, as GB/T 7714 wants it. */
export async function copyCitation(): Promise<void> {
  const document = reader.document;
  if (document) await copy(ipc.cite(document.id, "gb7714"), m().citationCopied);
}

/** WebKit writes only while the key or click is being handled: the text is promised, not waited for. */
export async function copy(words: Promise<string>, said: string): Promise<void> {
  const text = words.then((each) => new Blob([each], { type: "text/plain" }));
  const copied = await attempt(async () => {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    return true;
  });
  if (copied) done(said);
}
