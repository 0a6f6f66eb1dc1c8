// Every command of the window once: its name, its key, what it does. Menu, quick open, shortcuts sheet
// and key handler read this list.
import * as ipc from "./ipc";
import type { Messages } from "./messages/zh-CN";
import { m } from "./messages/index.svelte";
import { dialogs } from "./stores/dialogs.svelte";
import { importClipboard, importFiles, importFolder } from "./stores/importing.svelte";
import { annotate, annotations, COLOURS, colourName, exportAnnotations, importAnnotations, stepAnnotation } from "./stores/annotations.svelte";
import { chooseAll, chosenIds, library, redo, restore, show, trash, undo, undoState } from "./stores/library.svelte";
import { newNote, newNoteHere } from "./stores/notes.svelte";
import { copyCitation, copyWithCitation, copyWithSource, selection } from "./stores/selection.svelte";
import { askExport } from "./stores/exporting.svelte";
import { showTerms } from "./stores/terms.svelte";
import { showLists } from "./stores/readingLists.svelte";
import { back, closeComparison, forward, reader, step } from "./stores/reader.svelte";
import { startGuide } from "./stores/guide.svelte";
import { search, stepHit } from "./stores/search.svelte";
import { change } from "./stores/settings.svelte";

export interface Command {
  id: string;
  label: (m: Messages) => string;
  /** As `Mod+Shift+F`; Mod is Ctrl, on macOS ⌘. */
  keys?: string;
  group: "anywhere" | "list" | "reader";
  /** False while it would do nothing. */
  ready?: () => boolean;
  run: () => unknown;
}

/** The documents that a command is about: those chosen in the list, else the one that is read. */
export function subjects(): string[] {
  const ids = chosenIds();
  if (ids.length > 0 && document.activeElement?.closest("[data-pane='list']")) return ids;
  return reader.document ? [reader.document.id] : ids;
}

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();
const toggle = (pane: "show_tree" | "show_list" | "show_outline") => change((s) => (s.panes[pane] = !s.panes[pane]));
/** There is room for one of them beside the text. */
const toggleSide = (pane: "show_details" | "show_annotations") =>
  change((s) => {
    const on = !s.panes[pane];
    s.panes.show_details = s.panes.show_annotations = false;
    s.panes[pane] = on;
  });
const selected = () => selection.range !== null && !selection.saying;
const reading = () => reader.document !== null;
const some = () => subjects().length > 0;

/** The next (1) or previous (-1) pane gets the focus. */
function cyclePanes(by: number): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-focus]")].filter((each) => each.offsetParent !== null);
  const at = panes.findIndex((each) => each.contains(document.activeElement));
  panes[(at + by + panes.length) % panes.length]?.focus();
}

/** 撤销 with what it would undo. */
const named = (word: string, what: string | null) => (what ? `${word}：${what}` : word);

export const commands: Command[] = [
  { id: "quick-open", label: (m) => m.quickOpen, keys: "Mod+K", group: "anywhere", run: () => (dialogs.open = "quick-open") },
  { id: "search", label: (m) => m.searchBox, keys: "Mod+Shift+F", group: "anywhere", run: () => focus("#search-box") },
  { id: "save-search", label: (m) => m.saveSearch, group: "anywhere", ready: () => search.query !== "", run: () => dialogs.ask("save-search") },
  { id: "show-history", label: (m) => m.history, keys: "Mod+H", group: "anywhere", run: () => show("history") },
  { id: "similar", label: (m) => m.similar, group: "anywhere", ready: some, run: () => dialogs.ask("similar", subjects().slice(0, 1)) },
  { id: "guide", label: (m) => m.usageGuide, group: "anywhere", run: startGuide },
  { id: "search-form", label: (m) => m.searchForm, group: "anywhere", run: () => (dialogs.open = "search-form") },
  { id: "import-files", label: (m) => m.importFiles, keys: "Mod+O", group: "anywhere", run: importFiles },
  { id: "import-folder", label: (m) => m.importFolder, keys: "Mod+Shift+O", group: "anywhere", run: importFolder },
  { id: "import-paste", label: (m) => m.importPaste, keys: "Mod+Shift+V", group: "anywhere", run: importClipboard },
  { id: "undo", label: (m) => named(m.undo, undoState().undo), keys: "Mod+Z", group: "anywhere", run: undo },
  { id: "redo", label: (m) => named(m.redo, undoState().redo), keys: "Mod+Shift+Z", group: "anywhere", run: redo },
  { id: "new-note", label: (m) => m.newNote, keys: "Mod+N", group: "anywhere", run: () => newNote() },
  { id: "new-note-here", label: (m) => m.newNoteHere, keys: "Mod+Shift+N", group: "anywhere", ready: reading, run: newNoteHere },
  { id: "show-notes", label: (m) => m.notes, keys: "Mod+Shift+J", group: "anywhere", run: () => show("notes") },
  { id: "show-annotations", label: (m) => m.allAnnotations, group: "anywhere", run: () => show("annotations") },
  { id: "show-reading-lists", label: (m) => m.readingLists, group: "anywhere", run: showLists },
  { id: "show-quotations", label: (m) => m.quotations, keys: "Mod+Shift+Q", group: "anywhere", run: () => show("quotations") },
  { id: "show-terms", label: (m) => m.terms, keys: "Mod+Shift+Y", group: "anywhere", run: showTerms },
  { id: "show-groups", label: (m) => m.groups, keys: "Mod+Shift+U", group: "anywhere", run: () => show("groups") },
  { id: "share-with-group", label: (m) => m.shareWithGroup, group: "anywhere", ready: some, run: () => dialogs.ask("share", subjects()) },
  { id: "show-near", label: (m) => m.near, group: "anywhere", run: () => show("near") },
  { id: "change-encoding", label: (m) => m.changeEncoding, group: "anywhere", ready: some, run: () => dialogs.ask("encoding", subjects().slice(0, 1)) },
  { id: "export", label: (m) => m.exportDocument, keys: "Mod+Shift+E", group: "anywhere", ready: some, run: () => askExport({ document: subjects()[0] }) },
  { id: "make-pack", label: (m) => m.makePack, group: "anywhere", ready: some, run: () => dialogs.ask("make-pack", subjects()) },
  { id: "to-list", label: (m) => m.toList, keys: "Mod+Shift+L", group: "anywhere", ready: reading, run: () => (dialogs.open = "to-list") },
  { id: "import-annotations", label: (m) => m.importAnnotations, group: "anywhere", run: importAnnotations },
  { id: "export-annotations", label: (m) => m.exportAnnotations, group: "anywhere", run: () => exportAnnotations(library.node === "annotations" ? null : reader.document) },
  { id: "back", label: (m) => m.back, keys: "Alt+ArrowLeft", group: "anywhere", ready: () => reader.canGoBack, run: back },
  { id: "forward", label: (m) => m.forward, keys: "Alt+ArrowRight", group: "anywhere", ready: () => reader.canGoForward, run: forward },
  { id: "pane-next", label: (m) => m.focusPane, keys: "F6", group: "anywhere", run: () => cyclePanes(1) },
  { id: "pane-previous", label: (m) => m.focusPane, keys: "Shift+F6", group: "anywhere", run: () => cyclePanes(-1) },
  { id: "toggle-tree", label: (m) => m.togglePane(m.tree), keys: "Mod+1", group: "anywhere", run: () => toggle("show_tree") },
  { id: "toggle-list", label: (m) => m.togglePane(m.list), keys: "Mod+2", group: "anywhere", run: () => toggle("show_list") },
  { id: "toggle-outline", label: (m) => m.togglePane(m.outline), keys: "Mod+3", group: "anywhere", run: () => toggle("show_outline") },
  { id: "toggle-details", label: (m) => m.togglePane(m.details), keys: "Mod+4", group: "anywhere", run: () => toggleSide("show_details") },
  { id: "toggle-annotations", label: (m) => m.togglePane(m.annotations), keys: "Mod+5", group: "anywhere", run: () => toggleSide("show_annotations") },
  { id: "fullscreen", label: (m) => m.fullscreen, keys: "F11", group: "anywhere", run: () => ipc.toggleFullscreen() },
  { id: "settings", label: (m) => m.settings, keys: "Mod+,", group: "anywhere", run: () => (dialogs.open = "settings") },
  { id: "shortcuts", label: (m) => m.shortcuts, keys: "?", group: "anywhere", run: () => (dialogs.open = "shortcuts") },
  { id: "select-all", label: (m) => m.selectAll, keys: "Mod+A", group: "list", ready: inList, run: chooseAll },
  { id: "trash", label: (m) => m.toTrash, keys: "Delete", group: "list", ready: () => inList() && library.node !== "trash", run: () => trash() },
  { id: "restore", label: (m) => m.restore, group: "list", ready: () => library.node === "trash" && chosenIds().length > 0, run: () => restore() },
  { id: "edit-details", label: (m) => m.editDetails, keys: "F2", group: "list", ready: some, run: () => dialogs.ask("edit", subjects().slice(0, 1)) },
  { id: "add-tag", label: (m) => m.addTag, keys: "Mod+T", group: "list", ready: some, run: () => dialogs.ask("tag", subjects()) },
  { id: "add-to-collection", label: (m) => m.addToCollection, keys: "Mod+Shift+C", group: "list", ready: some, run: () => dialogs.ask("collection", subjects()) },
  { id: "find", label: (m) => m.find, keys: "Mod+F", group: "reader", ready: reading, run: () => ((reader.finding = true), setTimeout(() => focus("#find-box"))) },
  { id: "next", label: (m) => m.nextHit, keys: "F3", group: "reader", run: () => (reader.finding ? step(1) : stepHit(1)) },
  { id: "previous", label: (m) => m.previousHit, keys: "Shift+F3", group: "reader", run: () => (reader.finding ? step(-1) : stepHit(-1)) },
  ...COLOURS.map((colour, n): Command => ({ id: `mark-${colour}`, label: (m) => m.markAs(colourName(colour)), keys: String(n + 1), group: "reader", ready: selected, run: () => annotate(colour) })),
  { id: "comment", label: (m) => m.commentOn, keys: "Mod+M", group: "reader", ready: selected, run: () => (selection.saying = "comment") },
  { id: "question", label: (m) => m.askAbout, keys: "Mod+Shift+M", group: "reader", ready: selected, run: () => (selection.saying = "question") },
  { id: "copy-with-source", label: (m) => m.copyWithSource, keys: "Mod+Shift+X", group: "reader", ready: selected, run: copyWithSource },
  { id: "copy-with-citation", label: (m) => m.copyWithCitation, keys: "Mod+Alt+X", group: "reader", ready: selected, run: copyWithCitation },
  { id: "copy-citation", label: (m) => m.copyCitation, keys: "Mod+Shift+G", group: "reader", ready: reading, run: copyCitation },
  { id: "caret", label: (m) => m.caretMode, keys: "F7", group: "reader", ready: reading, run: () => (selection.caret = !selection.caret) },
  { id: "next-annotation", label: (m) => m.nextAnnotation, keys: "Alt+ArrowDown", group: "reader", ready: () => annotations.shown.length > 0, run: () => stepAnnotation(1, true) },
  { id: "previous-annotation", label: (m) => m.previousAnnotation, keys: "Alt+ArrowUp", group: "reader", ready: () => annotations.shown.length > 0, run: () => stepAnnotation(-1, true) },
  { id: "compare", label: (m) => m.compare, keys: "Mod+D", group: "reader", ready: reading, run: () => (reader.comparison ? closeComparison() : dialogs.ask("compare-with", subjects())) },
];

function inList(): boolean {
  return document.activeElement?.closest("[data-pane='list']") != null && library.node !== "search";
}

/** Runs a command by its id, if it would do something. */
export function run(id: string): void {
  const command = commands.find((each) => each.id === id);
  if (command && (command.ready?.() ?? true)) void command.run();
}

/** A key as people write it. */
export function shown(keys: string): string {
  const mac = navigator.platform.startsWith("Mac");
  return keys.replace("Mod", mac ? "⌘" : "Ctrl").replace("ArrowLeft", "←").replace("ArrowRight", "→").replace("ArrowDown", "↓").replace("ArrowUp", "↑");
}

export const label = (id: string): string => commands.find((each) => each.id === id)?.label(m()) ?? id;
export const keysOf = (id: string): string => shown(commands.find((each) => each.id === id)?.keys ?? "");
