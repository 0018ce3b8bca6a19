// Takes calls by the line from its standard input, and answers each by the line.
import { createInterface } from "node:readline";
import { answer } from "./answer.mjs";

export async function serve(call, typed) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { operation, input } = JSON.parse(line);
    console.log(JSON.stringify(await answer(() => call(operation, input), typed)));
  }
  process.exit(); // whatever a library still waits for
}
