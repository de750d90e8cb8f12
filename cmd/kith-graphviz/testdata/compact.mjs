// The layout of d3-org-chart's compact mode, by its rule: the reports without
// reports of their own stand in two columns below their manager, and d3-flextree
// packs the rest. Reads [{"id": …, "parent": …}] and prints the best time of ten
// layouts in milliseconds and the size in pixels.
//
//	npm install d3-hierarchy d3-flextree && node compact.mjs < people.json
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { stratify } = await import(pathToFileURL(require.resolve("d3-hierarchy")));
const { flextree } = await import(pathToFileURL(require.resolve("d3-flextree")));

const people = JSON.parse(readFileSync(0));
const [width, height, gapX, gapY, pair, rows] = [148, 44, 12, 26, 12, 6];
const nest = stratify().id((d) => d.id).parentId((d) => d.parent);

function layout() {
  const root = nest(people);
  root.each((n) => {
    const leaves = (n.children ?? []).filter((k) => !k.children);
    if (n.children?.length > 1 && leaves.length > 1) {
      const high = Math.ceil(leaves.length / 2);
      leaves.forEach((k, i) => {
        k.cell = [i % 2, Math.floor(i / 2)];
        k.first = leaves[0];
        k.room = i === 0 ? [2 * width + pair, high * (height + rows) - rows] : [0, 0];
      });
    }
  });
  flextree({
    nodeSize: (n) => (n.room ? [n.room[0] + (n.room[0] ? gapX : 0), n.room[1] + gapY] : [width + gapX, height + gapY]),
    spacing: 0,
  })(root);
  let [left, right, bottom] = [Infinity, -Infinity, 0];
  root.each((n) => {
    let [x, y] = [n.x - width / 2, n.y];
    if (n.cell) {
      x = n.first.x - (2 * width + pair) / 2 + n.cell[0] * (width + pair);
      y = n.first.y + n.cell[1] * (height + rows);
    }
    [left, right, bottom] = [Math.min(left, x), Math.max(right, x + width), Math.max(bottom, y + height)];
  });
  return [right - left, bottom];
}

let [best, size] = [Infinity, null];
for (let i = 0; i < 10; i++) {
  const start = performance.now();
  size = layout();
  best = Math.min(best, performance.now() - start);
}
console.log(best.toFixed(3), Math.round(size[0]), Math.round(size[1]));
