// Sends the requests described on standard input and writes what was measured, in milliseconds, to standard output.
// In a path or body, UNIQUE stands for a number that no other request of this machine has had.
import { readFileSync } from "node:fs";
import autocannon from "autocannon";

const job = JSON.parse(readFileSync(0, "utf8"));
let unique = Date.now() * 1000;

function numbered(request) {
  unique += 1;
  const replaced = { ...request, path: request.path.replaceAll("UNIQUE", String(unique)) };
  return request.body ? { ...replaced, body: request.body.replaceAll("UNIQUE", String(unique)) } : replaced;
}

const requests = job.requests.map((request) => (JSON.stringify(request).includes("UNIQUE") ? { ...request, setupRequest: numbered } : request));
const limit = job.amount ? { amount: job.amount } : { duration: job.seconds };
const instance = autocannon({ url: job.url, connections: job.connections, timeout: 60, requests, ...limit });

const times = [];
const statuses = {};
instance.on("response", (_client, status, _bytes, milliseconds) => {
  times.push(milliseconds);
  statuses[status] = (statuses[status] ?? 0) + 1;
});

const started = process.hrtime.bigint();
const result = await instance;
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
times.sort((one, other) => one - other);
const percentile = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? null;

process.stdout.write(
  JSON.stringify({
    requests: times.length,
    seconds,
    p50: percentile(0.5),
    p99: percentile(0.99),
    statuses,
    errors: result.errors + result.timeouts,
  }),
);
