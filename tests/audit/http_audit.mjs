// GraphQL over HTTP, judged by the specification's reference implementation. Usage: node http_audit.mjs URL

import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2] });
const failed = results.filter(({ status }) => status !== "ok");

for (const { status, id, name, reason } of failed) {
  console.error(`${status} ${id} ${name}: ${reason}`);
}
console.log(`${results.length - failed.length} of ${results.length} checks`);
process.exitCode = failed.length === 0 && results.length > 0 ? 0 : 1;
