import { expect, it, vi } from "vitest";

const search = vi.fn(async ({ query }: { query: string }) => ({
  parsed: query, reading: [query], notices: [], reasons: [], absent: false, searched: 3, total: 3, documents: 1, hits: 1, elapsed_ms: 1, facets: [], near: [],
  items: [{ id: "a", kind: "speech", title: query, date: null, hits: 1, passages: [] }],
}));
const pending: (() => void)[] = [];
vi.mock("../ipc", () => ({
  search: (request: { query: string }) => search(request),
  listDocuments: async () => ({ total: 0, rows: [] }),
  tree: async () => ({ documents: 3, kinds: [], tags: [], collections: [], searches: [], doubtful: 0, problems: 0, trashed: 0 }),
  trashDocuments: async () => null,
  saveSettings: async () => null,
}));
import { library, show, trash } from "./library.svelte";
import { ask, leave, search as page } from "./search.svelte";

it("an answer that comes late does not replace a later one", async () => {
  search.mockImplementationOnce(async ({ query }) => {
    await new Promise<void>((resolve) => pending.push(resolve));
    return { ...(await search({ query: "晚" })), parsed: query };
  });
  const first = ask("学");
  expect(await ask("学习")).toBe(true);
  pending.forEach((resolve) => resolve());
  // Nothing is suggested for what stands in the box no longer.
  expect(await first).toBe(false);
  expect(page.answer?.parsed).toBe("学习");
});

it("the answer follows a change of documents, and an emptied box goes back", async () => {
  await show("kind:speech");
  await ask("学习");
  expect(library.node).toBe("search");
  const before = search.mock.calls.length;
  await trash(["a"]);
  expect(search.mock.calls.length).toBe(before + 1);
  await leave();
  expect(library.node).toBe("kind:speech");
  expect(page.answer).toBeNull();
});
