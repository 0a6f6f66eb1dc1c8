import { expect, it } from "vitest";
import { english } from "./en";
import { chinese } from "./zh-CN";

const CHINESE = /[\u4e00-\u9fff]/;

/** Every word, with functions called on plausible arguments. */
function words(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") {
    const report = { added: 2, updated: 1, duplicates: 1, refused: 0, failed: 3 };
    const argument = path.endsWith("reportLine") ? report : 3;
    try {
      return [[path, String(value(argument, 2))]];
    } catch {
      return [[path, String(value("x", "y"))]];
    }
  }
  return Object.entries(value as object).flatMap(([key, inner]) => words(inner, `${path}.${key}`));
}

it("English is complete and has no Chinese", () => {
  const en = words(english, "");
  expect(en.map(([path]) => path).sort()).toEqual(words(chinese, "").map(([path]) => path).sort());
  // The sample of the type settings is a Chinese text in either language.
  expect(en.filter(([path, text]) => CHINESE.test(text) && path !== ".sampleText")).toEqual([]);
  expect(en.filter(([, text]) => text.trim() === "")).toEqual([]);
});
