// An annotation's stretch, one character longer or shorter at either end; never empty, never out of the text.
import type { FoundRange, ReaderBlock } from "./ipc";

const length = (block: ReaderBlock | undefined) => [...(block?.text ?? "")].length;

/** Moves an end of a range by one character, over the borders of blocks. */
export function resized(blocks: readonly ReaderBlock[], at: FoundRange, which: "start" | "end", by: 1 | -1): FoundRange {
  const [block, char] = which === "start" ? [at.block, at.start] : [at.end_block, at.end];
  let next: [number, number] = [block, char + by];
  if (next[1] > length(blocks[block])) next = block + 1 < blocks.length ? [block + 1, 0] : [block, char];
  if (next[1] < 0) next = block > 0 ? [block - 1, length(blocks[block - 1])] : [block, 0];
  const to = which === "start" ? { ...at, block: next[0], start: next[1] } : { ...at, end_block: next[0], end: next[1] };
  const empty = to.block > to.end_block || (to.block === to.end_block && to.start >= to.end);
  return empty ? at : to;
}
