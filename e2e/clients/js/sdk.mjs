// Calls the JavaScript SDK v3 as it is told, one JSON line for each call and each answer.
import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { serve } from "./lines.mjs";

const client = new sdk.CognitoIdentityProviderClient({ endpoint: process.argv[2] });

await serve(
  async (operation, input) => {
    const { $metadata, ...output } = await client.send(new sdk[operation + "Command"](input));
    return output;
  },
  // The typed exceptions, by the names that instanceof has.
  (error) => (sdk[error.name] && error instanceof sdk[error.name] ? error.name : ""),
);
