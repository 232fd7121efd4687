/** Stands between a site and the CMS, and writes down what the site asks for. */

import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';

/** A question of the site for pages: the variables of its operation. */
export type Question = Readonly<Record<string, unknown>>;

export class Witness {
  readonly questions: Question[] = [];
  readonly #server: Server;

  constructor(cmsUrl: string) {
    this.#server = createServer((incoming, outgoing) => {
      this.#note(incoming.url ?? '');
      const headers = { ...incoming.headers, host: new URL(cmsUrl).host };
      const passed = request(cmsUrl + (incoming.url ?? ''), { method: incoming.method, headers });
      passed.on('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => outgoing.destroy());
      incoming.pipe(passed);
    });
  }

  async listen(port: number): Promise<void> {
    await once(this.#server.listen(port, '127.0.0.1'), 'listening');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }

  #note(url: string): void {
    const parameters = URL.parse(url, 'http://cms')?.searchParams;
    if (parameters?.has('documentId'))
      this.questions.push(JSON.parse(parameters.get('variables') ?? '{}') as Question);
  }
}
