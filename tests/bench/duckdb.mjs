// What DuckDB takes for a query over a CSV file that it has loaded, each time a line arrives.
//
//   node duckdb.mjs FILE COLUMNS QUERY
//
// For each line on standard input it runs QUERY once and prints seconds and the values of its one
// row, separated by blanks. Threads are as many as the machine has.
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";

const [file, columns, query] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run(`CREATE TABLE record (${columns})`);
await connection.run(`COPY record FROM '${file}' (FORMAT csv, HEADER false)`);
console.log("ready");
for await (const _ of createInterface({ input: process.stdin })) {
  const began = process.hrtime.bigint();
  const rows = (await connection.runAndReadAll(query)).getRows();
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log([seconds, ...rows[0].map(String)].join(" "));
}
