import tokens from "./tokens.css?raw";
import { describe, expect, it } from "vitest";

const css = tokens;

function theme(selector: string): Record<string, string> {
  const at = css.indexOf(selector);
  const body = css.slice(css.indexOf("{", at), css.indexOf("}", at));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((hit) => [hit[1], hit[2]]));
}
const light = theme(":root {");
const themes: Record<string, Record<string, string>> = {
  light,
  sepia: { ...light, ...theme(':root[data-theme="sepia"]') },
  dark: { ...light, ...theme(':root[data-theme="dark"]') },
};

// WCAG 2.2, relative luminance and contrast ratio.
function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["ground", "panel", "raised", "chosen", "hover"];
const pairs = [
  ...["text", "quiet"].flatMap((front) => grounds.map((back) => [front, back])),
  ...["accent", "warn"].flatMap((front) => ["ground", "panel", "raised"].map((back) => [front, back])),
  ["on-accent", "accent"],
  ["on-mark", "mark"],
  ["on-mark", "mark-now"],
  ["text", "removed"],
  ["text", "added"],
  ...["key-point", "doubt", "quotable", "practice", "to-check"].map((colour) => ["text", `note-${colour}`]),
  ...["key-point", "doubt", "quotable", "practice", "to-check"].map((colour) => ["text", `chosen-${colour}`]),
  ...["key-point", "doubt", "quotable", "practice", "to-check"].map((colour) => ["warn", `note-${colour}`]),
];

describe.each(Object.keys(themes))("%s", (name) => {
  it.each(pairs)("%s on %s reaches 4.5:1", (front = "", back = "") => {
    const colours = themes[name] ?? {};
    expect(contrast(colours[front] ?? "", colours[back] ?? "")).toBeGreaterThanOrEqual(4.5);
  });
});
