import { describe, expect, it } from "vitest";
import { pieces, stretches, utf16, visible } from "./text";

describe("positions", () => {
  it("count characters, not UTF-16 units", () => {
    expect(utf16("𠮷祥如意", 0)).toBe(0);
    expect(utf16("𠮷祥如意", 1)).toBe(2);
    expect(utf16("𠮷祥如意", 2)).toBe(3);
    expect(utf16("吉祥", 9)).toBe(2);
  });
  it("cut a text at its marks", () => {
    expect(stretches("学𠮷习实践", [[1, 3]])).toEqual([
      { text: "学", marked: false },
      { text: "𠮷习", marked: true },
      { text: "实践", marked: false },
    ]);
    expect(stretches("学习", [])).toEqual([{ text: "学习", marked: false }]);
    expect(stretches("学习", [[0, 2]])).toEqual([{ text: "学习", marked: true }]);
  });
});

describe("a very long paragraph", () => {
  it("is cut behind sentences, without loss and never inside a character", () => {
    const text = "学习要联系实际。".repeat(2000) + "𠮷".repeat(5000);
    const all = pieces(text);
    expect(all.map((piece) => piece.text).join("")).toBe(text);
    expect(all.every((piece) => piece.text.length <= 2001 && text.slice(piece.start).startsWith(piece.text))).toBe(true);
    expect(all.every((piece) => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(piece.text))).toBe(true);
    expect(all[0]?.text.endsWith("。")).toBe(true);
  });
  it("is left whole while it is short", () => {
    expect(pieces("短")).toEqual([{ start: 0, text: "短" }]);
  });
});

it("control characters are shown, one for one", () => {
  expect(visible("前\u0001后\t")).toBe("前\u2401后\t");
});
