// The import under way: progress, pause, cancel, report.
import * as ipc from "../ipc";
import type { ImportProgress, ImportSummary } from "../ipc";
import { m } from "../messages/index.svelte";
import { dialogs } from "./dialogs.svelte";
import { changed, refresh } from "./library.svelte";
import { attempt, done, failed } from "./notices.svelte";
import { isPack, look } from "./packs.svelte";
import { reload } from "./reader.svelte";

let progress = $state.raw<ImportProgress | null>(null);
let paused = $state(false);
let report = $state.raw<ImportSummary | null>(null);
let refreshed = 0;

export const importing = {
  get progress() { return progress; },
  get paused() { return paused; },
  get report() { return report; },
};

/** Imports files and folders in the background. */
export async function importPaths(paths: string[], options: { allow_classified?: boolean; encoding?: string; replaces?: string; ocr?: boolean; password?: string } = {}): Promise<void> {
  if (paths.length === 0) return;
  // A pack is looked at before it is taken in.
  const pack = paths.find(isPack);
  if (pack !== undefined) return look(pack);
  await attempt(() => ipc.startImport({ paths, ...options }, hear));
}

function hear(event: ipc.ImportEvent): void {
  if (event.event === "progress") {
    progress = event.data;
    if (Date.now() - refreshed > 1000) {
      refreshed = Date.now();
      void refresh();
    }
    return;
  }
  progress = null;
  paused = false;
  // The text that is read may have got a new version.
  void changed().then(reload);
  if (event.event === "failed") return failed(event.data);
  report = event.data;
  const problems = report.refused + report.failed > 0 || report.cancelled;
  if (problems) dialogs.open = "report";
  else done(m().reportLine(report), { label: m().showReport, run: () => (dialogs.open = "report") });
}

export function pause(on: boolean): void {
  paused = on;
  void ipc.pauseImport(on);
}

export const cancel = () => void ipc.cancelImport();

export const importFiles = async () => importPaths((await attempt(ipc.pickFiles)) ?? []);

/** Asks for a file that is a new version of a document; its annotations follow. */
export async function importVersion(id: string): Promise<void> {
  const [path] = (await attempt(ipc.pickFiles)) ?? [];
  if (path) await importPaths([path], { replaces: id });
}

export async function importFolder(): Promise<void> {
  const folder = await attempt(ipc.pickFolder);
  if (folder) await importPaths([folder]);
}

export async function importSample(): Promise<void> {
  const folder = await attempt(ipc.sampleFolder);
  if (folder) await importPaths([folder]);
}

/** Imports the text of the clipboard, or of a paste outside a field. */
export async function importText(text: string): Promise<void> {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  const name = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const path = await attempt(() => ipc.keepPasted(text, name));
  if (path) await importPaths([path]);
}

export async function importClipboard(): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => "");
  await importText(text);
}

/** Saves the report of the last import. */
export async function saveReport(): Promise<void> {
  const path = await ipc.pickSave(m().importReportFile);
  if (path && (await attempt(() => ipc.saveImportReport(path))) !== undefined) done(m().importReportSaved, { label: m().openFolder, run: () => void attempt(() => ipc.openFolder(path)) });
}

/** Hears what comes in from watched folders. */
export const watch = () => attempt(() => ipc.startWatching(hearWatched));

function hearWatched(event: ipc.WatchEvent): void {
  if (event.event === "failed") return failed(event.data);
  void changed().then(reload);
  if (event.event === "gone") return;
  const came = event.data;
  const problems = came.refused + came.failed;
  const show = { label: m().showReport, run: () => ((report = came), (dialogs.open = "report")) };
  if (came.added + came.updated > 0) done(m().watchImported(came.added, came.updated), show);
  else if (problems > 0) done(m().watchProblems(problems), show);
}

export async function undoImport(batch: number): Promise<void> {
  const count = await attempt(() => ipc.undoImport(batch));
  if (count === undefined) return;
  dialogs.open = null;
  report = null;
  await changed();
  await reload();
  done(m().importUndone(count));
}
