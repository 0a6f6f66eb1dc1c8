// Completion behind `[[`: titles by characters, pinyin or initials; behind `#` the passages of a document.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import * as ipc from "../ipc";

/** What may be meant by what was typed behind `[[`. */
export async function linkCompletions(context: CompletionContext): Promise<CompletionResult | null> {
  const typed = context.matchBefore(/\[\[[^\][\n|]*$/);
  if (!typed) return null;
  const found = await ipc.completeLink(typed.text.slice(2)).catch(() => []);
  const options = found.map((each): Completion => ({
    label: each.insert,
    displayLabel: each.label,
    detail: each.detail,
    type: each.note ? "note" : "document",
    apply: (view, _completion, from, to) => {
      const closed = view.state.sliceDoc(to, to + 2) === "]]";
      const insert = each.insert + (closed ? "" : "]]");
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length + (closed ? 2 : 0) } });
    },
  }));
  // The library ranks and matches (pinyin too): the editor must not filter again.
  return { from: typed.from + 2, options, filter: false };
}
