// What an application does with amazon-cognito-identity-js, in Node.js and in browsers.
import {
  AuthenticationDetails, CognitoRefreshToken, CognitoUser, CognitoUserAttribute, CognitoUserPool,
} from "amazon-cognito-identity-js";

const attributes = (list) => list?.map((a) => new CognitoUserAttribute(a));

// done makes a promise of a function that takes a callback of Node.js's kind,
// and calls of one that takes a pair.
const done = (start) => new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result))));
const pair = (start) => new Promise((resolve, reject) => start({ onSuccess: resolve, onFailure: reject }));

export const typed = (error) => error.code;

export function open({ endpoint, poolId, clientId }) {
  let user; // who signs in, or has
  const poolOf = (id) => new CognitoUserPool({ UserPoolId: poolId, ClientId: id ?? clientId, endpoint });
  const userOf = (input) => new CognitoUser({ Username: input.Username, Pool: poolOf(input.ClientId) });
  const tokens = (session) => ({
    Tokens: {
      AccessToken: session.getAccessToken().getJwtToken(),
      IdToken: session.getIdToken().getJwtToken(),
      RefreshToken: session.getRefreshToken().getToken(),
    },
  });
  const signsIn = (start) =>
    new Promise((resolve, reject) =>
      start({
        onSuccess: (session) => resolve(tokens(session)),
        onFailure: reject,
        newPasswordRequired: () => resolve({ Challenge: "NEW_PASSWORD_REQUIRED" }),
        customChallenge: (parameters) => resolve({ Challenge: "CUSTOM_CHALLENGE", Parameters: parameters }),
      }));

  return {
    SignUp: async (input) => {
      const result = await done((callback) =>
        poolOf(input.ClientId).signUp(
          input.Username, input.Password, attributes(input.UserAttributes), attributes(input.ValidationData),
          callback, input.ClientMetadata,
        ));
      return {
        UserConfirmed: result.userConfirmed,
        UserSub: result.userSub,
        CodeDeliveryDetails: result.codeDeliveryDetails,
      };
    },
    ConfirmSignUp: async (input) => {
      await done((callback) =>
        userOf(input).confirmRegistration(input.ConfirmationCode, false, callback, input.ClientMetadata));
    },
    SignIn: (input) => {
      user = userOf(input);
      user.setAuthenticationFlowType(input.AuthFlow);
      const details = new AuthenticationDetails({ Username: input.Username, Password: input.Password });
      return signsIn((callbacks) => user.authenticateUser(details, callbacks));
    },
    // With a password the sign-in begins by SRP; without one the functions lead it from the start.
    SignInCustom: (input) => {
      user = userOf(input);
      user.setAuthenticationFlowType("CUSTOM_AUTH");
      const details = new AuthenticationDetails({ Username: input.Username, Password: input.Password });
      return signsIn((callbacks) =>
        input.Password ? user.authenticateUser(details, callbacks) : user.initiateAuth(details, callbacks));
    },
    AnswerCustom: (input) =>
      signsIn((callbacks) => user.sendCustomChallengeAnswer(input.Answer, callbacks, input.ClientMetadata)),
    NewPassword: (input) =>
      signsIn((callbacks) => user.completeNewPasswordChallenge(input.NewPassword, input.UserAttributes, callbacks)),
    Refresh: async () => {
      const session = user.getSignInUserSession();
      const refreshToken = new CognitoRefreshToken({ RefreshToken: session.getRefreshToken().getToken() });
      return tokens(await done((callback) => user.refreshSession(refreshToken, callback)));
    },
    // A page that was opened again finds who is signed in.
    Resume: async () => {
      user = poolOf().getCurrentUser();
      return user ? tokens(await done((callback) => user.getSession(callback))) : {};
    },
    GetUser: async () => {
      const list = await done((callback) => user.getUserAttributes(callback));
      return Object.fromEntries(list.map((a) => [a.getName(), a.getValue()]));
    },
    UpdateUserAttributes: async (input) => {
      await done((callback) => user.updateAttributes(attributes(input.UserAttributes), callback));
    },
    DeleteUserAttributes: async (input) => {
      await done((callback) => user.deleteAttributes(input.UserAttributeNames, callback));
    },
    GetUserAttributeVerificationCode: async (input) => {
      await new Promise((resolve, reject) =>
        user.getAttributeVerificationCode(input.AttributeName, { inputVerificationCode: resolve, onFailure: reject }));
    },
    VerifyUserAttribute: async (input) => {
      await pair((callbacks) => user.verifyAttribute(input.AttributeName, input.Code, callbacks));
    },
    ChangePassword: async (input) => {
      await done((callback) => user.changePassword(input.PreviousPassword, input.ProposedPassword, callback));
    },
    ForgotPassword: async (input) => {
      const answer = await new Promise((resolve, reject) =>
        userOf(input).forgotPassword({ inputVerificationCode: resolve, onFailure: reject }));
      return { CodeDeliveryDetails: answer.CodeDeliveryDetails };
    },
    ConfirmForgotPassword: async (input) => {
      await pair((callbacks) => userOf(input).confirmPassword(input.ConfirmationCode, input.Password, callbacks));
    },
    SignOut: async () => {
      await done((callback) => user.signOut(callback));
    },
    GlobalSignOut: async () => {
      await pair((callbacks) => user.globalSignOut(callbacks));
    },
    DeleteUser: async () => {
      await done((callback) => user.deleteUser(callback));
    },
  };
}
