import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

const removed = vi.fn(async (_name: string) => null);
vi.mock("../ipc", () => ({
  listDocuments: async () => ({ total: 0, rows: [] }),
  tree: async () => ({
    documents: 5, kinds: [{ name: "speech", documents: 3 }], tags: [{ name: "基层", documents: 2 }], collections: [{ name: "党课", documents: 1 }], searches: [{ name: "本月要点", query: "要点", sort: "date" }],
    doubtful: 1, problems: 1, near: 2, trashed: 4, annotations: 7, unsettled: 1, notes: 3,
  }),
  saveSettings: async () => null,
  removeCollection: (name: string) => removed(name),
}));
import { library, show } from "../stores/library.svelte";
import Tree from "./Tree.svelte";

afterEach(cleanup);

it("names every node with its count, and arrows and Enter choose", async () => {
  await show("all");
  render(Tree);
  const names = screen.getAllByRole("treeitem").map((node) => node.textContent?.trim().replace(/\s+/g, " "));
  expect(names).toEqual(["全部资料 5", "讲话 3", "党课 1", "基层 2", "本月要点", "笔记 3", "全部批注 7", "阅读清单", "学习小组", "引文核对", "提法", "近似资料 2", "检索历史", "待处理 3", "回收站 4"]);
  const tree = screen.getByRole("tree");
  await fireEvent.keyDown(tree, { key: "ArrowDown" });
  await fireEvent.keyDown(tree, { key: "Enter" });
  await waitFor(() => expect(library.node).toBe("kind:speech"));
  expect(screen.getByRole("treeitem", { selected: true }).textContent).toContain("讲话");
});

it("a collection is deleted by its menu", async () => {
  await show("all");
  render(Tree);
  await fireEvent.contextMenu(screen.getByRole("treeitem", { name: /党课/ }));
  await fireEvent.click(screen.getByRole("menuitem", { name: /删除专题/ }));
  await waitFor(() => expect(removed).toHaveBeenCalledWith("党课"));
});
