// The rules of the page that a reader cannot see in one file.
import { expect, it } from "vitest";

const sources = import.meta.glob<string>("./**/*.{ts,svelte,css}", { query: "?raw", import: "default", eager: true });
const files = Object.entries(sources).filter(([name]) => !name.endsWith(".test.ts"));

it("only ipc.ts and the generated bindings touch the webview API", () => {
  const touching = files.filter(([, text]) => /from "@tauri-apps\/|__TAURI/.test(text)).map(([name]) => name);
  expect(touching.sort()).toEqual(["./bindings/commands.ts", "./ipc.ts"]);
});

it("only ipc.ts reads the bindings", () => {
  const reading = files.filter(([, text]) => /from ".*bindings\//.test(text)).map(([name]) => name);
  expect(reading).toEqual(["./ipc.ts"]);
});

it("no text becomes HTML", () => {
  expect(files.filter(([, text]) => /\{@html|innerHTML|insertAdjacentHTML/.test(text)).map(([name]) => name)).toEqual([]);
});

it("colours stand in tokens.css only", () => {
  const coloured = files.filter(([name, text]) => name !== "./tokens.css" && /#[0-9a-f]{3,8}\b(?=[;\s,)])|\brgba?\(|\bhsla?\(/i.test(text));
  expect(coloured.map(([name]) => name)).toEqual([]);
});
