// What the window says at its lower edge: done (with a way back), or failed (with the next step).
import type { ApiError } from "../ipc";
import { m } from "../messages/index.svelte";
import { askMyName } from "./naming.svelte";

export interface Notice {
  key: number;
  kind: "done" | "failed";
  text: string;
  hint: string | null;
  action: { label: string; run: () => void } | null;
}

let all = $state.raw<Notice[]>([]);
let next = 0;

export const notices = (): Notice[] => all;

export const dismiss = (key: number) => (all = all.filter((notice) => notice.key !== key));

/** Says that something was done; it goes by itself. */
export function done(text: string, action: Notice["action"] = null): void {
  const notice = { key: next++, kind: "done" as const, text, hint: null, action };
  // Only the last operation can be undone, so only its notice offers it.
  const others = action ? all.filter((each) => !each.action) : all;
  all = [...others.slice(-2), notice];
  setTimeout(() => dismiss(notice.key), action ? 10_000 : 4_000);
}

/** Something else was done since: what a notice offers to undo is no longer the last operation. */
export function settleUndo(): void {
  all = all.filter((notice) => !notice.action);
}

/** Says what failed and what to do next; it stays until it is dismissed. */
export function failed(error: unknown): void {
  const known = isApiError(error);
  const chinese = document.documentElement.lang !== "en";
  const text = known ? (chinese ? error.message : (m().errors[error.code] ?? m().failed)) : m().failed;
  const hint = known ? (chinese ? error.hint : error.message) : String(error);
  if (all.some((notice) => notice.text === text && notice.hint === hint)) return;
  all = [...all.slice(-2), { key: next++, kind: "failed", text, hint, action: null }];
}

export function isApiError(error: unknown): error is ApiError {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** Runs what may fail and says so; `undefined` after a failure. What needs a name asks for it and goes on. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isApiError(error) && error.code === "no_name" && (await askMyName())) return attempt(work);
    failed(error);
    return undefined;
  }
}
