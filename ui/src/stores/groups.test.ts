import { expect, it, vi } from "vitest";

const listGroups = vi.fn(async () => [{ id: "g" }]);
const getGroup = vi.fn(async (id: string) => ({ group: { id, line: "收到 2 条" } }));
vi.mock("../ipc", () => ({ listGroups: () => listGroups(), getGroup: (id: string) => getGroup(id) }));
import { groups, openGroup, readGroups } from "./groups.svelte";

it("what was read before an exchange does not replace what was read after it", async () => {
  let late = () => {};
  getGroup.mockImplementationOnce((id) => new Promise((resolve) => (late = () => resolve({ group: { id, line: "收到 0 条" } }))));
  const first = openGroup("g");
  await openGroup("g");
  late();
  await first;
  expect(groups.details?.group.line).toBe("收到 2 条");

  listGroups.mockImplementationOnce(() => new Promise((resolve) => (late = () => resolve([]))));
  const list = readGroups();
  await readGroups();
  late();
  await list;
  expect(groups.all).toEqual([{ id: "g" }]);
  expect(groups.details?.group.line).toBe("收到 2 条");
});
