// 键盘选字: a caret in a text that cannot be edited. Arrows move it by character and line, Ctrl+arrows by
// sentence, Shift extends. The selection is the browser's own, so the mouse goes on where the keys were.
import type { Spot, TextPositions } from "./positions";

const SENTENCE = /[。；！？!?;]/;

/** The next (1) or previous (-1) character border. */
export function byCharacter(texts: readonly string[], at: Spot, by: 1 | -1): Spot {
  const text = texts[at.block] ?? "";
  const offset = at.offset + by;
  if (offset > text.length) return at.block + 1 < texts.length ? { block: at.block + 1, offset: 0 } : at;
  if (offset < 0) return at.block > 0 ? { block: at.block - 1, offset: (texts[at.block - 1] ?? "").length } : at;
  // Never between the halves of a character beyond the BMP.
  const inside = offset > 0 && offset < text.length && /[\udc00-\udfff]/.test(text[offset] ?? "");
  return { block: at.block, offset: inside ? offset + by : offset };
}

/** Behind the next sentence end, or to the start of this or the previous sentence. */
export function bySentence(texts: readonly string[], at: Spot, by: 1 | -1): Spot {
  let spot = byCharacter(texts, at, by);
  for (let moved = true; moved; ) {
    const text = texts[spot.block] ?? "";
    if (spot.offset === 0 || spot.offset === text.length || SENTENCE.test(text[spot.offset - 1] ?? "")) return spot;
    const next = byCharacter(texts, spot, by);
    moved = next.block !== spot.block || next.offset !== spot.offset;
    spot = next;
  }
  return spot;
}

/** A line down or up, by the geometry of the page. */
function byLine(positions: TextPositions, at: Spot, by: 1 | -1, last: number): Spot {
  const node = positions.node(at);
  if (!node) return at;
  const range = document.createRange();
  range.setStart(...node);
  const box = range.getClientRects()[0] ?? (node[0].parentElement ?? document.body).getBoundingClientRect();
  const height = Math.max(box.height, 16);
  for (let step = 1; step <= 4; step++) {
    const found = positions.under(box.left, (by > 0 ? box.bottom : box.top) + by * height * (step - 0.5));
    if (found && (found.block !== at.block || found.offset !== at.offset)) return found;
  }
  return { block: Math.max(0, Math.min(last, at.block + by)), offset: 0 };
}

/** The caret of a text. `head` is where it is, `anchor` where the selection began. */
export class Caret {
  anchor: Spot;
  head: Spot;

  constructor(
    private readonly positions: TextPositions,
    private readonly texts: readonly string[],
    at: Spot,
  ) {
    this.anchor = at;
    this.head = at;
  }

  /** Moves for a key; false if the key is none of ours. */
  press(event: KeyboardEvent): boolean {
    const to = this.target(event);
    if (!to) return false;
    this.head = to;
    if (!event.shiftKey) this.anchor = to;
    this.show();
    return true;
  }

  private target(event: KeyboardEvent): Spot | null {
    const { texts, head, positions } = this;
    const jump = event.ctrlKey || event.metaKey;
    if (event.altKey) return null;
    switch (event.key) {
      case "ArrowRight": return jump ? bySentence(texts, head, 1) : byCharacter(texts, head, 1);
      case "ArrowLeft": return jump ? bySentence(texts, head, -1) : byCharacter(texts, head, -1);
      case "ArrowDown": return byLine(positions, head, 1, texts.length - 1);
      case "ArrowUp": return byLine(positions, head, -1, texts.length - 1);
      case "Home": return { block: head.block, offset: 0 };
      case "End": return { block: head.block, offset: (texts[head.block] ?? "").length };
      default: return null;
    }
  }

  /** Makes the selection the browser's, and brings the caret into view. */
  show(): void {
    const [from, to] = [this.positions.node(this.anchor), this.positions.node(this.head)];
    if (!from || !to) return;
    getSelection()?.setBaseAndExtent(from[0], from[1], to[0], to[1]);
    const range = document.createRange();
    range.setStart(...to);
    const box = range.getClientRects()[0];
    const view = (to[0].parentElement?.closest("[data-reader]") ?? document.body).getBoundingClientRect();
    if (!box || box.top < view.top || box.bottom > view.bottom) to[0].parentElement?.scrollIntoView({ block: "center" });
  }

  /** The character at the caret, to be painted; the last one at the end of a paragraph. */
  character(): { block: number; from: number; to: number } {
    const { block, offset } = this.head;
    const text = this.texts[block] ?? "";
    const next = byCharacter(this.texts, this.head, 1);
    if (offset < text.length) return { block, from: offset, to: next.offset };
    return { block, from: byCharacter(this.texts, this.head, -1).offset, to: offset };
  }
}
