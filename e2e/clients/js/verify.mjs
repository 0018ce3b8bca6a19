// Verifies tokens with aws-jwt-verify as it is told. Its keys come from the address that it is given: the issuer in the
// tokens is Amazon's, whose own keys are others.
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { serve } from "./lines.mjs";

const [keys] = process.argv.slice(2);
const now = Date.now;

await serve(async (_, { Token, UserPoolId, ClientId, TokenUse, Later }) => {
  const verifier = CognitoJwtVerifier.create({ userPoolId: UserPoolId, clientId: ClientId, tokenUse: TokenUse });
  verifier.cacheJwks(await (await fetch(keys)).json());
  Date.now = () => now() + Later;
  try {
    return verifier.verifySync(Token);
  } finally {
    Date.now = now;
  }
}, (error) => error.constructor.name);
