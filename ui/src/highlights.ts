// Names painted over text by the CSS Custom Highlight API; the page's nodes stay as they are.

export const canPaint = typeof CSS !== "undefined" && "highlights" in CSS;

/** Paints ranges under a name; of two names the one with the higher priority is seen. */
export function paint(name: string, ranges: readonly (Range | null)[], priority = 0): void {
  if (!canPaint) return;
  const known = ranges.filter((range) => range !== null);
  if (known.length === 0) {
    CSS.highlights.delete(name);
    return;
  }
  const highlight = new Highlight(...known);
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
}

export function unpaint(names: readonly string[]): void {
  if (canPaint) names.forEach((name) => CSS.highlights.delete(name));
}
