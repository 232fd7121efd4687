/** What stands at the CMS's port, where no real one is needed: it knows one version and no page. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class StandIn {
  version = 1;
  /** While set, operations other than for the version are answered when it resolves. */
  gate: Promise<void> | undefined;
  operations = 0;
  /** Where it leads from all paths; the version is put in for `{version}`. */
  target = 'https://elsewhere.example.org/{version}/';
  /** Whether all paths lead to something that asks for a password. */
  isProtected = false;
  control = 'public, max-age=0, s-maxage=60, stale-while-revalidate=60';
  /** Called whenever an operation comes in. */
  onOperation: () => void = () => undefined;

  readonly url: string;

  private constructor(readonly server: Server) {
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    server.on('request', (request, response) => {
      response.setHeader('Content-Type', 'application/json');
      if (decodeURIComponent(request.url ?? '').includes('contentVersion')) {
        response.setHeader('Cache-Control', 'no-store');
        response.end(JSON.stringify({ data: { contentVersion: String(this.version) } }));
        return;
      }
      this.operations += 1;
      this.onOperation();
      void Promise.resolve(this.gate).then(() => {
        response.setHeader('Cache-Control', this.control);
        response.setHeader('Cache-Tag', 'all');
        const url = this.target.replace('{version}', String(this.version));
        const route = this.isProtected
          ? { __typename: 'ProtectedRoute', requirement: 'PASSWORD' }
          : { __typename: 'RedirectRoute', url, isPermanent: true };
        response.end(JSON.stringify({ data: { site: null, route } }));
      });
    });
  }

  static async start(): Promise<StandIn> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StandIn(server);
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
