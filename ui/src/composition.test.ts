import { expect, it, vi } from "vitest";
import { composing, typed } from "./composition";

function field() {
  const input = document.createElement("input");
  const heard = vi.fn();
  typed(heard)(input);
  const fire = (event: Event) => input.dispatchEvent(event);
  const put = (value: string, isComposing: boolean) => {
    input.value = value;
    fire(new InputEvent("input", { isComposing }));
  };
  return { input, heard, fire, put };
}

it("a composition is told once, at its end", () => {
  const { heard, fire, put, input } = field();
  fire(new CompositionEvent("compositionstart"));
  for (const value of ["c", "ch", "chuang"]) put(value, true);
  expect(heard).not.toHaveBeenCalled();
  input.value = "创先争优";
  fire(new CompositionEvent("compositionend", { data: "创先争优" }));
  expect(heard.mock.calls).toEqual([["创先争优"]]);
  // WebKit sends one more input event behind the end.
  put("创先争优", false);
  expect(heard).toHaveBeenCalledTimes(1);
});

it("plain typing is told at once", () => {
  const { heard, put } = field();
  put("学", false);
  put("学习", false);
  expect(heard.mock.calls).toEqual([["学"], ["学习"]]);
});

it("a cancelled composition that leaves the text as it was is not told", () => {
  const { heard, fire, put } = field();
  fire(new CompositionEvent("compositionstart"));
  put("x", true);
  put("", true);
  fire(new CompositionEvent("compositionend", { data: "" }));
  expect(heard).not.toHaveBeenCalled();
});

it("the Enter that ends a composition belongs to the input method", () => {
  expect(composing(new KeyboardEvent("keydown", { key: "Enter", isComposing: true }))).toBe(true);
  expect(composing(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229 }))).toBe(true);
  expect(composing(new KeyboardEvent("keydown", { key: "Enter", keyCode: 13 }))).toBe(false);
});
