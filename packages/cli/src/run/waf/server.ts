import { SecureScanError } from '@securescan/model';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import { readNamedServer } from '../server-options.ts';
import type { Server } from '../server-options.ts';
import { askServer } from '../server-request.ts';
import type { ServerWish } from '../server-request.ts';

const KEY_VARIABLES = ['WAFPASS_API_KEY', 'SECURESCAN_API_KEY'];

/** A server and the path below which its WAF++ routes are. */
export interface WafServer {
  readonly server: Server;
  /** Without a slash at the end. */
  readonly base: string;
}

/**
 * The server of an address that may name one of its routes: `https://waf.example/runs` is that of `https://waf.example`.
 * @throws SecureScanError E_ARGUMENT
 */
export async function openWafServer(option: string, text: string, args: ParsedArguments, io: Io): Promise<WafServer> {
  const server = await readNamedServer({ option, text, keyVariables: KEY_VARIABLES }, args, io);
  return { server, base: server.url.pathname.replace(/\/+$/, '').replace(/\/(?:runs|controls|waivers|risks)$/, '') };
}

/**
 * The server of `--url`, `WAFPASS_PUSH_URL` or `SECURESCAN_URL`.
 * @throws SecureScanError E_ARGUMENT
 */
export async function findWafServer(args: ParsedArguments, io: Io): Promise<WafServer | null> {
  const option = args.find('url');
  if (option !== undefined) return openWafServer('--url', option, args, io);
  for (const name of ['WAFPASS_PUSH_URL', 'SECURESCAN_URL']) {
    const text = io.env.get(name);
    if (text !== undefined) return openWafServer(name, text, args, io);
  }
  return null;
}

/** @throws SecureScanError E_ARGUMENT when none is named */
export async function requireWafServer(args: ParsedArguments, io: Io): Promise<WafServer> {
  const found = await findWafServer(args, io);
  if (found !== null) return found;
  throw new SecureScanError('E_ARGUMENT', 'no server is named; use --url, WAFPASS_PUSH_URL or SECURESCAN_URL');
}

/**
 * Answer of a WAF++ route, read as JSON; null where there is none.
 * @throws SecureScanError E_NETWORK with what the server said, E_ARGUMENT when it refuses what was sent
 */
export async function askWafServer(
  { server, base }: WafServer,
  path: string,
  io: Io,
  wish: ServerWish = { method: 'GET' },
): Promise<unknown> {
  const { origin } = server.url;
  const { status, body } = await askServer(server, `${base}${path}`, io, wish);
  if (status === 401 || status === 403) {
    const advice =
      server.apiKey === null ? 'give a key with WAFPASS_API_KEY' : 'the key is not valid there, or lacks the scope';
    throw new SecureScanError('E_NETWORK', `${origin} refused access (${status}); ${advice}`);
  }
  if (status === 400 || status === 413 || status === 422) {
    throw new SecureScanError('E_ARGUMENT', `${origin} did not accept it (${status}): ${explain(body)}`);
  }
  if (status < 200 || status >= 300) {
    throw new SecureScanError('E_NETWORK', `${origin} answered ${status} for ${base}${path}: ${explain(body)}`);
  }
  if (body === '') return null;
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new SecureScanError('E_NETWORK', `${origin} did not answer with JSON for ${base}${path}`, { cause: error });
  }
}

const MAX_PROBLEMS = 5;

/** The problems of an error answer in one line. */
function explain(body: string): string {
  const detail = findDetail(body);
  if (!Array.isArray(detail))
    return typeof detail === 'string' ? detail : body.slice(0, 200).trim() || 'no reason given';
  const lines = detail.map((problem: unknown) => {
    if (typeof problem !== 'object' || problem === null) return String(problem);
    const place = 'loc' in problem && Array.isArray(problem.loc) ? `${problem.loc.join('.')}: ` : '';
    return `${place}${'msg' in problem ? String(problem.msg) : JSON.stringify(problem)}`;
  });
  const more = lines.length > MAX_PROBLEMS ? `; and ${lines.length - MAX_PROBLEMS} more` : '';
  return `${lines.slice(0, MAX_PROBLEMS).join('; ')}${more}`;
}

function findDetail(body: string): unknown {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null && 'detail' in answer ? answer.detail : null;
  } catch {
    return null;
  }
}
