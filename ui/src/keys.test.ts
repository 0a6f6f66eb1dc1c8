import { expect, it, vi } from "vitest";

vi.mock("./ipc", () => ({}));
import { commands } from "./commands";
import { commandOf, nameOf } from "./keys";

const press = (key: string, more: KeyboardEventInit = {}, target: HTMLElement = document.body) => {
  if (target !== document.body) document.body.append(target);
  let found: string | undefined;
  target.addEventListener("keydown", (event) => (found = commandOf(event)?.id), { once: true });
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  return found;
};

it("names keys as the list of commands does", () => {
  expect(nameOf(new KeyboardEvent("keydown", { key: "f", ctrlKey: true, shiftKey: true }))).toBe("Mod+Shift+F");
  expect(nameOf(new KeyboardEvent("keydown", { key: "?", shiftKey: true }))).toBe("?");
  expect(nameOf(new KeyboardEvent("keydown", { key: "F3", shiftKey: true }))).toBe("Shift+F3");
});

it("no two commands have the same key", () => {
  const keys = commands.flatMap((command) => command.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

it("nothing fires while an input method composes", () => {
  expect(press("k", { ctrlKey: true })).toBe("quick-open");
  expect(press("k", { ctrlKey: true, isComposing: true })).toBeUndefined();
  expect(press("k", { ctrlKey: true, keyCode: 229 })).toBeUndefined();
});

it("the keys of text belong to a field", () => {
  const input = document.createElement("input");
  expect(press("?", { shiftKey: true })).toBe("shortcuts");
  expect(press("?", { shiftKey: true }, input)).toBeUndefined();
  expect(press("z", { ctrlKey: true }, input)).toBeUndefined();
  expect(press("F6", {}, input)).toBe("pane-next");
  expect(press("k", { ctrlKey: true }, input)).toBe("quick-open");
});
