// Names painted over text by the CSS Custom Highlight API; the page's nodes stay as they are.

export const canPaint = typeof CSS !== "undefined" && "highlights" in CSS;

/** Paints ranges under a name. Ranges of two names must not overlap: see layers.ts. */
export function paint(name: string, ranges: readonly (Range | null)[]): void {
  if (!canPaint) return;
  const known = ranges.filter((range) => range !== null);
  if (known.length === 0) {
    CSS.highlights.delete(name);
    return;
  }
  CSS.highlights.set(name, new Highlight(...known));
}

export function unpaint(names: readonly string[]): void {
  if (canPaint) names.forEach((name) => CSS.highlights.delete(name));
}
