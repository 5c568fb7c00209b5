import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import Provider, { errors, interactionPolicy, type Configuration } from "oidc-provider";

import { readBody } from "#sandbox/http/body.ts";
import { listen } from "#sandbox/http/listen.ts";
import { respondPage } from "#sandbox/http/respond.ts";

import { MemoryAdapter } from "./memory-adapter.ts";
import { personas } from "./personas.ts";
import { signInPage, signInProblemPage } from "./sign-in-page.ts";

export interface IdentityOptions {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

export interface Identity {
  readonly issuer: string;
  readonly server: Server;
}

/** Starts an OpenID provider that lets one pick a persona; consent is given without asking. */
export async function startIdentity(options: IdentityOptions): Promise<Identity> {
  let handle: Handler | undefined;
  const server = createServer((request, response) => void handle?.(request, response));
  const issuer = `http://127.0.0.1:${await listen(server, options.port)}`;
  handle = createHandler(new Provider(issuer, configuration(options)));
  return { issuer, server };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const signInPath = "/sign-in/";

function createHandler(provider: Provider): Handler {
  const protocol = provider.callback();
  return async (request, response) => {
    if (!request.url?.startsWith(signInPath)) {
      await protocol(request, response);
      return;
    }
    try {
      await signIn(provider, request, response);
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      respondPage(response, signInProblemPage(), 400);
    }
  };
}

async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  const interaction = await provider.interactionDetails(request, response);
  const form = new URLSearchParams(request.method === "POST" ? await readBody(request) : "");
  const accountId = form.get("persona");
  if (accountId === null) {
    respondPage(response, signInPage(`${signInPath}${interaction.uid}`));
    return;
  }
  await provider.interactionFinished(request, response, { login: { accountId, remember: false } });
}

function configuration(options: IdentityOptions): Configuration {
  return {
    adapter: MemoryAdapter,
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [...options.redirectUris],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: [randomBytes(32).toString("hex")] },
    jwks: { keys: [signingKey()] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: {
      policy: askEveryTime(),
      url: (_context, interaction) => `${signInPath}${interaction.uid}`,
    },
    ttl: { Interaction: 3600, Session: 3600, Grant: 3600, AccessToken: 3600, IdToken: 3600 },
    findAccount: (_context, id) => findAccount(id),
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new oidc.provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  };
}

/** Whoever signs out of the product and in again wants to be somebody else. */
function askEveryTime(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  policy
    .get("login")
    ?.checks.add(
      new Check("pick_persona", "A persona is picked at every sign-in", ({ oidc }) =>
        oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}

function findAccount(id: string) {
  const persona = personas.find((candidate) => candidate.id === id);
  if (!persona) return undefined;
  const { name, email } = persona;
  return { accountId: id, claims: () => ({ sub: id, name, email, email_verified: true }) };
}

function signingKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "sandbox" };
}
