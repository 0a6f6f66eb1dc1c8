import { expect, it } from "vitest";
import { formQuery } from "./query";

it("a filled form becomes a query", () => {
  const query = formQuery({ all: "学习 实践", phrase: "高质量发展", any: "基层 社区", none: "会议", speaker: "陈水清", from: "2020", to: "2022-06" });
  expect(query).toBe('学习 实践 "高质量发展" ( 基层 OR 社区 ) -会议 讲话人:陈水清 日期:2020..2022-06');
});

it("an empty form asks nothing", () => {
  expect(formQuery({})).toBe("");
  expect(formQuery({ all: "  ", from: "" })).toBe("");
});

it("operators in a value are quoted", () => {
  expect(formQuery({ title: "关于 学习" })).toBe('标题:"关于 学习"');
});
