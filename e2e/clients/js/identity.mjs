// Calls amazon-cognito-identity-js as it is told, one JSON line for each call and each answer.
import { createInterface } from "node:readline";
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from "amazon-cognito-identity-js";

const [endpoint, poolId] = process.argv.slice(2);

const attributes = (list) => list?.map((a) => new CognitoUserAttribute(a));

const calls = {
  SignUp: (pool, input, done) =>
    pool.signUp(
      input.Username,
      input.Password,
      attributes(input.UserAttributes),
      attributes(input.ValidationData),
      (error, result) =>
        done(error, result && {
          UserConfirmed: result.userConfirmed,
          UserSub: result.userSub,
          CodeDeliveryDetails: result.codeDeliveryDetails,
        }),
      input.ClientMetadata,
    ),
  ConfirmSignUp: (pool, input, done) =>
    new CognitoUser({ Username: input.Username, Pool: pool })
      .confirmRegistration(input.ConfirmationCode, false, (error) => done(error, {}), input.ClientMetadata),
  // By SRP, and with NewPassword where one is asked for.
  SignIn: (pool, input, done) => {
    const user = new CognitoUser({ Username: input.Username, Pool: pool });
    const callbacks = {
      onSuccess: (session) => done(null, { AccessToken: session.getAccessToken().getJwtToken() }),
      onFailure: done,
      newPasswordRequired: () => user.completeNewPasswordChallenge(input.NewPassword, {}, callbacks),
    };
    user.authenticateUser(new AuthenticationDetails({ Username: input.Username, Password: input.Password }), callbacks);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { operation, input } = JSON.parse(line);
  const pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: input.ClientId, endpoint });
  const answer = await new Promise((resolve) =>
    calls[operation](pool, input, (error, output) =>
      resolve(error ? { text: String(error), type: error.code } : { output })));
  console.log(JSON.stringify(answer));
}
