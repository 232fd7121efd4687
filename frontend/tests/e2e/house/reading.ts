/** Reading public addresses without a browser. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export async function read(url: string): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual' });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** The text of a page's first heading. */
export function headingOf({ body }: Answer): string {
  const [, heading = ''] = /<h1[^>]*>(.*?)<\/h1>/s.exec(body) ?? [];
  return heading.replaceAll(/<[^>]*>/g, '').trim();
}
