import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../commands";
import * as ipc from "../ipc";
import { m } from "../messages/index.svelte";
import { beforeUndo, undo } from "./library.svelte";
import { dismiss, notices } from "./notices.svelte";

vi.mock("../ipc");

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(ipc.tree).mockRejectedValue(new Error("no library"));
  notices().forEach((notice) => dismiss(notice.key));
});

const state = (more: Partial<ipc.UndoState>): ipc.UndoState => ({ undo: null, redo: null, import: null, pack: null, ...more });

test("what is undone is named before and after, and typed words are durable first", async () => {
  const order: string[] = [];
  beforeUndo(async () => void order.push("saved"));
  vi.mocked(ipc.undoState).mockResolvedValue(state({ undo: "修改笔记《提纲》" }));
  vi.mocked(ipc.undo).mockImplementation(async () => (order.push("undone"), "修改笔记《提纲》"));
  await undo();
  expect(order).toEqual(["saved", "undone"]);
  expect(commands.find((each) => each.id === "undo")?.label(m())).toBe("撤销：修改笔记《提纲》");
  expect(notices().map((notice) => notice.text)).toContain("已撤销：修改笔记《提纲》");
});

test("an import is named and offered, never undone by a key", async () => {
  vi.mocked(ipc.undoState).mockResolvedValue(state({ undo: "导入资料《讲话》等 3 份", import: 12 }));
  vi.mocked(ipc.undoImport).mockResolvedValue(3);
  await undo();
  expect(ipc.undo).not.toHaveBeenCalled();
  const notice = notices().find((each) => each.action);
  expect(notice?.text).toBe("上一步是：导入资料《讲话》等 3 份");
  notice?.action?.run();
  await vi.waitFor(() => expect(ipc.undoImport).toHaveBeenCalledWith(12));
});
