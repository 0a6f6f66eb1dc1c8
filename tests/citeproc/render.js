// Prints one line for each reference of a CSL-JSON file, as citeproc-js renders it.
// usage: node render.js CITEPROC STYLE LOCALE ITEMS
const fs = require("node:fs");

const [citeproc, style, locale, file] = process.argv.slice(2);
const CSL = require(citeproc);
const items = JSON.parse(fs.readFileSync(file, "utf8"));
const byId = new Map(items.map((item) => [item.id, item]));
const words = fs.readFileSync(locale, "utf8");
const engine = new CSL.Engine(
  { retrieveLocale: () => words, retrieveItem: (id) => byId.get(id) },
  fs.readFileSync(style, "utf8"),
  "zh-CN",
  true,
);
engine.setOutputFormat("text");
for (const { id } of items) {
  engine.updateItems([id]);
  console.log(engine.makeBibliography()[1][0].replace(/\s+/g, " ").trim());
}
