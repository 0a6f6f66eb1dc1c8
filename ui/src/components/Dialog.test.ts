import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

vi.mock("../ipc", () => ({}));
import Dialog from "./Dialog.svelte";

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.setAttribute("open", "");
  };
});
afterEach(cleanup);

it("Esc closes it, the Esc of an input method does not", async () => {
  const close = vi.fn();
  const children = createRawSnippet(() => ({ render: () => "<p>内容</p>" }));
  render(Dialog, { title: "设置", close, children });
  const dialog = screen.getByRole("dialog", { name: "设置" });
  await fireEvent.keyDown(dialog, { key: "Escape", keyCode: 229 });
  expect(close).not.toHaveBeenCalled();
  await fireEvent.keyDown(dialog, { key: "Escape" });
  expect(close).toHaveBeenCalledTimes(1);
});
