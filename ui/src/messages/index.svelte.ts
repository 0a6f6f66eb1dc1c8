// The words of the window in its language; `m()` inside markup follows a change of language.
import { english } from "./en";
import { chinese, type Messages } from "./zh-CN";

let words = $state.raw<Messages>(chinese);

/** The words in use. */
export const m = (): Messages => words;

/** Changes the language of the window and tells screen readers. */
export function speak(language: "zh-CN" | "en"): void {
  words = language === "en" ? english : chinese;
  document.documentElement.lang = language;
}
