// Lines to paste into a shell: the first steps, and a call again.

const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";

// curl asks again what a call asked. Its input has REDACTED for secrets.
export function curl(origin, call) {
  return "curl -sS " + quoted(origin + "/") +
    " -H 'Content-Type: application/x-amz-json-1.1' -H 'Authorization: any'" +
    " -H " + quoted("X-Amz-Target: AWSCognitoIdentityProviderService." + call.operation) +
    " -d " + quoted(JSON.stringify(call.input));
}

// firstSteps are the commands that lead to the first message, with the ids
// that there are; none where every app client has a secret.
export function firstSteps(origin, pools) {
  const command = (operation) => "aws cognito-idp " + operation + " --endpoint-url " + origin + " --region us-east-1";
  const keys = "AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any ";
  const clients = pools.flatMap((p) => p.clients);
  const client = clients.find((app) => !app.secret);
  if (clients.length && !client) return [];
  const steps = [];
  if (!pools.length) {
    steps.push("POOL=$(" + keys + command("create-user-pool") +
      " --pool-name customers --auto-verified-attributes email --query UserPool.Id --output text)");
  }
  if (!client) {
    steps.push("CLIENT=$(" + keys + command("create-user-pool-client") + " --user-pool-id " + (pools[0]?.id || '"$POOL"') +
      " --client-name web --query UserPoolClient.ClientId --output text)");
  }
  steps.push(command("sign-up") + " --no-sign-request --client-id " + (client?.id || '"$CLIENT"') +
    " --username jane@example.com --password 'Example-7' --user-attributes Name=email,Value=jane@example.com");
  return steps;
}
