import { afterEach, expect, it, vi } from "vitest";
import type { EditorView } from "@codemirror/view";
import { openEditor } from "./setup";

vi.mock("../ipc", () => ({ completeLink: vi.fn(async () => []), getPicture: vi.fn(async () => Promise.reject(new Error("none"))) }));

let view: EditorView | undefined;
afterEach(() => view?.destroy());

function show(body: string, follow = vi.fn()) {
  const parent = document.createElement("div");
  document.body.append(parent);
  view = openEditor({ parent, body, label: "正文", hint: "", changed: vi.fn(), follow });
  return { text: () => view?.contentDOM.textContent ?? "", dom: view.contentDOM, follow };
}

it("hides marks where the cursor is not and leaves the text as it was typed", () => {
  const { text } = show("# 标题\n\n要**创先**争优\n\n> 引用");
  expect(text()).toBe("标题要创先争优引用");
  expect(view?.state.doc.toString()).toContain("**创先**");
});

it("a link shows its label and follows its words", () => {
  const { text, dom, follow } = show("见[[0123abcd|那篇讲话]]和[[题目#第二部分]]，`[[代码]]`");
  expect(text()).toContain("见那篇讲话和题目#第二部分");
  expect(text()).toContain("[[代码]]");
  const links = [...dom.querySelectorAll<HTMLElement>("[data-link]")];
  expect(links.map((link) => link.dataset.link)).toEqual(["0123abcd", "题目#第二部分"]);
  links[1]?.click();
  expect(follow).toHaveBeenCalledWith("题目#第二部分");
});

it("nothing of a note becomes an element of the page", () => {
  const { dom, text } = show("<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[a](javascript:alert(1))\n\n![x](https://a.example/p.png)");
  expect(dom.querySelector("script, img, a")).toBeNull();
  expect(text()).toContain("<script>alert(1)</script>");
});

it("broken Markdown is text", () => {
  const { text } = show("**没有完 `也没有 [[没有完\n```\n代码");
  expect(text()).toContain("没有完");
});
