// Calls the JavaScript SDK v3 as it is told, one JSON line for each call and each answer.
import { createInterface } from "node:readline";
import * as sdk from "@aws-sdk/client-cognito-identity-provider";

const client = new sdk.CognitoIdentityProviderClient({ endpoint: process.argv[2] });

for await (const line of createInterface({ input: process.stdin })) {
  const { operation, input } = JSON.parse(line);
  let answer;
  try {
    const { $metadata, ...output } = await client.send(new sdk[operation + "Command"](input));
    answer = { output };
  } catch (error) {
    // The typed exceptions, by the names that instanceof has.
    const typed = sdk[error.name] && error instanceof sdk[error.name];
    answer = { text: String(error), type: typed ? error.name : "" };
  }
  console.log(JSON.stringify(answer));
}
