// The export dialog: what is exported, in which form, the look at it before, the file afterwards.
import * as ipc from "../ipc";
import type { ExportRequest, PreviewPiece, WorkProgress } from "../ipc";
import { m } from "../messages/index.svelte";
import { dialogs } from "./dialogs.svelte";
import { attempt, done } from "./notices.svelte";

let request = $state.raw<ExportRequest | null>(null);
let formats = $state.raw<string[]>([]);
let preview = $state.raw<PreviewPiece[]>([]);
let refusal = $state("");
let progress = $state.raw<WorkProgress | null>(null);
let asked = 0;

export const exporting = {
  get request() { return request; },
  get formats() { return formats; },
  get preview() { return preview; },
  /** Why there is nothing to export. */
  get refusal() { return refusal; },
  get progress() { return progress; },
};

/** Opens the dialog for a document or a list; the choices of the last time stay. */
export async function askExport(subject: { document?: string; list?: string; minutes?: ExportRequest["minutes"] }): Promise<void> {
  const before = request ?? { format: "docx", layout: "official", place: "footnotes", texts: true, annotations: false, notes: false, questions: true, attachments: true };
  request = { ...before, document: subject.document ?? null, list: subject.list ?? null, minutes: subject.minutes ?? null };
  formats = await ipc.exportFormats();
  if (!formats.includes(request.format)) request = { ...request, format: "docx" };
  dialogs.open = "export";
  await look();
}

export async function choose(part: Partial<ExportRequest>): Promise<void> {
  if (!request) return;
  request = { ...request, ...part };
  await look();
}

async function look(): Promise<void> {
  if (!request) return;
  const turn = ++asked;
  try {
    const pieces = await ipc.exportPreview(request);
    if (turn === asked) [preview, refusal] = [pieces, ""];
  } catch (error) {
    if (turn === asked) [preview, refusal] = [[], (error as ipc.ApiError).message];
  }
}

/** Asks where to, writes, and offers the folder. */
export async function write(): Promise<void> {
  const asking = request;
  if (!asking) return;
  const name = await attempt(() => ipc.exportName(asking));
  const path = name && (await ipc.pickSave(name));
  if (!path) return;
  progress = { done: 0, total: 0 };
  const file = await attempt(() => ipc.exportFile(asking, path, (heard) => (progress = heard)));
  progress = null;
  if (file === undefined) return;
  if (!file) return done(m().exportCancelled);
  dialogs.open = null;
  const said = [m().exportedFile(file.path.split(/[\\/]/).pop() ?? file.path, file.pages ?? 0), ...file.warnings].join("\n");
  done(said, { label: m().openFolder, run: () => void attempt(() => ipc.openFolder(file.path)) });
}

export const cancel = () => void ipc.cancelWork();
