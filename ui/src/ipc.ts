// The only file that touches the webview API and the generated bindings. Everything else calls these
// functions; a failure is thrown as an `ApiError`.
import { Channel } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { commands } from "./bindings/commands";
import type * as wire from "./bindings/commands";

export type ApiError = wire.ApiError_Serialize;
export type Opening = wire.Opening_Serialize;
export type Settings = Required<wire.Settings_Serialize>;
export type Tree = wire.Tree;
export type ListColumn = wire.ListColumn;
export type ListRequest = wire.ListRequest_Deserialize;
export type DocumentRow = wire.DocumentRow_Serialize;
export type DocumentPage = wire.DocumentPage_Serialize;
export type ReaderDocument = wire.ReaderDocument_Serialize;
export type ReaderLink = wire.ReaderLink_Serialize;
export type ReaderBlock = wire.ReaderBlock;
export type FieldView = wire.FieldView_Serialize;
export type FieldValue = wire.FieldValue;
export type FoundRange = wire.FoundRange;
export type Comparison = wire.ComparisonAnswer_Serialize;
export type QuickAnswer = wire.QuickAnswer_Serialize;
export type SearchFilter = wire.SearchFilter;
export type SearchSort = wire.SearchSort;
export type SearchAnswer = wire.SearchAnswer_Serialize;
export type AnswerDocument = wire.AnswerDocument_Serialize;
export type AnswerPassage = wire.AnswerPassage;
export type ImportSummary = wire.ImportSummary_Serialize;
export type ImportProgress = wire.ImportProgress;
export type ImportEvent = wire.ImportEvent_Serialize;
export type DoubtRow = wire.DoubtRow_Serialize;
export type ProblemRow = wire.ProblemRow_Serialize;
export type SnapshotRow = wire.SnapshotRow;
export type CheckLine = wire.CheckLine;

type Answered<T> = { status: "ok"; data: T } | { status: "error"; error: ApiError };

async function answer<T>(asked: Promise<Answered<T>>): Promise<T> {
  const got = await asked;
  if (got.status === "error") throw got.error;
  return got.data;
}

export const opening = (): Promise<Opening> => commands.opening();
export const reopen = () => answer(commands.reopen());
export const saveSettings = (settings: Settings) => answer(commands.saveSettings(settings));
export const tree = () => answer(commands.tree());
export const listDocuments = (request: ListRequest) => answer(commands.listDocuments(request));
export const getDocument = (id: string) => answer(commands.getDocument(id));
export const setReadingPosition = (id: string, block: number) => answer(commands.setReadingPosition(id, block));
export const findInDocument = (id: string, text: string) => answer(commands.findInDocument(id, text));
export const findQueryInDocument = (id: string, query: string) => answer(commands.findQueryInDocument(id, query));
export const compareDocuments = (left: string, right: string) => answer(commands.compareDocuments(left, right));
export const quickOpen = (pattern: string) => answer(commands.quickOpen(pattern));
export const search = (request: wire.SearchRequest) => answer(commands.search(request));
export const pauseImport = (paused: boolean) => commands.pauseImport(paused);
export const cancelImport = () => commands.cancelImport();
export const undoImport = (batch: number) => answer(commands.undoImport(batch));
export const keepPasted = (text: string, name: string) => answer(commands.keepPasted(text, name));
export const sampleFolder = () => answer(commands.sampleFolder());
export const pickFiles = () => commands.pickFiles();
export const pickFolder = () => commands.pickFolder();
export const trashDocuments = (ids: string[]) => answer(commands.trashDocuments(ids));
export const restoreDocuments = (ids: string[]) => answer(commands.restoreDocuments(ids));
export const undo = () => answer(commands.undo());
export const addTag = (ids: string[], tag: string) => answer(commands.addTag(ids, tag));
export const removeTag = (ids: string[], tag: string) => answer(commands.removeTag(ids, tag));
export const addToCollection = (ids: string[], name: string) => answer(commands.addToCollection(ids, name));
export const removeFromCollection = (ids: string[], name: string) => answer(commands.removeFromCollection(ids, name));
export const removeCollection = (name: string) => answer(commands.removeCollection(name));
export const correctMetadata = (id: string, values: FieldValue[]) => answer(commands.correctMetadata(id, values));
export const confirmMetadata = (ids: string[]) => answer(commands.confirmMetadata(ids));
export const listDoubts = () => answer(commands.listDoubts());
export const listImportProblems = () => answer(commands.listImportProblems());
export const dismissImportProblems = (paths: string[]) => answer(commands.dismissImportProblems(paths));
export const listSnapshots = () => answer(commands.listSnapshots());
export const addSnapshot = () => answer(commands.addSnapshot());
export const restoreSnapshot = (name: string) => answer(commands.restoreSnapshot(name));
export const checkLibrary = () => answer(commands.checkLibrary());
export const toggleFullscreen = () => commands.toggleFullscreen();

/** Starts an import; `hear` is told how it goes, the last event being `finished` or `failed`. */
export function startImport(
  request: { paths: string[]; collection?: string; encoding?: string; allow_classified?: boolean },
  hear: (event: ImportEvent) => void,
): Promise<null> {
  const events = new Channel<ImportEvent>(hear);
  const { paths, collection = null, encoding = null, allow_classified = false } = request;
  const whole = { paths, collection, encoding, allow_classified };
  return answer(commands.startImport(whole, events as unknown as Channel<wire.ImportEvent_Deserialize>));
}

/** Hears the command that was chosen in the native menu. */
export const onMenu = (hear: (command: string) => void) => listen<string>("menu", (event) => hear(event.payload));

/** Hears files dropped on the window; `over` while they hang above it. */
export function onFileDrop(hear: (paths: string[]) => void, over: (hanging: boolean) => void) {
  void listen("tauri://drag-enter", () => over(true));
  void listen("tauri://drag-leave", () => over(false));
  return listen<{ paths: string[] }>("tauri://drag-drop", (event) => {
    over(false);
    hear(event.payload.paths);
  });
}
