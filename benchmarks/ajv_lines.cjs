// ajv over the lines of a file: node ajv_lines.cjs SCHEMA FILE. Ends with 1 if one is wrong.
const fs = require("node:fs");
const Ajv = require("ajv/dist/2020").default;
const formats = require("ajv-formats").default;

const [schema, file] = process.argv.slice(2);
const ajv = new Ajv({ strict: false });
formats(ajv);
const admits = ajv.compile(JSON.parse(fs.readFileSync(schema, "utf8")));

let count = 0;
let wrong = 0;
let left = Buffer.alloc(0);
const judge = (line) => {
  if (!line.length) return;
  count += 1;
  if (!admits(JSON.parse(line.toString("utf8")))) wrong += 1;
};
const piece = Buffer.alloc(1 << 20);
const input = fs.openSync(file);
for (let size; (size = fs.readSync(input, piece)) > 0; ) {
  let data = Buffer.concat([left, piece.subarray(0, size)]);
  let start = 0;
  for (let end; (end = data.indexOf(10, start)) >= 0; start = end + 1) judge(data.subarray(start, end));
  left = Buffer.from(data.subarray(start));
}
judge(left);
console.log(`${count} seen, ${wrong} of them wrong`);
process.exitCode = wrong ? 1 : 0;
