// A certified OpenID Connect provider on this machine, for the tests of signing in through one.
// It listens on a port of its own choice and prints its address; whoever signs in there is who they say they are.
import { Provider } from "oidc-provider";
import { createServer } from "node:http";

const [back] = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "sankofa", client_secret: "a secret of/the tests+", redirect_uris: [back] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    pkce: { required: () => true },
    cookies: { keys: ["only for tests"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: id !== "unverified" }),
    }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
