// The editor of a note: CodeMirror 6 with Markdown, live preview, completion of links, pasted pictures.
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { linkCompletions } from "./links";
import { keepPicture } from "./pictures";
import { livePreview } from "./preview";

/** The CSP lets styles in that carry the page's nonce. */
const nonce = () => document.querySelector<HTMLStyleElement>("#nonce")?.nonce ?? "";

const style = HighlightStyle.define([
  { tag: tags.strong, fontWeight: "bold" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.monospace, fontFamily: "monospace" },
  { tag: tags.link, color: "var(--accent)" },
  { tag: [tags.processingInstruction, tags.meta], color: "var(--quiet)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "15px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--face-ui)", lineHeight: "1.8", overflow: "auto" },
  ".cm-content": { padding: "var(--space-3) var(--space-4) 40vh", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--face-ui)" },
  ".cm-tooltip": { background: "var(--raised)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--chosen)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal" },
  ".note-h1": { fontSize: "1.5em", fontWeight: "600" },
  ".note-h2": { fontSize: "1.25em", fontWeight: "600" },
  ".note-h3, .note-h4": { fontWeight: "600" },
  ".note-quote": { borderLeft: "3px solid var(--line)", paddingLeft: "12px", color: "var(--quiet)" },
  ".note-code": { fontFamily: "monospace", background: "var(--panel)" },
  ".note-link-source": { color: "var(--accent)" },
  ".note-picture": { display: "block", maxWidth: "100%", maxHeight: "480px" },
});

export interface EditorOptions {
  parent: HTMLElement;
  body: string;
  label: string;
  hint: string;
  changed: (body: string) => void;
  follow: (words: string) => void;
}

/** Opens an editor in an element. */
export function openEditor({ parent, body, label, hint, changed, follow }: EditorOptions): EditorView {
  const pictures = (event: ClipboardEvent, view: EditorView): boolean => {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (files.length === 0) return false;
    event.preventDefault();
    void insertPictures(view, files);
    return true;
  };
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: body,
      extensions: [
        EditorView.cspNonce.of(nonce()),
        history(),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        markdown({ base: markdownLanguage }),
        syntaxHighlighting(style),
        livePreview(follow),
        autocompletion({ override: [linkCompletions], icons: false }),
        closeBrackets(),
        placeholder(hint),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, lang: "zh-CN", spellcheck: "false" }),
        EditorView.domEventHandlers({ paste: pictures }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
        look,
      ],
    }),
  });
}

/** Keeps pictures and puts them where the cursor is. */
export async function insertPictures(view: EditorView, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const text = await keepPicture(file);
    if (text) view.dispatch(view.state.replaceSelection(text));
  }
}
