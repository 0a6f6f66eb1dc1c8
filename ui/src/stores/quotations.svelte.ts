// 引文核对: the draft, the findings, what is shown of them.
import * as ipc from "../ipc";
import type { QuotationAnswer, QuotationSource, WorkProgress } from "../ipc";
import { m } from "../messages/index.svelte";
import { attempt, done } from "./notices.svelte";
import { open } from "./reader.svelte";

let text = $state("");
let file = $state<string | null>(null);
let marks = $state(false);
let answer = $state.raw<QuotationAnswer | null>(null);
let progress = $state.raw<WorkProgress | null>(null);
let shown = $state("all");

export const quotations = {
  get text() { return text; },
  set text(words) { text = words; file = null; },
  /** The file that is checked instead of pasted words. */
  get file() { return file; },
  get marks() { return marks; },
  set marks(on) { marks = on; },
  get answer() { return answer; },
  get progress() { return progress; },
  /** `all`, or the status that is shown. */
  get shown() { return shown; },
  set shown(status) { shown = status; },
};

export async function pickDraft(): Promise<void> {
  const [path] = (await attempt(ipc.pickFiles)) ?? [];
  if (!path) return;
  file = path;
  await check();
}

export async function check(): Promise<void> {
  progress = { done: 0, total: 0 };
  const found = await attempt(() => ipc.checkQuotations(text, file, marks, (heard) => (progress = heard)));
  progress = null;
  if (!found) return;
  answer = found;
  shown = "all";
}

export const cancelCheck = () => void ipc.cancelWork();

export async function saveReport(): Promise<void> {
  const path = await ipc.pickSave(m().reportName);
  if (path && (await attempt(async () => (await ipc.saveQuotationReport(path), true)))) done(m().reportSaved);
}

export const readSource = (source: QuotationSource) => open(source.document, { range: source.at });
