import { type Answer, call } from '../server-process.ts';
import { cancelSome, comment, judge, makeKeys, scan, testWebhooks } from './clients.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import type { StreamReader } from './stream-reader.ts';

export interface LoadContext {
  readonly ledger: Ledger;
  readonly random: Random;
  /** What is scanned. */
  readonly tree: string;
  /** Ids of the webhooks. */
  readonly webhooks: readonly string[];
  readonly readers: StreamReader[];
}

/** One life of the server, as its clients see it. */
export interface Life extends LoadContext {
  /** @throws Gone when the server does not answer any more */
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** Begins to read the events of a scan. */
  readonly follow: (reader: StreamReader) => void;
  /** Waits until that much has happened. @throws Gone */
  readonly pause: (notes: number) => Promise<void>;
}

/** The server was killed. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** Writes and reads in many ways at once, until the server is gone. */
export async function load(url: string, ended: Promise<unknown>, context: LoadContext): Promise<void> {
  const { ledger, readers } = context;
  const streams: Promise<void>[] = [];
  const gone = ended.then(() => Promise.reject(new Gone('it has ended')));
  gone.catch(() => undefined);
  const life: Life = {
    ...context,
    async send(method, path, body, headers) {
      const answer = await call(url, method, `/api/v1${path}`, body, headers).catch((error: unknown) => {
        throw new Gone(String(error));
      });
      if (answer.status >= 500)
        ledger.surprises.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      ledger.note();
      return answer;
    },
    follow: (reader) => {
      streams.push(reader.follow(url));
    },
    pause: (notes) => Promise.race([ledger.afterNotes(notes), gone]),
  };
  for (const reader of readers) if (!reader.isOver()) life.follow(reader);
  const clients = [judge(life, 0), judge(life, 1), comment(life), scan(life), cancelSome(life)];
  clients.push(testWebhooks(life), makeKeys(life));
  const ends = await Promise.allSettled(clients);
  for (const end of ends) if (end.status === 'rejected' && !(end.reason instanceof Gone)) throw end.reason;
  await Promise.all(streams);
}
