// The settings of the window: applied at once, kept a moment later.
import { saveSettings, type Settings } from "../ipc";
import { speak } from "../messages/index.svelte";
import { attempt } from "./notices.svelte";

export const defaults: Settings = {
  language: "zh-CN",
  theme: "system",
  reader: { face: "song", size: 18, line_height: 180, width: 38, indent: true },
  panes: { tree: 208, list: 400, show_tree: true, show_list: true, show_outline: true, show_details: false, show_annotations: false },
  place: { node: "all", document: null },
  finding: { pinyin: true, suggest: true, history: true },
};

let current = $state<Settings>(structuredClone(defaults));
let timer: ReturnType<typeof setTimeout> | undefined;

export const settings = (): Settings => current;

/** Takes over what was kept. */
export function take(kept: Settings): void {
  current = kept;
  apply();
}

/** Changes settings, applies them, keeps them. */
export function change(edit: (settings: Settings) => void): void {
  edit(current);
  apply();
  clearTimeout(timer);
  timer = setTimeout(keep, 300);
}

/** Keeps the settings now. */
export function keep(): void {
  clearTimeout(timer);
  timer = undefined;
  void attempt(() => saveSettings($state.snapshot(current) as Settings));
}

const night = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : undefined;
night?.addEventListener("change", () => apply());

function apply(): void {
  const root = document.documentElement;
  root.dataset.theme = current.theme === "system" ? (night?.matches ? "dark" : "light") : current.theme;
  speak(current.language);
  const { face, size, line_height, width, indent } = current.reader;
  root.style.setProperty("--reader-face", `var(--face-${face})`);
  root.style.setProperty("--reader-size", `${size}px`);
  root.style.setProperty("--reader-line", String(line_height / 100));
  root.style.setProperty("--reader-width", `${width}em`);
  root.style.setProperty("--reader-indent", indent ? "2em" : "0");
}
