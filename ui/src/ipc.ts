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
export type UndoState = wire.UndoState_Serialize;
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
export type PackRow = wire.PackRow_Serialize;
export type GroupRow = wire.GroupRow_Serialize;
export type GroupDetails = wire.GroupDetails_Serialize;
export type GroupPlace = wire.GroupPlace;
export type GroupShare = wire.GroupShare;
export type GroupEvent = wire.GroupEvent_Serialize;
export type SessionRow = wire.SessionRow;
export type NearRow = wire.NearRow;
export type NearText = wire.NearText;
export type WatchedRow = wire.WatchedRow;
export type WatchEvent = wire.WatchEvent_Serialize;
export type EncodingRow = wire.EncodingRow;
export type DoubtRow = wire.DoubtRow_Serialize;
export type ProblemRow = wire.ProblemRow_Serialize;
export type SnapshotRow = wire.SnapshotRow;
export type CheckLine = wire.CheckLine;

export type AnnotationRow = wire.AnnotationRow;
export type AnnotationPage = wire.AnnotationPage;
export type AnnotationWords = wire.AnnotationWords;
export type AnnotationNames = wire.AnnotationNames;
export type CandidateRow = wire.CandidateRow;
export type PlaceAnswer = wire.PlaceAnswer;
export type ComparedLine = wire.ComparedLine_Serialize;
export type NoteRow = wire.NoteRow_Serialize;
export type NoteText = wire.NoteText_Serialize;
export type LinkAnswer = wire.LinkAnswer_Serialize;
export type BacklinkRow = wire.BacklinkRow;
export type CompletionRow = wire.CompletionRow;
export type NoteVersionRow = wire.NoteVersionRow;
export type ReadingListRow = wire.ReadingListRow;
export type ReadingListText = wire.ReadingListText_Serialize;
export type ReadingItem = wire.ReadingItem_Serialize;
export type ItemEdit = wire.ItemEdit_Deserialize;
export type SearchScope = wire.SearchScope;
export type ExportRequest = wire.ExportRequest;
export type ExportedFile = wire.ExportedFileText_Serialize;
export type PreviewPiece = wire.PreviewPiece;
export type WorkProgress = wire.WorkProgress;
export type QuotationAnswer = wire.QuotationAnswer_Serialize;
export type QuotationText = wire.QuotationText_Serialize;
export type DifferenceText = wire.DifferenceText;
export type SavedSearch = wire.SavedSearchRow;
export type AskedRow = wire.AskedRow;
export type Suggestion = wire.SuggestionRow_Serialize;
export type SimilarDocument = wire.SimilarRow_Serialize;
export type ProposedTerm = wire.ProposedTermRow;
export type NearDocument = wire.NearDocument_Serialize;
export type QuotationSource = wire.QuotationSourceText_Serialize;
export type TermAnswer = wire.TermAnswer_Serialize;
export type TermPlace = wire.TermPlace_Serialize;

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
export const quickOpen = (pattern: string, pinyin: boolean) => answer(commands.quickOpen(pattern, pinyin));
export const matchNames = (pattern: string, names: string[], pinyin: boolean) => commands.matchNames(pattern, names, pinyin);
export const suggest = (typed: string, pinyin: boolean) => answer(commands.suggest(typed, pinyin));
export const saveSearch = (name: string, query: string, filters: SearchFilter[], sort: SearchSort) => answer(commands.saveSearch(name, query, filters, sort));
export const renameSearch = (name: string, to: string) => answer(commands.renameSearch(name, to));
export const removeSearch = (name: string) => answer(commands.removeSearch(name));
export const rememberQuery = (query: string, filters: SearchFilter[], documents: number) => answer(commands.rememberQuery(query, filters, documents));
export const searchHistory = () => answer(commands.searchHistory());
export const forgetQueries = (query: string | null) => answer(commands.forgetQueries(query));
export const similarDocuments = (id: string) => answer(commands.similarDocuments(id));
export const proposeTerms = (hear: (progress: WorkProgress) => void) => answer(commands.proposeTerms(new Channel<WorkProgress>(hear)));
export const listWords = () => answer(commands.listWords());
export const addWords = (words: string[]) => answer(commands.addWords(words));
export const removeWord = (word: string) => answer(commands.removeWord(word));
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
export const undoState = () => answer(commands.undoState());
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

export const redo = () => answer(commands.redo());
export const pickSave = (name: string) => commands.pickSave(name);
export const compareVersion = (id: string, version: number) => answer(commands.compareVersion(id, version));
export const passageWithSource = (document: string, at: FoundRange) => answer(commands.passageWithSource(document, at));

export const listDocumentAnnotations = (id: string) => answer(commands.listDocumentAnnotations(id));
export const listAnnotations = (request: Partial<wire.AnnotationRequest_Deserialize>) =>
  answer(commands.listAnnotations({ colours: [], kind: null, tag: null, author: null, offset: 0, limit: 200, ...request }));
export const listUnsettled = () => answer(commands.listUnsettled());
export const getAnnotation = (id: string) => answer(commands.getAnnotation(id));
export const addAnnotation = (document: string, at: FoundRange, words: AnnotationWords) => answer(commands.addAnnotation(document, at, words));
export const updateAnnotation = (id: string, edit: Partial<wire.AnnotationEdit_Deserialize>) =>
  answer(commands.updateAnnotation(id, { kind: null, colour: null, comment: null, tags: null, ...edit }));
export const resizeAnnotation = (id: string, at: FoundRange) => answer(commands.resizeAnnotation(id, at));
export const removeAnnotations = (ids: string[]) => answer(commands.removeAnnotations(ids));
export const addReply = (annotation: string, comment: string) => answer(commands.addReply(annotation, comment));
export const removeReply = (id: string) => answer(commands.removeReply(id));
export const annotationCandidates = (id: string) => answer(commands.annotationCandidates(id));
export const settleAnnotation = (id: string, said: PlaceAnswer, at: FoundRange | null = null) => answer(commands.settleAnnotation(id, said, at));
export const annotationNames = () => answer(commands.annotationNames());
export const setMyName = (name: string) => answer(commands.setMyName(name));
export const nameColour = (colour: string, name: string) => answer(commands.nameColour(colour, name));
export const exportAnnotations = (document: string | null, path: string) => answer(commands.exportAnnotations(document, path));
export const importAnnotations = (path: string) => answer(commands.importAnnotations(path));

export const listNotes = (request: Partial<wire.NoteRequest_Deserialize>) =>
  answer(commands.listNotes({ document: null, tag: null, trashed: false, offset: 0, limit: 200, ...request }));
export const getNote = (id: string) => answer(commands.getNote(id));
export const addNote = (title: string, document: string | null, template: string | null) => answer(commands.addNote(title, document, template));
export const updateNote = (id: string, edit: Partial<wire.NoteEdit_Deserialize>) =>
  answer(commands.updateNote(id, { title: null, body: null, tags: null, document: null, ...edit }));
export const trashNotes = (ids: string[]) => answer(commands.trashNotes(ids));
export const restoreNotes = (ids: string[]) => answer(commands.restoreNotes(ids));
export const completeLink = (typed: string) => answer(commands.completeLink(typed));
export const resolveLink = (words: string) => answer(commands.resolveLink(words));
export const listBacklinks = (id: string) => answer(commands.listBacklinks(id));
export const listNoteVersions = (id: string) => answer(commands.listNoteVersions(id));
export const compareNoteVersion = (id: string, n: number) => answer(commands.compareNoteVersion(id, n));
export const restoreNoteVersion = (id: string, n: number) => answer(commands.restoreNoteVersion(id, n));
export const listTemplates = () => answer(commands.listTemplates());
export const addPicture = (base64: string) => answer(commands.addPicture(base64));
export const getPicture = (id: string) => answer(commands.getPicture(id));

export const cite = (document: string, style: string) => answer(commands.cite(document, style));
export const listReadingLists = () => answer(commands.listReadingLists());
export const getReadingList = (id: string) => answer(commands.getReadingList(id));
export const addReadingList = (title: string, copyOf: string | null) => answer(commands.addReadingList(title, copyOf));
export const updateReadingList = (id: string, edit: Partial<wire.ListEdit_Deserialize>) =>
  answer(commands.updateReadingList(id, { title: null, introduction: null, questions: null, ...edit }));
export const removeReadingList = (id: string) => answer(commands.removeReadingList(id));
export const addSection = (list: string, title: string) => answer(commands.addSection(list, title));
export const updateSection = (id: string, title: string | null, introduction: string | null) => answer(commands.updateSection(id, title, introduction));
export const moveSection = (id: string, position: number) => answer(commands.moveSection(id, position));
export const removeSection = (id: string) => answer(commands.removeSection(id));
export const addItem = (list: string, document: string, at: FoundRange | null) => answer(commands.addItem(list, document, at));
export const updateItem = (id: string, edit: Partial<wire.ItemEdit_Deserialize>) =>
  answer(commands.updateItem(id, { required: null, due: null, guide: null, questions: null, finished: null, ...edit }));
export const moveItem = (id: string, section: string, position: number) => answer(commands.moveItem(id, section, position));
export const removeItem = (id: string) => answer(commands.removeItem(id));

export const exportFormats = () => commands.exportFormats();
export const exportName = (request: ExportRequest) => answer(commands.exportName(request));
export const exportPreview = (request: ExportRequest) => answer(commands.exportPreview(request));
export const exportFile = (request: ExportRequest, path: string, hear: (progress: WorkProgress) => void) =>
  answer(commands.exportFile(request, path, new Channel<WorkProgress>(hear)));
export const cancelWork = () => commands.cancelWork();
export const openFolder = (path: string) => answer(commands.openFolder(path));
export const checkQuotations = (text: string, path: string | null, marks: boolean, hear: (progress: WorkProgress) => void) =>
  answer(commands.checkQuotations(text, path, marks, new Channel<WorkProgress>(hear)));
export const saveQuotationReport = (path: string) => answer(commands.saveQuotationReport(path));
export const term = (text: string, by: string) => answer(commands.term(text, by));
export const concordance = (text: string, offset: number, limit: number) => answer(commands.concordance(text, offset, limit));
export const saveConcordance = (text: string, path: string) => answer(commands.saveConcordance(text, path));
export const passageWithCitation = (document: string, at: FoundRange) => answer(commands.passageWithCitation(document, at));

export const saveImportReport = (path: string) => answer(commands.saveImportReport(path));
export const listWatchedFolders = () => answer(commands.listWatchedFolders());
export const addWatchedFolder = (path: string, collection: string | null = null) => answer(commands.addWatchedFolder(path, collection));
export const removeWatchedFolder = (id: number) => answer(commands.removeWatchedFolder(id));
export const startWatching = (hear: (event: WatchEvent) => void) =>
  answer(commands.startWatching(new Channel<WatchEvent>(hear) as unknown as Channel<wire.WatchEvent_Deserialize>));
export const listNearDuplicates = () => answer(commands.listNearDuplicates());
export const findNearDuplicates = (hear: (progress: WorkProgress) => void) => answer(commands.findNearDuplicates(new Channel<WorkProgress>(hear)));
export const keepApart = (document: string, other: string) => answer(commands.keepApart(document, other));
export const joinWork = (keep: string, other: string) => answer(commands.joinWork(keep, other));
export const leaveWork = (document: string) => answer(commands.leaveWork(document));
export const listGroups = () => answer(commands.listGroups());
export const getGroup = (id: string) => answer(commands.getGroup(id));
export const createGroup = (title: string, place: GroupPlace, texts: boolean) => answer(commands.createGroup(title, place, texts));
export const inviteToGroup = (id: string) => answer(commands.inviteToGroup(id));
export const joinGroup = (code: string, place: GroupPlace) => answer(commands.joinGroup(code, place));
export const syncGroup = (id: string, deletions: boolean, hear: (progress: WorkProgress) => void) =>
  answer(commands.syncGroup(id, deletions, new Channel<WorkProgress>(hear)));
export const leaveGroup = (id: string) => answer(commands.leaveGroup(id));
export const admitToGroup = (id: string, device: string) => answer(commands.admitToGroup(id, device));
export const refuseRequest = (id: string, device: string) => answer(commands.refuseRequest(id, device));
export const removeFromGroup = (id: string, member: string) => answer(commands.removeFromGroup(id, member));
export const setModerator = (id: string, member: string, on: boolean) => answer(commands.setModerator(id, member, on));
export const setGroupBackground = (id: string, on: boolean) => answer(commands.setGroupBackground(id, on));
export const shareWithGroup = (id: string, share: GroupShare) => answer(commands.shareWithGroup(id, share));
export const groupSession = (id: string, document: string) => answer(commands.groupSession(id, document));
export const setDiscussed = (id: string, annotation: string, on: boolean) => answer(commands.setDiscussed(id, annotation, on));
export const startGroupExchange = (hear: (event: GroupEvent) => void) =>
  answer(commands.startGroupExchange(new Channel<GroupEvent>(hear) as unknown as Channel<wire.GroupEvent_Deserialize>));
/** The pack that the program was started with. */
export const openedPack = () => commands.openedPack();
/** Hears the pack that a second start was given. */
export const onPack = (hear: (path: string) => void) => listen<string>("open-pack", (event) => hear(event.payload));
export const verifyPack = (path: string) => answer(commands.verifyPack(path));
export const importPack = (path: string, trust: boolean, hear: (progress: WorkProgress) => void) =>
  answer(commands.importPack(path, trust, new Channel<WorkProgress>(hear)));
export const undoPack = (id: string) => answer(commands.undoPack(id));
export const createPack = (request: wire.PackRequest_Deserialize, path: string) => answer(commands.createPack(request, path));
export const identity = () => answer(commands.identity());
export const encodingPreviews = (document: string) => answer(commands.encodingPreviews(document));
export const readInEncoding = (document: string, encoding: string) => answer(commands.readInEncoding(document, encoding));

/** Starts an import; `hear` is told how it goes, the last event being `finished` or `failed`. */
export function startImport(
  request: { paths: string[]; collection?: string; encoding?: string; allow_classified?: boolean; replaces?: string; ocr?: boolean; password?: string },
  hear: (event: ImportEvent) => void,
): Promise<null> {
  const events = new Channel<ImportEvent>(hear);
  const { paths, collection = null, encoding = null, allow_classified = false, replaces = null, ocr = false, password = null } = request;
  const whole = { paths, collection, encoding, allow_classified, replaces, ocr, password };
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
