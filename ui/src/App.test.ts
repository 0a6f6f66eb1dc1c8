import { render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";

import App from "./App.svelte";
import * as ipc from "./ipc";

test("says how many documents there are", async () => {
  vi.spyOn(ipc, "librarySummary").mockResolvedValue({ folder: "/资料库", documents: 14 });
  render(App);
  expect((await screen.findByText("资料库中有 14 篇资料")).textContent).toContain("14");
});

test("says why a library cannot be opened, and the next step", async () => {
  vi.spyOn(ipc, "librarySummary").mockRejectedValue({
    code: "refused",
    message: "资料库正被另一个程序使用",
    hint: "请先关闭研读窗口",
  });
  render(App);
  expect((await screen.findByRole("alert")).textContent).toBe("资料库正被另一个程序使用。请先关闭研读窗口");
});
