import { expect, it } from "vitest";
import type { ReaderBlock } from "./ipc";
import { TextPositions } from "./positions";
import { resized } from "./resize";
import { characters } from "./text";

const block = (text: string): ReaderBlock => ({ kind: "text", level: 0, address: "", page: null, text });
const blocks = [block("𠮷祥如意，见《通知》执行"), block("第二段")];

function page(): [HTMLElement, TextPositions] {
  const root = document.createElement("div");
  // A citation splits the paragraph into several nodes.
  root.innerHTML = `<p data-block="0" data-start="0">𠮷祥如意，见<button>《通知》</button>执行</p><p data-block="1" data-start="0">第二段</p>`;
  document.body.append(root);
  return [root, new TextPositions(root, blocks)];
}

it("characters beyond the BMP count once", () => {
  expect(characters("𠮷祥", 2)).toBe(1);
  expect(characters("𠮷祥", 3)).toBe(2);
  expect(characters("吉祥", 1)).toBe(1);
});

it("nodes and places convert both ways, over the nodes of a citation", () => {
  const [root, positions] = page();
  const found = { block: 0, start: 6, end_block: 1, end: 2 };
  const range = positions.range(found);
  expect(range?.toString()).toBe("《通知》执行第二");
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  texts.nextNode();
  const link = texts.nextNode() as Node;
  expect(positions.spot(link, 2)).toEqual({ block: 0, offset: 9 });
  expect(positions.between({ block: 1, offset: 2 }, { block: 0, offset: 7 })).toEqual(found);
  expect(positions.between({ block: 1, offset: 2 }, { block: 1, offset: 2 })).toBeNull();
  expect(positions.spot(document.body, 0)).toBeNull();
});

it("a stretch grows and shrinks over paragraphs and is never empty", () => {
  const at = { block: 0, start: 11, end_block: 0, end: 12 };
  expect(resized(blocks, at, "end", 1)).toEqual({ ...at, end_block: 1, end: 0 });
  expect(resized(blocks, at, "end", -1)).toEqual(at);
  expect(resized(blocks, at, "start", -1)).toEqual({ ...at, start: 10 });
  const second = { block: 1, start: 0, end_block: 1, end: 3 };
  expect(resized(blocks, second, "start", -1)).toEqual({ ...second, block: 0, start: 12 });
  expect(resized(blocks, second, "end", 1)).toEqual(second);
});
