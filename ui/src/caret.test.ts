import { expect, it } from "vitest";
import { byCharacter, bySentence } from "./caret";

const texts = ["𠮷祥。", "第一句。第二句；完", ""];

it("moves by characters, over the borders of paragraphs, never into a character", () => {
  expect(byCharacter(texts, { block: 0, offset: 0 }, 1)).toEqual({ block: 0, offset: 2 });
  expect(byCharacter(texts, { block: 0, offset: 2 }, -1)).toEqual({ block: 0, offset: 0 });
  expect(byCharacter(texts, { block: 0, offset: 4 }, 1)).toEqual({ block: 1, offset: 0 });
  expect(byCharacter(texts, { block: 1, offset: 0 }, -1)).toEqual({ block: 0, offset: 4 });
  expect(byCharacter(texts, { block: 0, offset: 0 }, -1)).toEqual({ block: 0, offset: 0 });
  expect(byCharacter(texts, { block: 2, offset: 0 }, 1)).toEqual({ block: 2, offset: 0 });
});

it("moves by sentences", () => {
  expect(bySentence(texts, { block: 1, offset: 0 }, 1)).toEqual({ block: 1, offset: 4 });
  expect(bySentence(texts, { block: 1, offset: 4 }, 1)).toEqual({ block: 1, offset: 8 });
  expect(bySentence(texts, { block: 1, offset: 8 }, 1)).toEqual({ block: 1, offset: 9 });
  expect(bySentence(texts, { block: 1, offset: 8 }, -1)).toEqual({ block: 1, offset: 4 });
});
