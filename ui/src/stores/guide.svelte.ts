// The guide: five steps on the sample library, each with something to try.
import { importSample } from "./importing.svelte";
import { library, show } from "./library.svelte";
import { open } from "./reader.svelte";
import { ask } from "./search.svelte";
import { dialogs } from "./dialogs.svelte";
import { change } from "./settings.svelte";

/** What the sample has for every step. */
const WORDS = "读书";

export const STEPS = ["import", "search", "read", "list", "keep"] as const;
export type GuideStep = (typeof STEPS)[number];

let at = $state<number | null>(null);

export const guide = {
  /** The step that is shown, from 0; null while the guide is closed. */
  get at() { return at; },
  get step() { return at === null ? null : STEPS[at] ?? null; },
};

export const startGuide = () => (at = 0);
export const closeGuide = () => (at = null);

export function goStep(by: number): void {
  if (at !== null) at = Math.max(0, Math.min(at + by, STEPS.length - 1));
}

/** Does what a step speaks of. */
export async function tryStep(step: GuideStep): Promise<void> {
  if (step === "import") return importSample();
  if (step === "search") return void (await ask(WORDS));
  if (step === "list") return show("reading-lists");
  if (step === "keep") return void (dialogs.open = "settings");
  if (library.node === "search" || library.total === 0) await show("all");
  const first = library.rows.find((row) => row !== undefined);
  change((settings) => {
    settings.panes.show_annotations = true;
    settings.panes.show_details = false;
  });
  if (first) await open(first.id);
}
