// Places of a text in the page and back: characters of a block <-> nodes. The text stands in elements with
// `data-block` (number of the block) and `data-start` (UTF-16 units before the element's text in it).
import type { FoundRange, ReaderBlock } from "./ipc";
import { characters, utf16 } from "./text";

/** A place in a block, UTF-16 units. */
export interface Spot {
  block: number;
  offset: number;
}

export class TextPositions {
  private byBlock = new Map<number, HTMLElement[]>();

  constructor(
    private readonly root: HTMLElement,
    private readonly blocks: readonly ReaderBlock[],
  ) {
    for (const element of root.querySelectorAll<HTMLElement>("[data-block]")) {
      const block = Number(element.dataset.block);
      const known = this.byBlock.get(block);
      if (known) known.push(element);
      else this.byBlock.set(block, [element]);
    }
  }

  /** Text node and offset of a place. */
  node({ block, offset }: Spot): [Node, number] | null {
    let found: HTMLElement | undefined;
    for (const element of this.byBlock.get(block) ?? []) if (Number(element.dataset.start) <= offset) found = element;
    if (!found) return null;
    let rest = offset - Number(found.dataset.start);
    const walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
    let last: [Node, number] | null = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.nodeValue?.length ?? 0;
      if (rest <= length) return [node, rest];
      rest -= length;
      last = [node, length];
    }
    return last ?? [found, 0];
  }

  /** The place of a node and offset; `null` outside the text. */
  spot(node: Node, offset: number): Spot | null {
    const element = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-block]");
    if (!element || !this.root.contains(element)) return null;
    let units = 0;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (text === node) {
        units += offset;
        break;
      }
      // An offset into an element counts its children.
      if (!(node instanceof Text) && !this.before(text, node, offset)) break;
      units += text.nodeValue?.length ?? 0;
    }
    return { block: Number(element.dataset.block), offset: Number(element.dataset.start) + units };
  }

  private before(text: Node, node: Node, offset: number): boolean {
    const at = document.createRange();
    at.setStart(node, offset);
    return at.comparePoint(text, 0) < 0;
  }

  range(found: FoundRange): Range | null {
    const last = Math.min(found.end_block, this.blocks.length - 1);
    const from = this.node(this.toSpot(found.block, found.start));
    const to = this.node(this.toSpot(last, found.end));
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  /** A stretch of one block, UTF-16 units. */
  units(block: number, from: number, to: number): Range | null {
    const [start, end] = [this.node({ block, offset: from }), this.node({ block, offset: to })];
    if (!start || !end) return null;
    const range = document.createRange();
    range.setStart(...start);
    range.setEnd(...end);
    return range;
  }

  toSpot(block: number, chars: number): Spot {
    return { block, offset: utf16(this.blocks[block]?.text ?? "", chars) };
  }

  /** Two places as a range in characters, in order; `null` if nothing lies between them. */
  between(a: Spot, b: Spot): FoundRange | null {
    const [from, to] = a.block < b.block || (a.block === b.block && a.offset <= b.offset) ? [a, b] : [b, a];
    if (from.block === to.block && from.offset === to.offset) return null;
    const chars = (spot: Spot) => characters(this.blocks[spot.block]?.text ?? "", spot.offset);
    return { block: from.block, start: chars(from), end_block: to.block, end: chars(to) };
  }

  /** What is selected in the text. */
  selected(): FoundRange | null {
    const selection = getSelection();
    if (!selection?.anchorNode || !selection.focusNode || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.commonAncestorContainer)) return null;
    const [from, to] = [this.spot(range.startContainer, range.startOffset), this.edge(range)];
    return from && to ? this.between(from, to) : null;
  }

  /** The end of a range; a triple click ends before the first char of the next paragraph. */
  private edge(range: Range): Spot | null {
    const end = this.spot(range.endContainer, range.endOffset);
    if (!end) return null;
    if (end.offset > 0 || end.block === 0) return end;
    return { block: end.block - 1, offset: this.blocks[end.block - 1]?.text.length ?? 0 };
  }

  /** The place under a point of the window. */
  under(x: number, y: number): Spot | null {
    const range = document.caretRangeFromPoint?.(x, y);
    return range ? this.spot(range.startContainer, range.startOffset) : null;
  }

  /** First and last block that can be seen. */
  seen(view: DOMRect): [number, number] {
    const elements = [...this.byBlock.values()].flat();
    const first = (edge: number) => {
      let [low, high] = [0, elements.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((elements[middle]?.getBoundingClientRect().top ?? 0) <= edge) low = middle;
        else high = middle - 1;
      }
      return Number(elements[low]?.dataset.block ?? 0);
    };
    return [first(view.top), first(view.bottom)];
  }
}
