// Positions: the wire counts characters (code points), the page counts UTF-16 units. This file is the
// only one that converts.

const ASTRAL = /[\ud800-\udfff]/;

/** UTF-16 offset of the `chars`-th character; the end of the text for more than it has. */
export function utf16(text: string, chars: number): number {
  if (!ASTRAL.test(text)) return Math.min(chars, text.length);
  let at = 0;
  for (let n = 0; n < chars && at < text.length; n++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** Characters before a UTF-16 offset; an offset inside a character counts as behind it. */
export function characters(text: string, units: number): number {
  if (!ASTRAL.test(text)) return Math.min(units, text.length);
  let chars = 0;
  for (let at = 0; at < units && at < text.length; chars++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return chars;
}

/** A stretch of text, marked or not. */
export interface Stretch {
  text: string;
  marked: boolean;
}

/** Cuts a text at its marks (characters, sorted, not overlapping). */
export function stretches(text: string, marks: readonly (readonly [number, number])[]): Stretch[] {
  const parts: Stretch[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    const [start, end] = [utf16(text, from), utf16(text, to)];
    if (start > at) parts.push({ text: text.slice(at, start), marked: false });
    if (end > start) parts.push({ text: text.slice(Math.max(at, start), end), marked: true });
    at = Math.max(at, end);
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false });
  return parts;
}

/** Longest piece of a paragraph in one element, UTF-16 units: layout of a longer one would stall the page. */
const PIECE = 2000;

/** Cuts a very long paragraph into pieces behind a sentence; never inside a character. */
export function pieces(text: string): { start: number; text: string }[] {
  if (text.length <= PIECE * 2) return [{ start: 0, text }];
  const parts = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PIECE, text.length);
    if (end < text.length) {
      const sentence = Math.max(...["。", "；", "！", "？", "\n"].map((mark) => text.lastIndexOf(mark, end - 1))) + 1;
      if (sentence > start + PIECE / 2) end = sentence;
      else if (/[\udc00-\udfff]/.test(text[end] ?? "")) end += 1;
    }
    parts.push({ start, text: text.slice(start, end) });
    start = end;
  }
  return parts;
}

/** Control characters made visible (U+2400 block); they would be swallowed otherwise. */
export const visible = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)));
