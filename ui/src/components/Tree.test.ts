import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

vi.mock("../ipc", () => ({
  listDocuments: async () => ({ total: 0, rows: [] }),
  tree: async () => ({
    documents: 5, kinds: [{ name: "speech", documents: 3 }], tags: [{ name: "基层", documents: 2 }], collections: [],
    doubtful: 1, problems: 1, trashed: 4,
  }),
  saveSettings: async () => null,
}));
import { library, show } from "../stores/library.svelte";
import Tree from "./Tree.svelte";

afterEach(cleanup);

it("names every node with its count, and arrows and Enter choose", async () => {
  await show("all");
  render(Tree);
  const names = screen.getAllByRole("treeitem").map((node) => node.textContent?.trim().replace(/\s+/g, " "));
  expect(names).toEqual(["全部资料 5", "讲话 3", "基层 2", "待处理 2", "回收站 4"]);
  const tree = screen.getByRole("tree");
  await fireEvent.keyDown(tree, { key: "ArrowDown" });
  await fireEvent.keyDown(tree, { key: "Enter" });
  await waitFor(() => expect(library.node).toBe("kind:speech"));
  expect(screen.getByRole("treeitem", { selected: true }).textContent).toContain("讲话");
});
