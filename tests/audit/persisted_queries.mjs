// Automatic persisted queries over GET, spoken by Apollo Client. Usage: node persisted_queries.mjs URL

import { createHash, randomUUID } from "node:crypto";
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";

const [, , uri] = process.argv;

function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}

/** What one request asked and how it was answered. */
async function describe(options, url, response) {
  const { errors } = await response.clone().json();
  const parameters = options.method === "GET" ? Object.fromEntries(new URL(url).searchParams) : JSON.parse(options.body);
  return {
    method: options.method,
    hasDocument: "query" in parameters,
    status: response.status,
    code: errors?.[0].extensions?.code ?? null,
    isStored: !(response.headers.get("cache-control") ?? "").includes("no-store"),
  };
}

/** A client with an empty cache that notes its requests. */
function makeClient(exchanges, useGETForQueries) {
  async function observe(url, options) {
    const response = await fetch(url, options);
    exchanges.push(await describe(options, url, response));
    return response;
  }
  const link = ApolloLink.from([
    new PersistedQueryLink({ sha256, useGETForHashedQueries: true }),
    new HttpLink({ uri, fetch: observe, useGETForQueries }),
  ]);
  return new ApolloClient({ cache: new InMemoryCache(), link });
}

const MISS = { method: "GET", hasDocument: false, status: 200, code: "PERSISTED_QUERY_NOT_FOUND", isStored: false };
const HIT = { method: "GET", hasDocument: false, status: 200, code: null, isStored: true };

/** Ask for a document no server has seen, by two clients one after the other; the exchanges seen and expected. */
async function run(useGETForQueries) {
  const query = gql(`query Audit${randomUUID().replaceAll("-", "")} { site { __typename } }`);
  const seen = [];
  for (let client = 0; client < 2; client += 1) {
    await makeClient(seen, useGETForQueries)
      .query({ query })
      .catch((error) => console.error(String(error)));
  }
  const register = { ...HIT, method: useGETForQueries ? "GET" : "POST", hasDocument: true };
  return { seen, expected: [MISS, useGETForQueries ? register : { ...register, isStored: seen[1]?.isStored }, HIT] };
}

for (const useGETForQueries of [true, false]) {
  const { seen, expected } = await run(useGETForQueries);
  if (JSON.stringify(seen) !== JSON.stringify(expected)) {
    console.error("Seen:", seen, "\nExpected:", expected);
    process.exitCode = 1;
  }
}
console.log(process.exitCode ? "" : "miss, register by GET and by POST, hit");
