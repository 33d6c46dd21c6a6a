import { request } from 'node:http';

/** An answer as it came: header names in lower case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Sends one request exactly as it is given, on a connection of its own.
 * @param isComplete - looks at the text so far; true ends an answer that would go on for ever
 */
export function sendRaw(
  origin: string,
  {
    method,
    path,
    headers,
    body,
    from,
  }: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    /** Address of ours that it comes from; all of 127.0.0.0/8 is. */
    readonly from?: string;
  },
  isComplete: (text: string) => boolean = () => false,
): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const { hostname, port } = new URL(origin);
  const outgoing = request(
    {
      hostname,
      port,
      method,
      path,
      agent: false,
      ...(from === undefined ? {} : { localAddress: from }),
      headers: {
        connection: 'keep-alive',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
    },
    (incoming) => {
      let text = '';
      const done = (): void => {
        const flat = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(flat) as Record<string, string>,
          text,
        });
      };
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        text += chunk;
        if (!isComplete(text)) return;
        done();
        incoming.destroy();
      });
      incoming.on('end', () => {
        done();
        outgoing.destroy();
      });
      incoming.on('error', reject);
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}
