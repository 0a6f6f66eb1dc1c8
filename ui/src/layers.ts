// Paint that lies over a text in layers, cut so that no character has more than one name: WebKitGTK 2.50 ends
// its web process on some overlaps of the CSS Custom Highlight API (std::span of MarkedText).

/** A stretch of one block with what it would be painted as; UTF-16 units. The later of a list lies on top. */
export interface Layer {
  block: number;
  from: number;
  to: number;
  name: string;
}

/** The same picture without overlaps, in the order of the text. */
export function flatten(layers: readonly Layer[]): Layer[] {
  const byBlock: Record<number, Layer[]> = {};
  for (const layer of layers) if (layer.to > layer.from) (byBlock[layer.block] ??= []).push(layer);
  return Object.values(byBlock).flatMap(flattenBlock);
}

function flattenBlock(layers: readonly Layer[]): Layer[] {
  const cuts = [...new Set(layers.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const starts = layers.map((layer, order) => ({ layer, order })).sort((a, b) => a.layer.from - b.layer.from);
  const flat: Layer[] = [];
  let open: typeof starts = [];
  let next = 0;
  for (let n = 0; n + 1 < cuts.length; n++) {
    const [from = 0, to = 0] = [cuts[n], cuts[n + 1]];
    for (; next < starts.length && (starts[next]?.layer.from ?? 0) <= from; next++) open.push(starts[next] as (typeof starts)[number]);
    open = open.filter(({ layer }) => layer.to > from);
    const top = open.reduce<(typeof starts)[number] | null>((best, each) => (!best || each.order > best.order ? each : best), null);
    if (!top) continue;
    const last = flat.at(-1);
    if (last?.name === top.layer.name && last.to === from) last.to = to;
    else flat.push({ block: top.layer.block, from, to, name: top.layer.name });
  }
  return flat;
}
