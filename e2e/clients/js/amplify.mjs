// What an application does with aws-amplify 6, in Node.js and in browsers.
import { Amplify } from "aws-amplify";
import * as auth from "aws-amplify/auth";

export const typed = (error) => error.name;

const record = (list) => Object.fromEntries((list ?? []).map((a) => [a.Name, a.Value]));
const details = (d) =>
  d && { Destination: d.destination, DeliveryMedium: d.deliveryMedium, AttributeName: d.attributeName };

// The names that the service has for what stands before the user.
const challenges = {
  CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: "NEW_PASSWORD_REQUIRED",
  CONFIRM_SIGN_IN_WITH_EMAIL_CODE: "EMAIL_OTP",
  CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION: "SELECT_CHALLENGE",
  CONTINUE_SIGN_IN_WITH_TOTP_SETUP: "MFA_SETUP",
  CONTINUE_SIGN_IN_WITH_MFA_SELECTION: "SELECT_MFA_TYPE",
  CONFIRM_SIGN_IN_WITH_TOTP_CODE: "SOFTWARE_TOKEN_MFA",
  CONFIRM_SIGN_IN_WITH_SMS_CODE: "SMS_MFA",
};

export function open({ endpoint, poolId, clientId }) {
  Amplify.configure({
    Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } },
  });
  const tokens = async (options) => {
    const session = await auth.fetchAuthSession(options);
    return session.tokens
      ? { Tokens: { AccessToken: String(session.tokens.accessToken), IdToken: String(session.tokens.idToken) } }
      : {};
  };
  const next = async ({ isSignedIn, nextStep }) =>
    isSignedIn
      ? tokens()
      : {
          Challenge: challenges[nextStep.signInStep] ?? nextStep.signInStep,
          AvailableChallenges: nextStep.availableChallenges,
          SecretCode: nextStep.totpSetupDetails?.sharedSecret,
          AllowedMFATypes: nextStep.allowedMFATypes,
          CodeDeliveryDetails: details(nextStep.codeDeliveryDetails),
        };

  return {
    SignUp: async (input) => {
      const result = await auth.signUp({
        username: input.Username,
        password: input.Password,
        options: {
          userAttributes: record(input.UserAttributes),
          validationData: input.ValidationData && record(input.ValidationData),
          clientMetadata: input.ClientMetadata,
          autoSignIn: input.AuthFlow && { authFlowType: input.AuthFlow },
        },
      });
      return {
        UserConfirmed: result.isSignUpComplete,
        UserSub: result.userId,
        CodeDeliveryDetails: details(result.nextStep.codeDeliveryDetails),
      };
    },
    ConfirmSignUp: async (input) => {
      const result = await auth.confirmSignUp({ username: input.Username, confirmationCode: input.ConfirmationCode });
      return { Next: result.nextStep.signUpStep };
    },
    // With the session of the sign-up.
    AutoSignIn: async () => next(await auth.autoSignIn()),
    SignIn: async (input) =>
      next(await auth.signIn({
        username: input.Username,
        password: input.Password,
        options: { authFlowType: input.AuthFlow, preferredChallenge: input.PreferredChallenge },
      })),
    NewPassword: async (input) =>
      next(await auth.confirmSignIn({
        challengeResponse: input.NewPassword,
        options: { userAttributes: input.UserAttributes },
      })),
    Respond: async (input) => next(await auth.confirmSignIn({ challengeResponse: input.Answer })),
    SetPreference: async (input) => {
      await auth.updateMFAPreference(input);
    },
    GetPreference: () => auth.fetchMFAPreference(),
    Refresh: () => tokens({ forceRefresh: true }),
    Resume: () => tokens(),
    GetUser: () => auth.fetchUserAttributes(),
    UpdateUserAttributes: async (input) => {
      await auth.updateUserAttributes({ userAttributes: record(input.UserAttributes) });
    },
    DeleteUserAttributes: async (input) => {
      await auth.deleteUserAttributes({ userAttributeKeys: input.UserAttributeNames });
    },
    GetUserAttributeVerificationCode: async (input) => {
      await auth.sendUserAttributeVerificationCode({ userAttributeKey: input.AttributeName });
    },
    VerifyUserAttribute: async (input) => {
      await auth.confirmUserAttribute({ userAttributeKey: input.AttributeName, confirmationCode: input.Code });
    },
    ChangePassword: async (input) => {
      await auth.updatePassword({ oldPassword: input.PreviousPassword, newPassword: input.ProposedPassword });
    },
    ForgotPassword: async (input) => {
      const result = await auth.resetPassword({ username: input.Username });
      return { CodeDeliveryDetails: details(result.nextStep.codeDeliveryDetails) };
    },
    ConfirmForgotPassword: async (input) => {
      await auth.confirmResetPassword({
        username: input.Username, confirmationCode: input.ConfirmationCode, newPassword: input.Password,
      });
    },
    SignOut: () => auth.signOut(),
    GlobalSignOut: () => auth.signOut({ global: true }),
    DeleteUser: () => auth.deleteUser(),
  };
}
