import { expect, it } from "vitest";
import { flatten } from "./layers";

const layer = (from: number, to: number, name: string, block = 0) => ({ block, from, to, name });

it("the later lies on top, and no character has two names", () => {
  const flat = flatten([layer(0, 10, "a"), layer(4, 6, "b"), layer(5, 12, "c"), layer(2, 3, "d", 1)]);
  expect(flat).toEqual([layer(0, 4, "a"), layer(4, 5, "b"), layer(5, 12, "c"), layer(2, 3, "d", 1)]);
});

it("what is covered comes out again behind it, and neighbours of one name are one", () => {
  expect(flatten([layer(0, 9, "a"), layer(3, 5, "b")])).toEqual([layer(0, 3, "a"), layer(3, 5, "b"), layer(5, 9, "a")]);
  expect(flatten([layer(0, 4, "a"), layer(4, 8, "a")])).toEqual([layer(0, 8, "a")]);
  expect(flatten([layer(4, 4, "a")])).toEqual([]);
});
