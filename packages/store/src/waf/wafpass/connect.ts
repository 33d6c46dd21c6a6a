import { SecureScanError, describeError } from '@securescan/model';

/** Revisions of a wafpass-server database that we read; the number says which tables and columns there are. */
export const WAFPASS_REVISIONS = [1, 2, 3, 4, 5, 6, 7] as const;
export type WafpassRevision = (typeof WAFPASS_REVISIONS)[number];

/** An open database of wafpass-server, as it was at one moment. Nothing is written to it. */
export interface WafpassDatabase extends AsyncDisposable {
  readonly revision: WafpassRevision;
  query(text: string, values?: readonly unknown[]): Promise<readonly WafpassRow[]>;
}

export type WafpassRow = Readonly<Record<string, unknown>>;

/**
 * @param url - `postgres://…`, also with the driver in the scheme as wafpass-server has it
 * @throws SecureScanError E_ARGUMENT when the address is none, or leads to no database of wafpass-server that we know; E_STORE when
 *   the server does not let us in. No message holds the password.
 */
export async function openWafpass(url: string): Promise<WafpassDatabase> {
  const address = parseAddress(url);
  // Loaded where it is needed, as the driver always is.
  const { Client } = await import('pg');
  const client = new Client({
    connectionString: address.href,
    connectionTimeoutMillis: 10_000,
    application_name: 'securescan waf import',
  });
  // A connection that breaks fails its query; without a listener it would end the process.
  client.on('error', () => undefined);
  const where = `${address.host}${address.pathname}`;
  const close = (): Promise<void> => client.end().catch(() => undefined);
  try {
    await client.connect();
  } catch (error) {
    await close();
    throw new SecureScanError('E_STORE', explainConnection(error, where), { cause: error });
  }
  const query = async (text: string, values: readonly unknown[] = []): Promise<readonly WafpassRow[]> => {
    try {
      return (await client.query<WafpassRow>(text, [...values])).rows;
    } catch (error) {
      throw new SecureScanError('E_STORE', `cannot read the database ${where}: ${describeError(error)}`, {
        cause: error,
      });
    }
  };
  try {
    await query('begin transaction isolation level repeatable read read only');
    return { revision: await readRevision(query, where), query, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The address in the spelling of the driver. */
function parseAddress(url: string): URL {
  const text = url.replace(/^postgres(ql)?(\+\w+)?:/, 'postgres:');
  if (!URL.canParse(text) || !text.startsWith('postgres://')) {
    throw new SecureScanError(
      'E_ARGUMENT',
      'the address of the database must look like postgres://user:password@host:5432/database; special characters in the password are written as %40',
    );
  }
  return new URL(text);
}

const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user',
  '3D000': 'it has no such database',
  '53300': 'it has no connection left',
  ECONNREFUSED: 'nothing listens there; is the host and the port right, and does the server run?',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved now',
  ETIMEDOUT: 'it does not answer',
};

function explainConnection(error: unknown, where: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code] ?? describeError(error);
  const hint = /\bSSL\b|certificate/.test(reason)
    ? '; sslmode=… in the address says how the connection is protected'
    : '';
  return `cannot connect to the database ${where}: ${reason}${hint}`;
}

async function readRevision(query: WafpassDatabase['query'], where: string): Promise<WafpassRevision> {
  const [known] = await query("select to_regclass('alembic_version') is not null as yes");
  if (known?.['yes'] !== true)
    throw new SecureScanError(
      'E_ARGUMENT',
      `${where} is no database of wafpass-server: it has no table alembic_version`,
    );
  const rows = await query('select version_num from alembic_version');
  const words = rows.map((row) => String(row['version_num']));
  const number = words.length === 1 ? Number(/^(\d{1,8})(?:_\w*)?$/.exec(words[0] ?? '')?.[1]) : Number.NaN;
  const revision = WAFPASS_REVISIONS.find((candidate) => candidate === number);
  if (revision !== undefined) return revision;
  throw new SecureScanError(
    'E_ARGUMENT',
    `the database ${where} is at revision ${words.join(', ') || '(none)'}; revisions 0001 to 0007 can be imported (wafpass-server up to 0.4)`,
  );
}
