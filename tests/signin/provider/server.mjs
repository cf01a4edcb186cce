// npm's oidc-provider, laid out as Azure AD B2C lays out a policy: <origin>/<tenant>/<policy>/v2.0/...
//
// One line of JSON comes in: {"certificate", "key", "path", "client_id"}; one goes out: {"port"}.
// It ends when its input does, so that it outlives no test.

import { once } from 'node:events';
import { createServer } from 'node:https';
import { createInterface } from 'node:readline';

import { Provider } from 'oidc-provider';

const lines = createInterface({ input: process.stdin });
const [line] = await once(lines, 'line');
const asked = JSON.parse(line);
lines.once('close', () => process.exit(0));

const server = createServer({ cert: asked.certificate, key: asked.key });
server.listen(0, 'localhost');
await once(server, 'listening');
const origin = `https://localhost:${server.address().port}`;

const provider = new Provider(origin + asked.path, {
  clients: [{
    client_id: asked.client_id,
    application_type: 'native', // http://localhost then stands for any port
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://localhost'],
    grant_types: ['authorization_code', 'refresh_token'],
  }],
  claims: { openid: ['sub'], profile: ['name'] },
  conformIdTokenClaims: false, // the name stands in the ID token, as in B2C's
  cookies: { keys: ['of the tests'] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: `${id} of the tests` }) }),
  rotateRefreshToken: true,
  ttl: { AccessToken: 3600, Grant: 86400, IdToken: 3600, Interaction: 600, RefreshToken: 86400, Session: 86400 },
});
for (const event of ['grant.success', 'grant.error']) {
  provider.on(event, ({ oidc }) => console.error(`${event} ${oidc.params.grant_type}`));
}
const answer = provider.callback();

server.on('request', (request, response) => {
  const url = withConsent(new URL(request.url, origin));
  request.originalUrl = url.pathname + url.search; // what Express sets for an application mounted below a path
  request.url = request.originalUrl.slice(asked.path.length);
  answer(request, response);
});

// This provider gives a refresh token only where the page for consent is asked for; B2C has none, and gives it always.
function withConsent(url) {
  if (url.pathname === `${asked.path}/auth`) {
    url.searchParams.set('prompt', `${url.searchParams.get('prompt') ?? ''} consent`.trim());
  }
  return url;
}

console.log(JSON.stringify({ port: server.address().port }));
