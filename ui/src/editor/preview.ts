// Live preview: marks are hidden where the cursor is not, links can be clicked, pictures are shown.
// Everything is decoration over the text as it was typed: nothing of a note becomes HTML.
import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import { pictureSource } from "./pictures";

/** Names of the syntax tree that are marks and no words. */
const MARKS = new Set(["HeaderMark", "EmphasisMark", "CodeMark", "StrikethroughMark", "QuoteMark"]);
const LINES: Record<string, string> = {
  ATXHeading1: "note-h1", ATXHeading2: "note-h2", ATXHeading3: "note-h3", ATXHeading4: "note-h4",
  Blockquote: "note-quote", FencedCode: "note-code", CodeBlock: "note-code",
};
const LINK = /\[\[([^\][\n]+)\]\]/g;
const PICTURE = /!\[([^\]\n]*)\]\(picture:([0-9a-f]{64})\)/g;

class LinkWidget extends WidgetType {
  constructor(
    private readonly words: string,
    private readonly label: string,
    private readonly follow: (words: string) => void,
  ) {
    super();
  }
  override eq(other: LinkWidget) {
    return other.words === this.words && other.label === this.label;
  }
  override toDOM() {
    const link = document.createElement("button");
    link.className = "link note-link";
    link.textContent = this.label;
    link.dataset.link = this.words;
    link.onclick = (event) => (event.preventDefault(), this.follow(this.words));
    return link;
  }
  override ignoreEvent() {
    return true;
  }
}

class PictureWidget extends WidgetType {
  constructor(
    private readonly id: string,
    private readonly label: string,
  ) {
    super();
  }
  override eq(other: PictureWidget) {
    return other.id === this.id && other.label === this.label;
  }
  override toDOM() {
    const picture = document.createElement("img");
    picture.className = "note-picture";
    picture.alt = this.label;
    void pictureSource(this.id).then((source) => (source ? (picture.src = source) : picture.replaceWith(this.label || "🖼")));
    return picture;
  }
}

interface Found {
  from: number;
  to: number;
  decoration: Decoration;
}

/** True where the cursor or a selection is on the same line: there the text is shown as typed. */
function active(state: EditorState, from: number, to: number): boolean {
  const first = state.doc.lineAt(from).from;
  const last = state.doc.lineAt(to).to;
  return state.selection.ranges.some((range) => range.from <= last && range.to >= first);
}

function build(view: EditorView, follow: (words: string) => void): DecorationSet {
  const found: Found[] = [];
  const { state } = view;
  const typing = view.hasFocus;
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        const line = LINES[node.name];
        if (line) {
          for (let at = Math.max(node.from, from); at <= Math.min(node.to, to); ) {
            const here = state.doc.lineAt(at);
            found.push({ from: here.from, to: here.from, decoration: Decoration.line({ class: line }) });
            at = here.to + 1;
          }
        }
        if (MARKS.has(node.name) && node.to > node.from && !(typing && active(state, node.from, node.to))) {
          // The space behind a heading's or quotation's mark goes with it.
          const space = /Header|Quote/.test(node.name) && state.sliceDoc(node.to, node.to + 1) === " " ? 1 : 0;
          found.push({ from: node.from, to: node.to + space, decoration: Decoration.replace({}) });
        }
      },
    });
    const text = state.sliceDoc(from, to);
    for (const hit of text.matchAll(LINK)) {
      const [start, end] = [from + hit.index, from + hit.index + hit[0].length];
      const [words = "", label] = (hit[1] ?? "").split("|");
      if (inCode(state, start)) continue;
      if (typing && active(state, start, end)) found.push({ from: start, to: end, decoration: Decoration.mark({ class: "note-link-source" }) });
      else found.push({ from: start, to: end, decoration: Decoration.replace({ widget: new LinkWidget(words.trim(), (label ?? words).trim(), follow) }) });
    }
    for (const hit of text.matchAll(PICTURE)) {
      const [start, end] = [from + hit.index, from + hit.index + hit[0].length];
      const widget = new PictureWidget(hit[2] ?? "", hit[1] ?? "");
      if (typing && active(state, start, end)) found.push({ from: end, to: end, decoration: Decoration.widget({ widget, side: 1 }) });
      else found.push({ from: start, to: end, decoration: Decoration.replace({ widget }) });
    }
  }
  return sorted(found, state);
}

const inCode = (state: EditorState, at: number): boolean => /Code/.test(syntaxTree(state).resolveInner(at, 1).name);

/** In order and without overlaps: what begins first stays. */
function sorted(found: Found[], state: EditorState): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let end = -1;
  const seen = new Set<string>();
  const side = (each: Found) => (each.from === each.to && each.decoration.spec.class ? -1 : 0);
  for (const { from, to, decoration } of found.sort((a, b) => a.from - b.from || side(a) - side(b) || b.to - a.to)) {
    const line = from === to && decoration.spec.class !== undefined;
    const key = `${from}.${to}.${decoration.spec.class ?? ""}`;
    if ((!line && from < end) || to > state.doc.length || seen.has(key)) continue;
    seen.add(key);
    builder.add(from, to, decoration);
    if (!line) end = Math.max(end, to);
  }
  return builder.finish();
}

/** The extension; `follow` goes where a link leads. */
export function livePreview(follow: (words: string) => void): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = build(view, follow);
      }
      update(update: ViewUpdate) {
        // Not while an input method composes: its text must not be torn by decorations.
        if (update.view.composing) {
          this.decorations = this.decorations.map(update.changes);
          return;
        }
        const anew = update.docChanged || update.viewportChanged || update.selectionSet || update.focusChanged;
        if (anew || syntaxTree(update.startState) !== syntaxTree(update.state)) this.decorations = build(update.view, follow);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
