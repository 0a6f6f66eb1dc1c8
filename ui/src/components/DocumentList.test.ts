import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const total = 100_000;
const listDocuments = vi.fn(async ({ offset = 0, limit = 0 }: { offset?: number; limit?: number }) => ({
  total,
  rows: Array.from({ length: Math.min(limit, total - offset) }, (_, n) => ({
    id: `id-${offset + n}`, kind: "speech", title: `第${offset + n}篇`, date: "2020-05-04", source: null, document_number: null, chars: 100, attached: false,
  })),
}));
vi.mock("../ipc", () => ({
  listDocuments: (request: object) => listDocuments(request),
  tree: async () => ({ documents: total, kinds: [], tags: [], collections: [], doubtful: 0, problems: 0, trashed: 0, annotations: 0, unsettled: 0, notes: 0 }),
  saveSettings: async () => null,
}));
import { choose, chosenIds, library, show } from "../stores/library.svelte";
import DocumentList from "./DocumentList.svelte";

beforeEach(() => {
  Element.prototype.scrollTo ??= () => {};
});
afterEach(cleanup);

it("a hundred thousand rows ask for one page, and for another only when it is needed", async () => {
  await show("all");
  render(DocumentList);
  expect(library.total).toBe(total);
  const before = listDocuments.mock.calls.length;
  expect(before).toBe(1);
  await choose(99_999);
  expect(listDocuments.mock.calls.length).toBe(before + 1);
  expect(chosenIds()).toEqual(["id-99999"]);
});

it("is a listbox that arrows move through and Shift extends", async () => {
  await show("trash");
  await show("all");
  render(DocumentList);
  const list = screen.getByRole("listbox");
  expect(list.getAttribute("aria-multiselectable")).toBe("true");
  await fireEvent.keyDown(list, { key: "Home" });
  await waitFor(() => expect(chosenIds()).toEqual(["id-0"]));
  await fireEvent.keyDown(list, { key: "ArrowDown", shiftKey: true });
  await waitFor(() => expect(chosenIds()).toEqual(["id-0", "id-1"]));
  expect(list.getAttribute("aria-activedescendant")).toBe("row-1");
});

it("keys of an input method move nothing", async () => {
  await show("trash");
  await show("all");
  render(DocumentList);
  const list = screen.getByRole("listbox");
  await fireEvent.keyDown(list, { key: "ArrowDown", keyCode: 229 });
  expect(library.cursor).toBe(-1);
});
